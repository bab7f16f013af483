"""Canonical JSON (RFC 8785) as the log writes it: text, whole numbers, lists and objects with ASCII keys."""

import json
from typing import Never, TypeAlias

from moothill_verify.faults import Malformed, sentence

Value: TypeAlias = "str | int | list[Value] | dict[str, Value]"
LARGEST = 2**53 - 1
DEEPEST = 32


def read(data: bytes, name: str) -> dict[str, Value]:
    """Return the object that stands in `data`, if these are its canonical bytes. Raises Malformed, naming the file."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refused, parse_constant=_refused)
        _check(value, DEEPEST)
        same = written(value) == data
    except (ValueError, RecursionError):
        raise Malformed(sentence("%(file)s is not JSON text of the kind that a bundle holds."), file=name) from None
    if not same or not isinstance(value, dict):
        raise Malformed(sentence("%(file)s is not in its canonical form."), file=name)
    return value


def written(value: Value) -> bytes:
    """Return the canonical bytes of a value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def _check(value: object, depth: int) -> None:
    """Raise ValueError for what has no place in canonical JSON of this kind."""
    if isinstance(value, str) or (type(value) is int and abs(value) <= LARGEST):
        return
    if depth == 0 or not isinstance(value, list | dict):
        raise ValueError(type(value).__name__)
    if isinstance(value, dict) and not all(key.isascii() for key in value):
        raise ValueError("key")
    for part in value.values() if isinstance(value, dict) else value:
        _check(part, depth - 1)


def _refused(text: str) -> Never:
    raise ValueError(text)


class Fields:
    """An object of a file, read field by field: each must be there and of its kind."""

    def __init__(self, value: Value, name: str) -> None:
        if not isinstance(value, dict):
            raise _wrong(name)
        self.value, self.name = value, name

    def __contains__(self, key: str) -> bool:
        return key in self.value

    def text(self, key: str) -> str:
        """Return a text."""
        found = self.value.get(key)
        if not isinstance(found, str):
            raise _wrong(self.name, key)
        return found

    def whole(self, key: str) -> int:
        """Return a whole number."""
        found = self.value.get(key)
        if not isinstance(found, int):
            raise _wrong(self.name, key)
        return found

    def within(self, key: str) -> "Fields":
        """Return an object inside this one."""
        return Fields(self._there(key), self.name)

    def objects(self, key: str) -> list["Fields"]:
        """Return a list of objects."""
        return [Fields(one, self.name) for one in self._listed(key)]

    def texts(self, key: str) -> list[str]:
        """Return a list of texts."""
        found = [one for one in self._listed(key) if isinstance(one, str)]
        if len(found) < len(self._listed(key)):
            raise _wrong(self.name, key)
        return found

    def pairs(self, key: str) -> list[tuple[int, int]]:
        """Return a list of pairs of whole numbers."""
        found = []
        for one in self._listed(key):
            match one:
                case [int(first), int(second)]:
                    found.append((first, second))
                case _:
                    raise _wrong(self.name, key)
        return found

    def numbers(self, key: str) -> dict[str, int]:
        """Return an object whose values are whole numbers."""
        inner = self.within(key)
        return {name: inner.whole(name) for name in inner.value}

    def _there(self, key: str) -> Value:
        if key not in self.value:
            raise _wrong(self.name, key)
        return self.value[key]

    def _listed(self, key: str) -> list[Value]:
        found = self._there(key)
        if not isinstance(found, list):
            raise _wrong(self.name, key)
        return found


def _wrong(name: str, key: str = "") -> Malformed:
    return Malformed(
        sentence("%(file)s lacks a part, or a part of it is of another kind: %(part)s"), file=name, part=key
    )
