"""What checking says: one line for each check, and how it all ended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from moothill_verify.faults import Fault, Malformed


class Mark(StrEnum):
    """How a check ended."""

    GOOD = "good"
    NOTE = "note"
    """Nothing is wrong, and the reader should know."""
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    UNWITNESSED = "unwitnessed"


class Exit(IntEnum):
    """With what the program ends."""

    FITS = 0
    DOES_NOT_FIT = 1
    MALFORMED = 2
    NO_QUORUM = 3


class Part(StrEnum):
    """What a check looks at."""

    FILES = "files"
    LOG = "log"
    WITNESSES = "witnesses"
    POLL = "poll"
    BOX = "box"
    COUNT = "count"
    DECISION = "decision"
    LEDGER = "ledger"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report; `str()` says it in English."""

    part: Part
    mark: Mark
    template: str
    figures: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.figures if self.figures else self.template

    @classmethod
    def of(cls, fault: Fault, part: Part) -> "Line":
        """Return the line that says what a fault says."""
        mark = Mark.UNREADABLE if isinstance(fault, Malformed) else Mark.WRONG
        return cls(part, mark, fault.template, fault.figures)


def ending(lines: Iterable[Line]) -> Exit:
    """Return with what the program ends: what cannot be read first, then what does not fit, then the quorum."""
    marks = {line.mark for line in lines}
    if Mark.UNREADABLE in marks:
        return Exit.MALFORMED
    if Mark.WRONG in marks:
        return Exit.DOES_NOT_FIT
    return Exit.NO_QUORUM if Mark.UNWITNESSED in marks else Exit.FITS
