"""Hundreds talk in one room while lines are cut at random and servers are killed: what each of them ends up with."""

import json
import os
import random
import re
import selectors
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.talking.place import NAMESPACE, Key, RoomPlace, Talker
from bench.talking.wire import Wire, entering, event

CUT = 0.15  # of what is said goes out on a line that is cut at once
SILENCE = 20.0  # seconds without an answer until somebody hangs up and tries again
GAP = 0.4
RETURN = 0.5
SAID = re.compile(r"talker-(\d+)-says-(\d+)")


class Participant:
    """Somebody who says a few things, each until it is acknowledged, and follows the room as its page does."""

    def __init__(self, talker: Talker, ports: Sequence[int], room_id: int, each: int, seed: int) -> None:
        self.talker = talker
        self.order: list[Key] = []
        self.acknowledged: dict[Key, int] = {}
        self.cuts = 0
        self._ports = ports
        self._room = room_id
        self._each = each
        self._dice = random.Random(f"{seed} {talker.number}")
        self._ahead: dict[int, Key] = {}
        self._asks: dict[int, tuple[str, float]] = {}
        self._asked = 0
        self.wire: Wire | None = None
        self._joined = False
        self._next = time.monotonic() + self._dice.random() * 2

    @property
    def has_spoken(self) -> bool:
        """Whether everything was acknowledged."""
        return len(self.acknowledged) == self._each

    def turn(self, now: float, watch: Callable[["Participant"], None]) -> None:
        """Do what is due: connect, ask again, say the next thing."""
        if now < self._next:
            return
        self._next = now + GAP * (0.5 + self._dice.random())
        try:
            if self.wire is None:
                self._connect()
                watch(self)
            elif any(due < now for _, due in self._asks.values()):
                self.hang_up()
            elif self._joined and self._ahead and not self._waits("join"):
                self._ask("join", {"after": len(self.order)})
            elif self._joined and not self.has_spoken and not self._waits("post"):
                self._say()
        except OSError:
            self.hang_up()

    def read(self) -> None:
        """Take what came."""
        if self.wire is None:
            return
        try:
            for packet in self.wire.read():
                self._take(packet.decode())
        except BlockingIOError:
            return
        except OSError:
            self.hang_up()

    def hang_up(self) -> None:
        """Let the line go; come back soon."""
        if self.wire is not None:
            self.wire.close()
        self.wire = None
        self._joined = False
        self._asks.clear()
        self._next = time.monotonic() + RETURN * self._dice.random()

    def _connect(self) -> None:
        self.wire = Wire(self._dice.choice(self._ports), self.talker.headers)
        self._asks[0] = ("connect", time.monotonic() + 3 * SILENCE)

    def _waits(self, name: str) -> bool:
        return any(asked == name for asked, _ in self._asks.values())

    def _ask(self, name: str, data: dict[str, object]) -> None:
        self._asked += 1
        self._asks[self._asked] = (name, time.monotonic() + SILENCE)
        if self.wire is not None:
            self.wire.send(event(name, {"room": self._room, **data}, ask=self._asked, namespace=NAMESPACE))

    def _say(self) -> None:
        words = f"talker-{self.talker.number}-says-{len(self.acknowledged)}"
        self._ask("post", {"key": words, "body": words})
        if self._dice.random() < CUT:
            self.cuts += 1
            self.hang_up()

    def _take(self, packet: str) -> None:
        if packet.startswith("0"):
            assert self.wire is not None  # noqa: S101 - a packet came over it
            self.wire.send(entering(self.talker.auth, namespace=NAMESPACE))
        elif packet.startswith("40"):
            self._asks.pop(0, None)
            self._ask("join", {"after": len(self.order)})
        elif packet.startswith("42"):
            name, data = json.loads(packet.split(",", 1)[1])
            if name == "event":
                self._hear([data])
            elif data["last"] > len(self.order):
                self._ask("join", {"after": len(self.order)})
        elif packet.startswith("43"):
            number, _, answer = packet.split(",", 1)[1].partition("[")
            self._answered(int(number), json.loads("[" + answer)[0])
        else:
            self.hang_up()  # refused or parted with: come back

    def _answered(self, number: int, answer: dict[str, object]) -> None:
        name, _ = self._asks.pop(number)
        if not answer["ok"]:
            if int(str(answer["status"])) < 500:  # noqa: PLR2004 - not for a while, but never
                raise RuntimeError(f"{name} was refused: {answer['why']}")
            self._next = time.monotonic() + RETURN
        elif name == "post":
            self.acknowledged[self.talker.number, len(self.acknowledged)] = int(str(answer["seq"]))
        else:
            self._joined = True
            self._hear(answer["events"])  # type: ignore[arg-type]
            if answer["more"]:
                self._ask("join", {"after": len(self.order)})

    def _hear(self, events: Sequence[dict[str, object]]) -> None:
        """Each once and in the room's own order, as `room-transcript.mjs` does it."""
        for one in events:
            seq = int(str(one["seq"]))
            if seq > len(self.order):
                found = SAID.search(str(one["html"]))
                self._ahead[seq] = (int(found[1]), int(found[2])) if found else (-1, -1)
        while len(self.order) + 1 in self._ahead:
            self.order.append(self._ahead.pop(len(self.order) + 1))


