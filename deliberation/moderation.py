"""What may be decided on a message or in a room, how urgent a case is, and by when somebody must have looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from fractions import Fraction


class Verdict(StrEnum):
    """What was decided: on a message (the first five), on a person in a room, or on a room."""

    LEAVE = "leave"
    HOLD = "hold"
    HIDE = "hide"
    ESCALATE = "escalate"
    RESTORE = "restore"
    MUTE = "mute"
    SLOW_MODE = "slow_mode"
    PAUSE = "pause"
    FIRST_POSTS = "first_posts"


class Cause(StrEnum):
    """Why a message waits for a facilitator."""

    REPORTED = "reported"
    FIRST_POST = "first_post"
    SEEN = "seen"


class CaseState(StrEnum):
    """Where a case stands: waiting, passed on to officers, or decided."""

    OPEN = "open"
    ESCALATED = "escalated"
    SETTLED = "settled"


class Priority(IntEnum):
    """How soon a case is to be looked at."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


ON_MESSAGE = (Verdict.LEAVE, Verdict.HOLD, Verdict.HIDE, Verdict.ESCALATE)
ON_ROOM = (Verdict.SLOW_MODE, Verdict.PAUSE, Verdict.FIRST_POSTS)
SETTLING = frozenset({Verdict.LEAVE, Verdict.HIDE, Verdict.RESTORE})
AGAINST_AUTHOR = frozenset({Verdict.HOLD, Verdict.HIDE, Verdict.MUTE})
APPEALABLE = frozenset({Verdict.HIDE, Verdict.MUTE})

WHILE_LIVE = timedelta(hours=1)
OTHERWISE = timedelta(hours=24)
LIVELY = timedelta(minutes=15)
APPEAL_WITHIN = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=7)
MOST_REPORTS = 10
"""How many reports of one person may wait at a time: each that a facilitator has looked at makes room for another."""
MOST_WAITING = 3
"""How many messages of one person may wait for approval at a time."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """How the earlier reports of somebody ended: how many were decided, and how many of these were agreed with."""

    decided: int
    agreed: int

    @property
    def weight(self) -> Fraction:
        """How much a report of theirs weighs: a half for a newcomer, never nought and never one."""
        return Fraction(self.agreed + 1, self.decided + 2)


def due_at(opened_at: datetime, *, is_live: bool) -> datetime:
    """By when somebody must have looked."""
    return opened_at + (WHILE_LIVE if is_live else OTHERWISE)


def escalates_at(opened_at: datetime, due: datetime) -> datetime:
    """When officers hear of it: after as long again as there was until the reminder."""
    return due + (due - opened_at)


def priority(reporters: Iterable[Reporter], *, is_held: bool, is_overdue: bool, is_flagged: bool = False) -> Priority:
    """How soon a case is to be looked at: by the reports and what came of earlier ones of the same people."""
    weight = sum((one.weight for one in reporters), Fraction())
    if is_flagged or is_held or is_overdue or weight >= Fraction(3, 2):
        return Priority.HIGH
    return Priority.MEDIUM if weight >= Fraction(3, 4) else Priority.LOW


FEWEST = 10
"""No figure that is published rests on fewer."""


def publishable_total(total: int) -> int | None:
    """A total as it may be published; None for fewer than ten."""
    return None if 0 < total < FEWEST else total
