"""What all groups agree on: smoothed shares and their product over the groups, in exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from deliberation.matrix import Counts

LEAST_SEEN = 5
"""With fewer people of any group who have seen a statement, its product says more about who saw it than about it."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The product over the groups for agreeing, its twin for disagreeing, and over how many groups they were taken."""

    agree: Fraction
    disagree: Fraction
    groups: int
    least_seen: int

    @property
    def is_comparable(self) -> bool:
        """Whether enough people of every group have seen the statement to rank it by this."""
        return self.least_seen >= LEAST_SEEN

    @property
    def per_group(self) -> float:
        """The geometric mean of the groups' shares, which does not shrink with the number of groups."""
        return float(pow(float(self.agree), 1 / self.groups))

    @property
    def per_group_against(self) -> float:
        """The same for disagreeing."""
        return float(pow(float(self.disagree), 1 / self.groups))


def share(part: int, seen: int) -> Fraction:
    """A share, drawn towards a half as long as few have seen it: (part + 1) / (seen + 2)."""
    return Fraction(part + 1, seen + 2)


def group_informed(groups: Sequence[Counts]) -> Consensus:
    """What the groups' counts of one statement say of it together. There must be a group."""
    return Consensus(
        agree=prod((share(one.agree, one.seen) for one in groups), start=Fraction(1)),
        disagree=prod((share(one.disagree, one.seen) for one in groups), start=Fraction(1)),
        groups=len(groups),
        least_seen=min(one.seen for one in groups),
    )
