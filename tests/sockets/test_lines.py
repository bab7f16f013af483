"""A live line: frames as the protocol has them, nobody waited for, nothing torn apart."""

import socket
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from pb_app.sockets.lines import COMPRESSION, LARGEST_FRAME, Line, Lines, framed

PIECE = 1 << 20


class Opened:
    """A line whose other end is in the test's hands."""

    def __init__(self) -> None:
        self.near, self.far = socket.socketpair()
        self.asked: list[Any] = []
        self.lines: Lines = {}
        self.inner = SimpleNamespace(
            server_args={}, ws=SimpleNamespace(sock=self.near, connected=True), close=self.near.close, wait=lambda: "2"
        )
        engine = SimpleNamespace(sid="sid", send=self.asked.append)
        self.during: list[object] = []
        handler = type("Handler", (), {"__self__": engine, "__call__": lambda _self, line: self.during.append(line)})()
        self.line = Line(self.wrap, self.lines, handler, object())

    def wrap(self, serve: Any, _server: object) -> Any:
        self.serve = serve
        return self.inner

    def full(self) -> None:
        """Let nothing more go in."""
        self.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        with suppress(BlockingIOError):
            while True:
                self.near.send(b"x" * 65536, socket.MSG_DONTWAIT)

    def heard(self) -> bytes:
        """What has come at the other end."""
        self.far.setblocking(False)
        found = b""
        while True:
            try:
                found += self.far.recv(PIECE)
            except BlockingIOError:
                return found


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    made.near.close()
    made.far.close()


@pytest.mark.parametrize(("length", "head"), [(5, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
def test_a_message_is_one_whole_frame_with_its_length(length: int, head: int) -> None:
    frame = framed("x" * length)
    assert frame[0] == 0x81
    assert len(frame) == head + length
    told = frame[1] if head == 2 else int.from_bytes(frame[2:head], "big")
    assert told == length


def test_bytes_go_as_bytes_and_accents_are_counted_as_they_are_sent() -> None:
    assert framed(b"ab") == b"\x82\x02ab"
    assert framed("là") == b"\x81\x03l\xc3\xa0"


def test_what_is_sent_and_what_is_delivered_arrive(opened: Opened) -> None:
    opened.line.send("one")
    assert opened.line.deliver(framed("two"))
    assert opened.heard() == framed("one") + framed("two")


def test_nobody_is_waited_for_who_reads_nothing(opened: Opened) -> None:
    opened.full()
    assert not opened.line.deliver(framed("two"))


def test_while_somebody_else_writes_it_has_to_take_its_turn(opened: Opened) -> None:
    with opened.line._writing:
        assert not opened.line.deliver(framed("two"))
    assert opened.heard() == b""


def test_the_rest_of_a_frame_goes_out_before_anything_else(opened: Opened) -> None:
    opened.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    large = framed("y" * 1_000_000)
    assert opened.line.deliver(large)
    assert len(opened.asked) == 1
    assert not opened.line.deliver(framed("two"))
    came = opened.heard()
    opened.near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_000_000)
    opened.line.send("three")
    assert came + opened.heard() == large + framed("three")


def test_whoever_is_gone_is_delivered_nothing_and_sent_nothing(opened: Opened) -> None:
    opened.far.close()
    opened.near.close()
    opened.inner.ws.connected = False
    assert opened.line.deliver(framed("two"))
    with pytest.raises(OSError, match="closed"):
        opened.line.send("three")


def test_a_line_is_known_for_as_long_as_it_is_served_and_takes_no_large_frame(opened: Opened) -> None:
    assert opened.lines == {}
    opened.serve(object())
    assert opened.during == [opened.line]
    assert opened.lines == {}
    assert opened.inner.server_args == {"max_message_size": LARGEST_FRAME}
    assert opened.line.wait() == "2"
    opened.line.close()
    assert opened.near.fileno() == -1


def test_no_line_is_compressed(opened: Opened) -> None:
    asked: list[dict[str, Any]] = []
    opened.line._inner = lambda environ, _start: asked.append(environ) or []
    assert opened.line({COMPRESSION: "permessage-deflate", "PATH_INFO": "/"}, lambda *_: None) == []
    assert asked == [{"PATH_INFO": "/"}]
