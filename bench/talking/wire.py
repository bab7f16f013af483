"""A lean Socket.IO line over a raw WebSocket: nothing waits, so that one thread can hold hundreds of them."""

import json
import os
import socket
import struct
from base64 import b64encode
from collections.abc import Iterator, Mapping

PIECE = 1 << 16
TEXT, CLOSE = 0x1, 0x8
SHORT, MIDDLE = 126, 127
PING, PONG = b"2", b"3"


class Wire:
    """One line to `/socket.io/` on a port of this machine. `read` gives Socket.IO's packets as they come."""

    def __init__(self, port: int, headers: Mapping[str, str]) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.is_open = False
        self._came = bytearray()
        named = {
            "Host": "vote.moothill.example",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
        } | dict(headers)
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            *(f"{name}: {one}" for name, one in named.items()),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.socket.setblocking(False)

    def send(self, packet: str) -> None:
        """Send a packet of Socket.IO. Raises OSError where the line is gone."""
        body = packet.encode()
        length = len(body)
        head = struct.pack("!BB", 0x81, 0x80 | length) if length < SHORT else struct.pack("!BBH", 0x81, 0xFE, length)
        self.socket.sendall(head + b"\0\0\0\0" + body)

    def read(self) -> Iterator[bytes]:
        """The packets that have come; pings are answered. Raises OSError where the line was closed."""
        came = self.socket.recv(PIECE)
        if not came:
            raise ConnectionResetError
        self._came += came
        if not self.is_open:
            head, ends, rest = bytes(self._came).partition(b"\r\n\r\n")
            if not ends:
                return
            if b" 101 " not in head[:20]:
                raise ConnectionRefusedError(head[:40].decode("ascii", "replace"))
            self.is_open = True
            self._came = bytearray(rest)
        for kind, body in self._frames():
            if kind == CLOSE:
                raise ConnectionResetError
            if body == PING:
                self.send(PONG.decode())
            else:
                yield body

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        came, at = self._came, 0
        while len(came) - at >= 2:  # noqa: PLR2004 - the head of a frame
            length, begin = came[at + 1] & 0x7F, at + 2
            if length == SHORT:
                length, begin = int.from_bytes(came[begin : begin + 2], "big"), begin + 2
            elif length == MIDDLE:
                length, begin = int.from_bytes(came[begin : begin + 8], "big"), begin + 8
            if len(came) < begin + length:
                break
            yield came[at] & 0x0F, bytes(came[begin : begin + length])
            at = begin + length
        del came[:at]

    def close(self) -> None:
        """Let go, without a word."""
        self.socket.close()


def event(name: str, data: object, *, ask: int, namespace: str) -> str:
    """An event that asks for an answer under this number."""
    return f"42{namespace}{ask}{json.dumps([name, data])}"


def entering(auth: object, *, namespace: str) -> str:
    """What opens a namespace."""
    return f"40{namespace}{json.dumps(auth)}"
