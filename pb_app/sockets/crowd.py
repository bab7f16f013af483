"""How many live lines there may be at once: pages and votes keep threads for themselves, and no address takes all."""

from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Wsgi = Callable[[Environ, StartResponse], Iterable[bytes]]

PATH = "/socket.io/"


class Crowd:
    """WSGI: answers 503 at once to a live line beyond the most there may be. Its page still works by plain links."""

    def __init__(self, wsgi: Wsgi, most: int, of_one_address: int) -> None:
        self._wsgi = wsgi
        self._most = most
        self._of_one_address = of_one_address
        self._open: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Pass the request on; one for a live line is counted for as long as it holds its thread."""
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self._wsgi(environ, start_response)
        address = environ.get("REMOTE_ADDR", "")
        if not self._let_in(address):
            start_response("503 Service Unavailable", [("Content-Length", "0"), ("Retry-After", "30")])
            return []
        try:
            return self._wsgi(environ, start_response)
        finally:
            self._let_out(address)

    def _let_in(self, address: str) -> bool:
        with self._lock:
            if self._open.total() >= self._most or self._open[address] >= self._of_one_address:
                return False
            self._open[address] += 1
            return True

    def _let_out(self, address: str) -> None:
        with self._lock:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
