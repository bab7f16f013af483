"""What the voters of equal shares hold, and the price at which the supporters of a project can just pay for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

ROUGH = 2**48
"""Parts of a minor unit in which purses are kept where they are rounded down."""
Supporters: TypeAlias = Sequence[tuple[int, list[int]]]
"""The groups of voters that gave a project so many points, for each number of points."""


class TooCloseToCall(Exception):
    """Rounded purses cannot tell what exact ones can."""


@dataclass(frozen=True, slots=True)
class Price:
    """What the supporters pay for each point they gave, in parts of a minor unit; wrong by `doubt` at most."""

    paid: Fraction
    doubt: Fraction


@dataclass(slots=True)
class _Sides:
    """The supporters who can pay a project's price in full, and those who give all they hold, as last found."""

    rich: Supporters
    poor: list[int] = field(default_factory=list)


class Purses:
    """The purse of each group's voters as a whole number of parts of a minor unit.

    Exact, there are as many parts as it takes (`doubt` is nought). Rough, there are always `ROUGH`, prices are rounded
    down, and no purse is ever wrong by more than `doubt`: a question that this leaves open raises TooCloseToCall.
    """

    def __init__(
        self, share: Fraction, voters: Sequence[int], supporters: Mapping[str, Supporters], *, exact: bool
    ) -> None:
        self.exact = exact
        self.parts = share.denominator if exact else ROUGH
        self.doubt = 0 if exact else 1
        self._voters = voters
        self._supporters = supporters
        self._sides = {project: _Sides(rich) for project, rich in supporters.items()}
        self._held = [int(share * self.parts)] * len(voters)
        self._of_groups = [self._held[0] * many for many in voters] if voters else []

    def price(self, project: str, cost: int) -> Price | None:
        """Return the price at which a project's supporters pay `cost`; None if they cannot.

        At a price everybody pays price x points, or all she holds. Whoever cannot pay the price that the others would
        then have to pay gives all she holds, which raises it for the others, and so on until nobody is left who
        cannot. Within a run purses only become emptier and prices higher: who gave all once always will.
        """
        sides = self._sides[project]
        while True:
            owed = cost * self.parts - sum(map(self._of_groups.__getitem__, sides.poor))
            power = sum(points * sum(map(self._voters.__getitem__, groups)) for points, groups in sides.rich)
            if not power:
                if owed <= self._most_wrong(sides.poor):
                    raise TooCloseToCall
                return None
            if not self._moved(sides, owed, power):
                break
        found = Price(Fraction(owed, power), Fraction(self._most_wrong(sides.poor), power))
        if self.doubt:
            self._check_sides(found, project, sides)
        return found

    def pay(self, price: Price, project: str) -> None:
        """Let the supporters of a project pay for it."""
        each, held = int(price.paid), self._held
        if self.exact:
            finer, each = price.paid.denominator, price.paid.numerator
            self.parts *= finer
            held = self._held = [one * finer for one in held]
            self._of_groups = [one * finer for one in self._of_groups]
        for points, groups in self._supporters[project]:
            for group in groups:
                held[group] = max(0, held[group] - each * points)
                self._of_groups[group] = held[group] * self._voters[group]
        if not self.exact:
            self.doubt += (int(price.doubt) + 2) * max(points for points, _ in self._supporters[project])

    def _most_wrong(self, groups: Sequence[int]) -> int:
        """Return by how much the money of these groups together may be wrong."""
        return self.doubt * sum(map(self._voters.__getitem__, groups)) if self.doubt else 0

    def _moved(self, sides: _Sides, owed: int, power: int) -> bool:
        """Move those who hold less than owed / power x points to the poor; say whether there were any."""
        rich, broke, held = [], [], self._held
        for points, groups in sides.rich:
            short = (owed * points - 1) // power  # the most that is less than owed x points / power
            if min(map(held.__getitem__, groups)) > short:
                rich.append((points, groups))
                continue
            broke += [group for group in groups if held[group] <= short]
            left = [group for group in groups if held[group] > short]
            rich += [(points, left)] if left else []
        sides.rich = rich
        sides.poor = sides.poor + broke
        return bool(broke)

    def _check_sides(self, price: Price, project: str, sides: _Sides) -> None:
        """Raise TooCloseToCall if somebody holds so nearly her part that she may belong to the other side."""
        below, above = int(price.paid - price.doubt), int(price.paid + price.doubt) + 1
        held, poor = self._held, set(sides.poor)
        for points, groups in sides.rich:
            if min(map(held.__getitem__, groups)) <= above * points + self.doubt:
                raise TooCloseToCall
        for points, groups in self._supporters[project] if poor else ():
            if any(held[group] >= below * points - self.doubt for group in poor.intersection(groups)):
                raise TooCloseToCall
