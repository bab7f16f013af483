"""A live line: what is told to many is framed once for all of them, and written without waiting for anybody."""

from collections.abc import Callable, Iterable
from functools import partial
from socket import MSG_DONTWAIT
from struct import pack
from threading import Lock
from typing import Any

from engineio.packet import NOOP, Packet
from socketio import Server

LARGEST_FRAME = 64_000  # bytes: the longest message is 2,000 characters
TEXT, BINARY = 0x81, 0x82  # one whole WebSocket message of its kind (RFC 6455, section 5.2)
SHORT, MIDDLE = 126, 1 << 16
COMPRESSION = "HTTP_SEC_WEBSOCKET_EXTENSIONS"
Lines = dict[str, "Line"]


class Line:
    """What Engine.IO reads from and writes to, around the WebSocket that it would have used by itself."""

    def __init__(self, wrapped: Callable[..., Any], lines: Lines, handler: Any, server: object) -> None:
        self._inner = wrapped(self._serve, server)
        self._inner.server_args["max_message_size"] = LARGEST_FRAME
        self._handler = handler
        self._engine = handler.__self__
        self._lines = lines
        self._writing = Lock()
        self._rest = b""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Open the line, uncompressed: that would be done anew for everybody, and what comes in may unpack large."""
        environ.pop(COMPRESSION, None)
        opened: Iterable[bytes] = self._inner(environ, start_response)
        return opened

    def wait(self) -> str | bytes | None:
        """What comes in; None when the line is closed."""
        said: str | bytes | None = self._inner.wait()
        return said

    def send(self, message: str | bytes) -> None:
        """Write a message after what waits. Raises OSError where the line is gone."""
        frame = framed(message)
        with self._writing:
            if not self._inner.ws.connected:
                raise OSError("The line is closed.")
            waiting, self._rest = self._rest, b""
            self._inner.ws.sock.sendall(waiting + frame)

    def deliver(self, frame: bytes) -> bool:
        """Write a frame if that can be done at once; whether it need not be sent again, in its turn.

        Of a frame that fits in part the rest goes out with what is sent next, which is asked for here.
        """
        if not self._writing.acquire(blocking=False):
            return False
        try:
            if self._rest:
                return False
            sock = self._inner.ws.sock
            sent = getattr(sock, "_sock", sock).send(frame, MSG_DONTWAIT)  # gevent's own would wait
            self._rest = frame[sent:]
        except BlockingIOError:
            return False
        except OSError:
            return True  # whoever was there is gone: who reads the line finds out
        finally:
            self._writing.release()
        if self._rest:
            self._engine.send(Packet(NOOP))
        return True

    def close(self) -> None:
        """Close the line."""
        self._inner.close()

    def _serve(self, _inner: object) -> Any:
        self._lines[self._engine.sid] = self
        try:
            return self._handler(self)
        finally:
            del self._lines[self._engine.sid]


def framed(message: str | bytes) -> bytes:
    """A message as one frame of a server, which is the same for everybody."""
    kind, body = (TEXT, message.encode()) if isinstance(message, str) else (BINARY, message)
    if len(body) < SHORT:
        return pack("!BB", kind, len(body)) + body
    if len(body) < MIDDLE:
        return pack("!BBH", kind, SHORT, len(body)) + body
    return pack("!BBQ", kind, SHORT + 1, len(body)) + body


def keep_lines(server: Server) -> Lines:
    """Have the server's lines be ours from here on; return those that are open, by Engine.IO's name for them."""
    lines: Lines = {}
    wrapped = server.eio._async["websocket"]  # noqa: SLF001 - engineio has no other place for it
    server.eio._async = server.eio._async | {"websocket": partial(Line, wrapped, lines)}  # noqa: SLF001
    return lines
