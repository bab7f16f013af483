"""What may come in over a socket: parsed into dataclasses, and anything of another shape refused."""

from dataclasses import dataclass, fields
from typing import TypeVar

from pb_app.refusals import Invalid, sentence

LARGEST = 2**31 - 1
P = TypeVar("P", bound="Join | Post | Leave")


@dataclass(frozen=True, slots=True)
class Join:
    """Enter the room of a proposal and hear what followed a place."""

    room: int
    after: int


@dataclass(frozen=True, slots=True)
class Post:
    """Say something in the room of a proposal, under a key of the sender's."""

    room: int
    key: str
    body: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the room of a proposal."""

    room: int


def read(kind: type[P], said: tuple[object, ...]) -> P:
    """The payload of an event. Raises Invalid unless there is one object with exactly the fields, each of its type."""
    given = said[0] if len(said) == 1 else None
    wanted = {field.name: field.type for field in fields(kind)}
    if not isinstance(given, dict) or set(given) != set(wanted):
        raise not_understood()
    if not all(_is(given[name], of) for name, of in wanted.items()):
        raise not_understood()
    return kind(**given)


def not_understood() -> Invalid:
    """The refusal of what no page of ours sends."""
    return Invalid(sentence("That was not understood. Load the page again."))


def _is(value: object, of: object) -> bool:
    if of is int:
        return type(value) is int and 0 <= value <= LARGEST
    return type(value) is of
