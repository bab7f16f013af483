"""What of a room's opinions may be published: nothing that rests on fewer than ten people, nor lets it be worked out.

Pure. Parts of a sum that everybody knows are told as they may be; figures of groups only where no cell is small,
otherwise in words that rest on ten people or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ballots.fairness import FEWEST
from ballots.wording.few import Veiled, is_few, veiled
from deliberation.consensus import Consensus, share
from deliberation.groups import Groups, groups
from deliberation.matrix import Counts, Matrix
from deliberation.quality import controversy
from deliberation.representative import representative
from deliberation.wall import apportioned, in_order

LEAST = FEWEST
"""People behind anything that is shown: who has seen a statement, who is in a group."""
PEOPLE_A_DOT = 10
MOST_SHOWN = 5
CLEARLY = Fraction(3, 5)


class Leaning(StrEnum):
    """What a group makes of a statement, in a word."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    DIVIDED = "divided"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class InGroup:
    """What a group makes of a statement; exact counts only where none of any group is small."""

    leaning: Leaning
    counts: Counts | None


@dataclass(frozen=True, slots=True)
class StatementFigures:
    """A statement's figures: agree, pass, disagree as they may be told (None: too few), and each group's."""

    number: int
    parts: tuple[Veiled, ...] | None
    groups: tuple[InGroup, ...]

    @property
    def is_told(self) -> bool:
        """Whether enough people have seen it."""
        return self.parts is not None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """A group on the map: its size, the middle of it from 0 to 1 each way, its own statements."""

    people: int
    x: float
    y: float
    own: tuple[int, ...]

    def dots(self) -> int:
        """How many dots it is drawn with: one for ten people."""
        return self.people // PEOPLE_A_DOT


@dataclass(frozen=True, slots=True)
class OpinionFigures:
    """All that is shown: how many took part, each statement, what is agreed and what divides, and groups if any."""

    people: int
    statements: tuple[StatementFigures, ...]
    agreed: tuple[int, ...]
    dividing: tuple[int, ...]
    groups: tuple[GroupFigures, ...]

    def of(self, number: int) -> StatementFigures:
        """The figures of one statement."""
        return next(one for one in self.statements if one.number == number)

    def wall(self, number: int) -> list[list[Leaning]]:
        """The dots of each group in the colours of a statement: in proportion, and nobody's in particular."""
        by_group = zip(self.groups, self.of(number).groups, strict=True)
        return [_dots(number, at, group, one) for at, (group, one) in enumerate(by_group)]


def figures(matrix: Matrix, number_of_groups: int | None) -> OpinionFigures:
    """What may be shown of these opinions, with so many groups; None: no groups have been found."""
    counts = matrix.counts()
    found = groups(matrix, number_of_groups, LEAST) if number_of_groups else None
    by_group = found.counts(matrix) if found else []
    told = [
        StatementFigures(int(str(number)), _parts(counts[at]), _in_groups([one[at] for one in by_group], counts[at]))
        for at, number in enumerate(matrix.statements)
    ]
    return OpinionFigures(
        people=len(matrix.people),
        statements=tuple(told),
        agreed=_agreed(told, counts, found.consensus(matrix) if found else None),
        dividing=_dividing(told, counts),
        groups=_groups(found, by_group, told) if found else (),
    )


def _parts(counts: Counts) -> tuple[Veiled, ...] | None:
    return None if counts.seen < LEAST else veiled((counts.agree, counts.passed, counts.disagree))


def _in_groups(by_group: Sequence[Counts], everybody: Counts) -> tuple[InGroup, ...]:
    inside = sum(by_group, Counts(0, 0, 0))
    outside = Counts(everybody.seen - inside.seen, everybody.agree - inside.agree, everybody.disagree - inside.disagree)
    cells = [cell for one in (*by_group, outside) for cell in (one.agree, one.passed, one.disagree)]
    is_exact = not any(is_few(cell) for cell in cells)
    return tuple(InGroup(_leaning(one), one if is_exact else None) for one in by_group)


def _leaning(counts: Counts) -> Leaning:
    if counts.seen < LEAST:
        return Leaning.UNKNOWN
    if share(counts.agree, counts.seen) >= CLEARLY:
        return Leaning.AGREES
    return Leaning.DISAGREES if share(counts.disagree, counts.seen) >= CLEARLY else Leaning.DIVIDED


def _agreed(
    told: Sequence[StatementFigures], counts: Sequence[Counts], shared: Sequence[Consensus] | None
) -> tuple[int, ...]:
    """Most agreed first: by what all groups say together, or by the share alone where there are no groups."""
    ranks = {
        one.number: shared[at].per_group if shared else float(share(counts[at].agree, counts[at].seen))
        for at, one in enumerate(told)
        if counts[at].agree >= LEAST and (shared is None or shared[at].is_comparable)
    }
    most = sorted((number for number, rank in ranks.items() if rank > CLEARLY), key=lambda one: (-ranks[one], one))
    return tuple(most[:MOST_SHOWN])


def _dividing(told: Sequence[StatementFigures], counts: Sequence[Counts]) -> tuple[int, ...]:
    """Most evenly divided first, where ten people or more stand on each side."""
    found = {
        one.number: controversy(counts[at])
        for at, one in enumerate(told)
        if min(counts[at].agree, counts[at].disagree) >= LEAST
    }
    most = sorted((one for one in found if found[one] >= Fraction(1, 2)), key=lambda one: (-found[one], one))
    return tuple(most[:MOST_SHOWN])


def _groups(found: Groups, by_group: list[list[Counts]], told: Sequence[StatementFigures]) -> tuple[GroupFigures, ...]:
    ends = [(min(axis), max(axis)) for axis in zip(*found.centres, strict=True)]
    return tuple(
        GroupFigures(
            people=found.sizes[at],
            x=_between(found.centres[at][0], *ends[0]),
            y=_between(found.centres[at][1], *ends[1]),
            own=_own(at, by_group, told),
        )
        for at in range(len(by_group))
    )


def _between(at: float, low: float, high: float) -> float:
    return (at - low) / (high - low) if high > low else 0.5


def _own(at: int, by_group: list[list[Counts]], told: Sequence[StatementFigures]) -> tuple[int, ...]:
    others = [one for other, one in enumerate(by_group) if other != at]
    rest = [sum(column, Counts(0, 0, 0)) for column in zip(*others, strict=True)]
    found = representative(by_group[at], rest)
    return tuple(
        told[one.statement].number for one in found if told[one.statement].groups[at].leaning is not Leaning.UNKNOWN
    )


def _dots(number: int, at: int, group: GroupFigures, one: InGroup) -> list[Leaning]:
    """Exact counts colour dots in proportion; where they are not told every dot has the colour of the word."""
    if one.counts is None:
        return [one.leaning] * group.dots()
    sides = apportioned((one.counts.agree, one.counts.passed, one.counts.disagree), group.dots())
    colours = [
        side
        for side, dots in zip((Leaning.AGREES, Leaning.DIVIDED, Leaning.DISAGREES), sides, strict=True)
        for _ in range(dots)
    ]
    order = in_order(number, [f"{at}-{dot}" for dot in range(len(colours))])
    return [colours[int(str(dot).split("-")[1])] for dot in order]
