"""The one way to write a value as bytes (RFC 8785, restricted), so that equal values have equal hashes everywhere."""

import json
from collections.abc import Sequence
from typing import Never, TypeAlias

from pb_app.refusals import Invalid, sentence

LARGEST_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader takes exactly (RFC 8785, section 3.2.2.3)."""
DEEPEST = 32
"""How many arrays and objects may stand inside each other."""

Value: TypeAlias = "str | int | Sequence[Value] | dict[str, Value]"


class NotCanonical(Invalid):
    """A value or a text that has no canonical form, or is not in it."""


def encode(value: object) -> bytes:
    """Return the canonical bytes of `value`: UTF-8 JSON, keys sorted, no spaces, no final line feed.

    Taken are text, whole numbers up to `LARGEST_INTEGER` either way, lists or tuples, and dicts whose keys are ASCII:
    within these bounds the result is that of RFC 8785. Everything else (fractions, floats, truth values, nothing,
    lone surrogates, deeper than `DEEPEST`) is refused with `NotCanonical`.
    """
    _check(value, DEEPEST)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decode(data: bytes) -> Value:
    """Return the value that `data` is the canonical bytes of; refuse bytes that `encode` would not have written."""
    try:
        value: Value = json.loads(data.decode(), parse_float=_no_fraction, parse_constant=_no_fraction)
        same = encode(value) == data
    except (ValueError, RecursionError) as error:
        raise NotCanonical(sentence("These bytes are not JSON text in UTF-8.")) from error
    if not same:
        raise NotCanonical(sentence("This text is not in its canonical form."))
    return value


def _check(value: object, depth: int) -> None:
    """Refuse the first part of `value` that has no canonical form."""
    if isinstance(value, bool):
        _refuse_kind(value)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        _check_integer(value)
    elif isinstance(value, dict | list | tuple):
        _check_parts(value, depth)
    else:
        _refuse_kind(value)


def _check_parts(value: dict[object, object] | list[object] | tuple[object, ...], depth: int) -> None:
    if depth == 0:
        raise NotCanonical(
            sentence("Arrays and objects stand more than %(deepest)d deep in each other."), deepest=DEEPEST
        )
    if isinstance(value, dict):
        for key in value:
            _check_key(key)
        value = list(value.values())
    for part in value:
        _check(part, depth - 1)


def _check_key(key: object) -> None:
    if not isinstance(key, str) or not key.isascii():
        raise NotCanonical(sentence("The key %(key)r is not text in ASCII."), key=key)


def _check_text(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical(sentence("The text %(text)s holds half a character."), text=ascii(text)) from error


def _check_integer(number: int) -> None:
    if abs(number) > LARGEST_INTEGER:
        raise NotCanonical(
            sentence("A whole number is larger than %(largest)d, which not every reader takes exactly."),
            largest=LARGEST_INTEGER,
        )


def _no_fraction(text: str) -> Never:
    raise NotCanonical(sentence("%(number)s is not a whole number."), number=text)


def _refuse_kind(value: object) -> Never:
    raise NotCanonical(
        sentence("A value of type %(kind)s has no canonical form; write text or a whole number."),
        kind=type(value).__name__,
    )
