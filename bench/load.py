"""A lean load generator in a process of its own: raw sockets, one thread, requests that were written beforehand.

Run as `python bench/load.py PORT CONNECTIONS FILE`; FILE holds requests, each after its length (4 bytes, big-endian).
Each connection sends one request after another and keeps the line open. The last line printed is one JSON object.
"""

import json
import selectors
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

LENGTH = struct.Struct(">I")
PIECE = 1 << 18


def written(path: Path) -> Iterator[bytes]:
    """The requests of a file, in order."""
    held = path.read_bytes()
    at = 0
    while at < len(held):
        (length,) = LENGTH.unpack_from(held, at)
        at += LENGTH.size
        yield held[at : at + length]
        at += length


class Line:
    """One connection: what it waits for, and since when."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.held = b""
        self.begun = 0.0
        self.socket = self.opened()

    def opened(self) -> socket.socket:
        """A new connection to the server."""
        return socket.create_connection(("127.0.0.1", self.port))

    def send(self, request: bytes) -> None:
        """Send a request; it is far smaller than what the system takes in at once."""
        self.held = b""
        self.begun = time.perf_counter()
        self.socket.sendall(request)

    def status(self) -> int | None:
        """Take in what came; the status once the answer is whole, nought if the line was closed, None if not yet."""
        piece = self.socket.recv(PIECE)
        if not piece:
            return 0
        self.held += piece
        head, end, body = self.held.partition(b"\r\n\r\n")
        if not end:
            return None
        found = head.lower().partition(b"\r\ncontent-length:")[2]
        if len(body) < int(found.split(b"\r\n", 1)[0]):
            return None
        return int(head[9:12])


def load(port: int, connections: int, path: Path) -> dict[str, object]:
    """Send every request of the file over so many connections; the figures."""
    waiting = written(path)
    heard: Counter[int] = Counter()
    took: list[float] = []
    with selectors.DefaultSelector() as selector:
        begun, spent = time.perf_counter(), time.process_time()
        open_lines = 0
        for request in (next(waiting, None) for _ in range(connections)):
            if request is not None:
                line = Line(port)
                line.send(request)
                selector.register(line.socket, selectors.EVENT_READ, line)
                open_lines += 1
        while open_lines:
            for key, _ in selector.select():
                line = key.data
                status = line.status()
                if status is None:
                    continue
                took.append(time.perf_counter() - line.begun)
                heard[status] += 1
                request = next(waiting, None)
                if request is None or status == 0:
                    selector.unregister(line.socket)
                    line.socket.close()
                    open_lines -= 1
                else:
                    line.send(request)
        seconds, cost = time.perf_counter() - begun, time.process_time() - spent
    took.sort()
    return {
        "answers": dict(heard),
        "seconds": seconds,
        "per_second": len(took) / seconds,
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[len(took) * 99 // 100],
        "own_cpu_ms": 1000 * cost / len(took),
    }


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
