"""The money of a project's supporters in figures that can be read: whole units, and what belongs together adds up."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ballots.explain import Explanation
from ballots.outcome import SpentOn

MOST_ROWS = 8
LARGE = 1_000
CLOSE = 75


@dataclass(frozen=True, slots=True)
class Spent:
    """What a project's supporters paid for another, in minor units, rounded down; `shared` of them chose both."""

    ref: str
    shared: int
    paid: int


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a project's supporters when it could no longer be paid, in minor units.

    `votes` chose it; `short` is the cost less `left`. Beside the largest there were `smaller` further projects that
    took `smaller_paid`.
    """

    votes: int
    start: int
    left: int
    spent: int
    short: int
    is_close: bool
    largest: tuple[Spent, ...]
    smaller: int
    smaller_paid: int


def money_of(reason: Explanation, unit: int) -> Money | None:
    """Give the figures of a project that was not funded; None where its supporters' shares did not decide."""
    if reason.share is None or reason.money_left is None:
        return None
    coarse = unit if reason.cost >= LARGE * unit else 1
    left, start = _down(reason.money_left, coarse), _down(reason.money_at_start or reason.money_left, coarse)
    largest, rest = _by_size(reason.spent_on, coarse)
    return Money(
        votes=reason.votes,
        start=start,
        left=left,
        spent=start - left,
        short=reason.cost - left,
        is_close=(reason.percent or 0) >= CLOSE,
        largest=largest,
        smaller=len(rest),
        smaller_paid=start - left - sum(one.paid for one in largest) if rest else 0,
    )


def _by_size(spent_on: Sequence[SpentOn], coarse: int) -> tuple[tuple[Spent, ...], list[SpentOn]]:
    """Give the projects that took most, largest first, and the rest where there are too many to name."""
    paid = sorted((one for one in spent_on if one.paid), key=lambda one: (-one.paid, one.round))
    named = paid if len(paid) <= MOST_ROWS else paid[: MOST_ROWS - 1]
    told = tuple(Spent(one.project, one.shared_supporters, _down(one.paid, coarse)) for one in named)
    return told, paid[len(named) :]


def _down(amount: Fraction, coarse: int) -> int:
    return int(amount // coarse) * coarse
