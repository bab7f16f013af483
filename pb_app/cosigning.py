"""Asking a witness for its cosignature: the words of request and answer (C2SP tlog-witness), and the line to it."""

import ssl
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from pb_app.audit.keys import encode_base64
from pb_app.refusals import Invalid, sentence

PATIENCE = 5.0
"""Seconds that a witness has for each part of its answer."""
LONGEST_ANSWER = 20_000
PATH = "/add-checkpoint"
OWN = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the text of an answer; status 0 is no answer."""

    status: int
    text: str = ""


Ask = Callable[[str, bytes], Answer]
"""Sends a request to the witness at an address."""


def request_of(old: int, proof: Sequence[bytes], note: str) -> bytes:
    """Return the request to cosign a signed checkpoint that grew from `old` entries."""
    return "".join([f"old {old}\n", *(f"{encode_base64(one)}\n" for one in proof), "\n", note]).encode()


def checked_url(address: str) -> str:
    """Return the address of a witness without a slash at its end; empty where it is asked by files.

    Raises Invalid for one that is not https, or http on this very machine.
    """
    told = address.strip().rstrip("/")
    if told and not _is_usable(_parts(told)):
        raise Invalid(
            sentence("Enter an address like https://witness.example.scot, or leave it empty to exchange files."),
            field="url",
        )
    return told


def ask(url: str, request: bytes) -> Answer:
    """Send a request; whatever goes wrong on the way is no answer. Redirects are not followed."""
    parts = urlsplit(url)
    try:
        with closing(_line(parts)) as line:
            line.request("POST", f"{parts.path}{PATH}", request, {"Content-Type": "text/plain; charset=utf-8"})
            answer = line.getresponse()
            return Answer(answer.status, answer.read(LONGEST_ANSWER).decode("utf-8", "replace"))
    except (OSError, HTTPException, ValueError):
        return Answer(0)


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_usable(parts: SplitResult | None) -> bool:
    if parts is None or not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OWN)


def _line(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=PATIENCE, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=PATIENCE)
