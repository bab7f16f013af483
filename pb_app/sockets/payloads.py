"""What may come in over a socket: parsed into dataclasses, and anything of another shape refused."""

from dataclasses import MISSING, dataclass, fields
from typing import TypeVar

from pb_app.refusals import Invalid, sentence

LARGEST = 2**31 - 1
P = TypeVar("P", bound="Join | Post | Leave")


@dataclass(frozen=True, slots=True)
class Join:
    """Enter a room and hear what followed a place."""

    room: int
    after: int


@dataclass(frozen=True, slots=True)
class Post:
    """Say something in a room, under a key of the sender's; `reply_to` is 0 where it begins a thread, `quotes` where it
    quotes none.
    """

    room: int
    key: str
    body: str
    kind: str = ""
    headline: str = ""
    source: str = ""
    reply_to: int = 0
    sure: bool = False
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a room."""

    room: int


def read(kind: type[P], said: tuple[object, ...]) -> P:
    """The payload of an event: one object with the fields, each of its type; those that may be left out may be.

    Raises Invalid for anything else, a field that nobody knows included.
    """
    given = said[0] if len(said) == 1 else None
    known = {field.name: field.type for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    if not isinstance(given, dict) or not needed <= set(given) <= set(known):
        raise not_understood()
    if not all(_is(value, known[name]) for name, value in given.items()):
        raise not_understood()
    return kind(**given)


def not_understood() -> Invalid:
    """The refusal of what no page of ours sends."""
    return Invalid(sentence("That was not understood. Load the page again."))


def _is(value: object, of: object) -> bool:
    if of is int:
        return type(value) is int and 0 <= value <= LARGEST
    return type(value) is of
