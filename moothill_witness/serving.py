"""A witness by HTTP: `POST /add-checkpoint` and nothing else."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from moothill_witness.checkpoints import LONGEST
from moothill_witness.witness import Answer, Witness

PATH = "/add-checkpoint"
PATIENCE = 10.0
"""Seconds that a caller has for each part of a request."""


def serving(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """Return a server on that address, port 0 for any free one; the caller has it serve, and closes it."""

    class Handler(_Handler):
        asked = witness

    return ThreadingHTTPServer((host, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    asked: Witness
    protocol_version = "HTTP/1.1"
    server_version = "moothill-witness"
    sys_version = ""
    timeout = PATIENCE

    def do_POST(self) -> None:
        """Answer a request to cosign."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > LONGEST:
            self.close_connection = True  # whatever else was sent is not read
            self._answer(Answer(413 if length.isdigit() else 400, "Say the length of the request; it is limited.\n"))
            return
        body = self.rfile.read(int(length))
        self._answer(self.asked.add_checkpoint(body) if self.path == PATH else Answer(404, "Nothing is here.\n"))

    def do_GET(self) -> None:
        """Say who this is, so that people can see that they typed the right address."""
        self._answer(Answer(200 if self.path == "/" else 404, f"{self.asked.signer.public}\n"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
        """Write nothing: what matters is kept in the records."""

    def _answer(self, answer: Answer) -> None:
        data = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
