"""What the voters of equal shares hold, and the price at which the supporters of a project can just pay for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from moothill_verify.counting.electorate import Electorate

ROUGH = 2**48
"""Parts of a minor unit in which purses are kept where they are rounded down."""


class TooCloseToCall(Exception):
    """Rounded purses cannot tell what exact ones can."""


@dataclass(frozen=True, slots=True)
class Price:
    """What the supporters pay for each point they gave: owed / power parts of a minor unit.

    What is owed is wrong by `wrong` parts at most.
    """

    owed: int
    power: int
    wrong: int


@dataclass(slots=True)
class _Even:
    """The supporters who gave a project equally many points: who can pay its price, and who gives all they hold.

    No rich one held less than `lowest` when the purses had fallen by `noted`, and no poor one holds more than
    `highest`. Who holds nothing any more stands on neither side.
    """

    points: int
    rich: list[int]
    poor: list[int] = field(default_factory=list)
    lowest: int = 0
    noted: int = 0
    highest: int = 0


@dataclass(slots=True)
class _Sides:
    """All supporters of a project; `power` is the points of the rich, and `poor` how many voters are not rich."""

    evens: list[_Even]
    power: int
    poor: int = 0


class Purses:
    """The purse of each group's voters as a whole number of parts of a minor unit.

    Exact, there are as many parts as it takes (`doubt` is nought). Rough, there are always `ROUGH`, prices are rounded
    down, and no purse is ever wrong by more than `doubt`: a question that this leaves open raises TooCloseToCall.
    """

    def __init__(self, share: Fraction, electorate: Electorate, *, exact: bool) -> None:
        voters = electorate.voters
        self.exact = exact
        self.parts = share.denominator if exact else ROUGH
        self.doubt = 0 if exact else 1
        self._voters = voters
        self._held = [int(share * self.parts)] * len(voters)
        self._of_groups = [self._held[0] * many for many in voters] if voters else []
        self._fallen = 0
        """By how much a purse may have fallen from the beginning, at most (rough purses only)."""
        lowest = self._held[0] if voters and not exact else 0
        self._sides = {
            project: _Sides(
                [_Even(points, groups, lowest=lowest) for points, groups in by_points], electorate.scores[project]
            )
            for project, by_points in electorate.supporters.items()
        }

    def price(self, project: str, cost: int) -> Price | None:
        """Return the price at which a project's supporters pay `cost`; None if they cannot.

        At a price everybody pays price x points, or all she holds. Whoever cannot pay the price that the others would
        then have to pay gives all she holds, which raises it for the others, and so on until nobody is left who
        cannot. Within a run purses only become emptier and prices higher: who gave all once always will.
        """
        sides = self._sides[project]
        owed, before = cost * self.parts - sum(map(self._given, sides.evens)), 0
        while sides.power not in {0, before}:
            before = sides.power
            for even in sides.evens:
                owed -= self._moved(sides, even, owed)
        wrong = self.doubt * sides.poor
        if not sides.power:
            if owed <= wrong:
                raise TooCloseToCall
            return None
        found = Price(owed, sides.power, wrong)
        if self.doubt:
            self._check_sides(found, sides)
        return found

    def pay(self, price: Price, project: str) -> None:
        """Let the supporters of a project pay the price that was found for it last."""
        each, held, of_groups, voters = price.owed // price.power, self._held, self._of_groups, self._voters
        if self.exact:
            shared = gcd(price.owed, price.power)
            finer, each = price.power // shared, price.owed // shared
            self.parts *= finer
            held = self._held = [one * finer for one in held]
            of_groups = self._of_groups = [one * finer for one in of_groups]
        evens = self._sides[project].evens
        for even in evens:
            due = each * even.points
            for group in even.rich:
                held[group] -= due
                of_groups[group] = held[group] * voters[group]
            for group in even.poor:
                held[group] = of_groups[group] = 0
        if not self.exact:
            most = max(even.points for even in evens)
            self._fallen += each * most
            self.doubt += (price.wrong // price.power + 2) * most

    def _many(self, groups: Sequence[int]) -> int:
        return sum(map(self._voters.__getitem__, groups))

    def _given(self, even: _Even) -> int:
        """Return what the poor hold together, and forget those of them who hold nothing."""
        money = list(map(self._of_groups.__getitem__, even.poor))
        if not all(money):
            even.poor = [group for group, left in zip(even.poor, money, strict=True) if left]
        return sum(money)

    def _moved(self, sides: _Sides, even: _Even, owed: int) -> int:
        """Move those who hold less than owed / power x points to the poor; return what they hold together."""
        if not even.rich:
            return 0
        short = (owed * even.points - 1) // sides.power  # the most that is less
        if even.lowest - (self._fallen - even.noted) > short:
            return 0
        given, money = 0, list(map(self._held.__getitem__, even.rich))
        lowest = min(money)
        if lowest <= short:
            broke = [group for group, held in zip(even.rich, money, strict=True) if held <= short]
            even.rich = [group for group, held in zip(even.rich, money, strict=True) if held > short]
            even.poor = even.poor + broke
            even.highest = max(even.highest, short)
            given, many = sum(map(self._of_groups.__getitem__, broke)), self._many(broke)
            sides.power -= even.points * many
            sides.poor += many
            lowest = short + 1
        even.lowest, even.noted = 0 if self.exact else lowest, self._fallen
        return given

    def _check_sides(self, price: Price, sides: _Sides) -> None:
        """Raise TooCloseToCall if somebody holds so nearly her part that she may belong to the other side."""
        below, above = (price.owed - price.wrong) // price.power, (price.owed + price.wrong) // price.power + 1
        held = self._held.__getitem__
        for even in sides.evens:
            least, most = above * even.points + self.doubt, below * even.points - self.doubt
            if even.rich and even.lowest - (self._fallen - even.noted) <= least:
                even.lowest, even.noted = min(map(held, even.rich)), self._fallen
                if even.lowest <= least:
                    raise TooCloseToCall
            if even.poor and even.highest >= most:
                even.highest = max(map(held, even.poor))
                if even.highest >= most:
                    raise TooCloseToCall
