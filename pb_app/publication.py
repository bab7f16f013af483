"""What a poll publishes of its ballots, and what they tell of people (voting-and-audit 1.6 and 1.7). Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pb_app.refusals import Conflict, sentence

FEWEST_OPEN = 100
"""Ballots that an open poll needs."""
FEWEST_ROWS = 50
"""Ballots below which totals alone are advised, and demanded of a contest of one area."""
FEWEST_CELL = 10
"""People on whom anything published rests (settled.md 14)."""
FEWEST_ELECTORATE = 20
"""Below so many people who may vote, an outcome on which all agree tells of each."""
HALF = 50
TEN = 10


class Publication(StrEnum):
    """What is published of the ballots; each one less than the one before it."""

    OPEN = "open"
    PRIVATE = "private"
    TOTALS_ONLY = "totals_only"


_ORDER = tuple(Publication)


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """How many of the ballots in a contest no other ballot equals. `area` is the part of the place it belongs to."""

    title: str
    ballots: int
    unique: int
    area: str = ""

    @property
    def percent(self) -> int:
        """The share of unique ballots in whole hundredths, rounded down; nought of none."""
        return 100 * self.unique // self.ballots if self.ballots else 0

    @property
    def tens(self) -> int:
        """The same, rounded down to tens: what the log may say, since it rests on no few people."""
        return self.percent // TEN * TEN


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known before publication: people who may vote, ballots in the box, by channel, and in each contest."""

    electorate: int
    ballots: int
    channels: Mapping[str, int]
    contests: tuple[Uniqueness, ...]


def uniqueness(title: str, marks: Iterable[Hashable], area: str = "") -> Uniqueness:
    """The figures of a contest from what stands on its ballots, blank ones included."""
    same = Counter(marks)
    return Uniqueness(title, same.total(), sum(number == 1 for number in same.values()), area)


def narrowings(frozen: Publication) -> tuple[Publication, ...]:
    """What may be published where so much was frozen: that, or less."""
    return _ORDER[_ORDER.index(frozen) :]


def broken_rules(chosen: Publication, figures: Figures) -> list[Conflict]:
    """The sentences that stop a publication, none if it may go ahead."""
    told = []
    if chosen is Publication.OPEN and figures.ballots < FEWEST_OPEN:
        told.append(
            Conflict(
                sentence(
                    "Ballots with their codes are published only where there are at least %(least)d. Publish less."
                ),
                least=FEWEST_OPEN,
            )
        )
    if chosen is not Publication.TOTALS_ONLY:
        told += [
            Conflict(
                sentence("Fewer than %(least)d ballots were cast in %(area)s. Publish totals only."),
                least=FEWEST_ROWS,
                area=one.area,
            )
            for one in figures.contests
            if one.area and one.ballots < FEWEST_ROWS
        ]
    return told


def cautions(figures: Figures) -> list[Conflict]:
    """What to think about before anything is published."""
    told = []
    if figures.ballots < FEWEST_ROWS:
        told.append(
            Conflict(
                sentence("There are fewer than %(least)d ballots. We suggest that only totals are published."),
                least=FEWEST_ROWS,
            )
        )
    if any(one.percent >= HALF for one in figures.contests):
        told.append(
            Conflict(
                sentence("Half of the ballots or more are like no other. Who knows part of one may find the rest.")
            )
        )
    if figures.electorate < FEWEST_ELECTORATE:
        told.append(
            Conflict(
                sentence(
                    "Fewer than %(least)d people may vote. If all of them agree, the outcome itself tells of each."
                ),
                least=FEWEST_ELECTORATE,
            )
        )
    return told


def split(numbers: Mapping[str, int]) -> list[tuple[tuple[str, ...], int]]:
    """Numbers of people under names, small ones put together until every one is nought or at least ten; largest first.

    Nothing comes back where that leaves no split at all.
    """
    rising = sorted(((number, name) for name, number in numbers.items() if number), key=lambda one: (one[0], one[1]))
    parts: list[tuple[tuple[str, ...], int]] = []
    names: tuple[str, ...] = ()
    together = 0
    for number, name in rising:
        names, together = (*names, name), together + number
        if together >= FEWEST_CELL:
            parts.append((names, together))
            names, together = (), 0
    parts.reverse()
    return parts if len(parts) > 1 and not names else []
