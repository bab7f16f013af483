"""Five hundred listeners and a few who talk without a pause, in a process of its own: what was delivered, and how late.

Run as `python -m bench.talking.load FILE`; FILE holds one JSON object with ports, people, room, seconds and talking.
The last line printed is one JSON object.
"""

import json
import os
import re
import selectors
import sys
import time
from pathlib import Path
from typing import Any

from bench.talking.wire import Wire, entering, event

NAMESPACE = "/rooms,"
SAID = re.compile(rb"said-(\d+)-at-(\d+)-")
FILL = "Somewhere to rest on the way to the ferry. " * 4
AT_ONCE = 16
DRAIN = 10.0
PATIENCE = 240.0
TICKS = os.sysconf("SC_CLK_TCK")


def spent(masters: list[int]) -> float:
    """The processor seconds that these servers' workers have taken so far."""
    total = 0
    for master in masters:
        for worker in Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split():
            fields = Path(f"/proc/{worker}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


class Load:
    """One measurement."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.watched = selectors.DefaultSelector()
        self.wires: list[Wire] = []
        self.joined = self.refused = self.acknowledged = self.said = self.bytes = 0
        self.heard: list[set[int]] = []
        self.late: list[int] = []
        self.ends = 0.0

    def run(self) -> dict[str, float]:
        """Connect, talk, wait for what is still on its way; the figures."""
        self.connect()
        begun, own, theirs = time.monotonic(), time.process_time(), spent(self.plan["masters"])
        self.ends = begun + self.plan["seconds"]
        for _ in range(self.plan["talking"]):
            self.say()
        while time.monotonic() < self.ends:
            self.turn(0.05)
        took, delivered = time.monotonic() - begun, self.delivered
        own = (time.process_time() - own) / took
        drained = time.monotonic() + DRAIN
        while time.monotonic() < drained and self.delivered < self.said * len(self.wires):
            self.turn(0.05)
        late = sorted(self.late)
        return {
            "per_second": delivered / took,
            "cpu_us": (spent(self.plan["masters"]) - theirs) / max(1, self.delivered) * 1e6,
            "acknowledged": self.acknowledged,
            "lost": self.said * len(self.wires) - self.delivered,
            "refused": self.refused,
            "p50_ms": late[len(late) // 2] / 1e6,
            "p99_ms": late[len(late) * 99 // 100] / 1e6,
            "length": self.bytes / max(1, len(late)),
            "own_cpu": own,
        }

    @property
    def delivered(self) -> int:
        """How many messages all listeners together have heard, each once."""
        return sum(map(len, self.heard))

    def connect(self) -> None:
        """Everybody into the room, a few at a time."""
        people, ports = self.plan["people"], self.plan["ports"]
        until = time.monotonic() + PATIENCE
        for number, person in enumerate(people):
            own = person["headers"] | {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250 + 1}"}
            self.wires.append(Wire(ports[number % len(ports)], own))
            self.heard.append(set())
            self.watched.register(self.wires[-1].socket, selectors.EVENT_READ, number)
            while number - self.joined >= AT_ONCE and time.monotonic() < until:
                self.turn(0.1)
        while self.joined < len(people):
            if time.monotonic() > until:
                raise RuntimeError(f"Only {self.joined} of {len(people)} could join.")
            self.turn(0.1)

    def say(self) -> None:
        """Somebody says something; who it is goes round, so that nobody is too fast."""
        number = (self.said * 37) % len(self.wires)
        words = f"said-{self.said}-at-{time.monotonic_ns()}-{FILL}"
        said = {"room": self.plan["room"], "key": f"key-{self.said:08d}", "body": words}
        self.said += 1
        self.wires[number].send(event("post", said, ask=2, namespace=NAMESPACE))

    def turn(self, patience: float) -> None:
        """Take what came."""
        for key, _ in self.watched.select(patience):
            for packet in self.wires[key.data].read():
                self.take(key.data, packet)

    def take(self, number: int, packet: bytes) -> None:
        """One packet of one listener."""
        if packet.startswith(b"42"):
            found = SAID.search(packet)
            if found:
                self.heard[number].add(int(found[1]))
                self.late.append(time.monotonic_ns() - int(found[2]))
                self.bytes += len(packet)
        elif packet.startswith(b"0"):
            self.wires[number].send(entering(self.plan["people"][number]["auth"], namespace=NAMESPACE))
        elif packet.startswith(b"40"):
            asked = {"room": self.plan["room"], "after": self.plan["after"]}
            self.wires[number].send(event("join", asked, ask=1, namespace=NAMESPACE))
        elif packet.startswith(b"43/rooms,1["):
            self.joined += 1
        elif packet.startswith(b"43/rooms,2["):
            self.acknowledged += 1
            if b'"ok":true' not in packet:
                self.refused += 1
            if time.monotonic() < self.ends:
                self.say()
        else:
            raise RuntimeError(packet[:200].decode())


if __name__ == "__main__":
    print(json.dumps(Load(json.loads(Path(sys.argv[1]).read_text("utf-8"))).run()))
