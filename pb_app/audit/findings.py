"""What checking the log can find, and one entry of the log as it is read for checking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Self

from pb_app.audit.canonical import Value, decode
from pb_app.refusals import Invalid, Refusal, sentence

ENTRY_VERSION = 1
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_NEEDED = frozenset({"v", "t", "at", "d"})
_ALLOWED = _NEEDED | {"poll", "actor", "p"}


class Check(StrEnum):
    """What was checked when something did not fit."""

    INDEX = "index"
    CANONICAL = "canonical"
    SHAPE = "shape"
    LEAF = "leaf"
    TIME = "time"
    ORDER = "order"
    MARKS = "marks"
    LINKS = "links"
    KEYS = "keys"
    SIGNATURE = "signature"
    CHECKPOINT = "checkpoint"
    ROOT = "root"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not fit, at entry `index` at the earliest; `str()` says it in English."""

    index: int
    check: Check
    template: str
    figures: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template

    @classmethod
    def of(cls, refusal: Refusal, index: int, check: Check) -> Self:
        """Return the finding that says what the refusal says."""
        return cls(index, check, refusal.template, refusal.figures)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """An entry of the log: its place, what happened when, in which poll, its public facts, and what it commits to."""

    index: int
    event: str
    at: datetime
    poll: str | None
    facts: Mapping[str, Value]
    commitment: str | None = None


def read_entry(index: int, body: bytes) -> ReadEntry:
    """Return the entry whose canonical bytes `body` is; refuse other bytes (`NotCanonical`) and shapes (`Invalid`)."""
    value = decode(body)
    if not isinstance(value, dict) or not _NEEDED <= value.keys() <= _ALLOWED or value["v"] != ENTRY_VERSION:
        raise Invalid(sentence("This is not an entry of version %(version)d of the log."), version=ENTRY_VERSION)
    facts = value["d"]
    words = [value[name] for name in sorted(value.keys() - {"v", "d"})]
    if not isinstance(facts, dict) or not all(isinstance(word, str) for word in words):
        raise Invalid(sentence("A part of this entry is not of the kind that it should be."))
    poll, commitment = (None if value.get(name) is None else str(value[name]) for name in ("poll", "p"))
    return ReadEntry(index, str(value["t"]), read_moment(str(value["at"])), poll, facts, commitment)


def read_moment(text: str) -> datetime:
    """Return the moment (UTC) that `YYYY-MM-DDTHH:MM:SSZ` stands for; refuse any other form."""
    try:
        moment = datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
    except ValueError as error:
        raise Invalid(sentence("%(at)s is not a moment in the form of the log."), at=text) from error
    if moment.strftime(_MOMENT) != text:
        raise Invalid(sentence("%(at)s is not a moment in the form of the log."), at=text)
    return moment