@dataclass(frozen=True, slots=True)
class Ended:
    """What the participants know, and what was done to them."""

    acknowledged: dict[Key, int]
    orders: frozenset[tuple[Key, ...]]
    cuts: int
    kills: int
    seconds: float


class Story:
    """So many participants on these servers, of which some are killed on the way."""

    def __init__(
        self, place: RoomPlace, servers: Sequence[tuple[int, int]], people: int, each: int, seed: int = 1
    ) -> None:
        self._servers = servers
        self._wanted = people * each
        ports = [port for port, _ in servers]
        self._people = [Participant(one, ports, place.room.room_id, each, seed) for one in place.talkers(people)]
        self._watched = selectors.DefaultSelector()
        self._kills = 0

    def run(self, kills: int, patience: float) -> Ended:
        """Until everybody has said everything and heard everything; RuntimeError where that does not come."""
        begun = time.monotonic()
        try:
            while not all(one.has_spoken and len(one.order) == self._wanted for one in self._people):
                self._turn(kills, begun + patience)
        finally:
            for one in self._people:
                one.hang_up()
            self._watched.close()
        known = {key: seq for one in self._people for key, seq in one.acknowledged.items()}
        orders = frozenset(tuple(one.order) for one in self._people)
        return Ended(known, orders, sum(one.cuts for one in self._people), self._kills, time.monotonic() - begun)

    def _turn(self, kills: int, until: float) -> None:
        now = time.monotonic()
        if now > until:
            raise RuntimeError(self._where())
        for one in self._people:
            one.turn(now, self._watch)
        for key, _ in self._watched.select(0.02):
            key.data.read()
        if self._kills < kills and self._said() * (kills + 1) >= self._wanted * (self._kills + 1):
            self._kill()

    def _watch(self, one: Participant) -> None:
        assert one.wire is not None  # noqa: S101 - it was just opened
        for key in [key for key in self._watched.get_map().values() if key.fd == one.wire.socket.fileno()]:
            self._watched.unregister(key.fileobj)  # the number of a line that was closed
        self._watched.register(one.wire.socket, selectors.EVENT_READ, one)

    def _said(self) -> int:
        return sum(len(one.acknowledged) for one in self._people)

    def _kill(self) -> None:
        """Kill the process that serves, without warning; its master begins another."""
        _, master = self._servers[self._kills % len(self._servers)]
        for worker in Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split():
            os.kill(int(worker), signal.SIGKILL)
        self._kills += 1

    def _where(self) -> str:
        behind = sum(len(one.order) < self._wanted for one in self._people)
        return f"{self._said()} of {self._wanted} acknowledged, {behind} people have not heard everything."
