"""What the voters of one run of equal shares still hold: as floats with a proven bound, and exactly by formula.

u = 2**-53 below. A voter starts with `factor` shares and pays a winner min(purse, price x points).

Floats (`Purses`). Every purse that is not empty is within `bound` of the exact one; empty purses are 0 in both. The
start has two roundings: 2u x the largest purse. Paying a price known to within e adds e x points and two roundings of
at most u x the largest purse each. A price is charged only where it is certain who pays all (`levels.certain`).

Exact (`ExactPurses`). A group that paid all it had holds 0 for ever; any other holds its start less price x points of
each winner it supports. All prices share one denominator (`scale`), so exact sums are sums of whole numbers. Prices
are then correctly rounded fractions, and what a group paid never exceeds its start: |float - exact| <= (2k+6) u start.
"""

from fractions import Fraction
from math import lcm

import numpy as np

from ballots.rules.electorate import Electorate, Flags, Floats, Groups

ROUNDING = 2.0**-53
"""The relative error of one rounding to a float."""
UPWARDS = 1 + 2.0**-40
"""Covers the roundings made while a bound itself is worked out."""


class Unsure(Exception):
    """Floats cannot tell; the exact way has to."""


class Purses:
    """The money of every group at one moment of one run, as floats; `charge` moves on to the next."""

    def __init__(self, electorate: Electorate, endowment: Fraction) -> None:
        self.electorate = electorate
        self.endowment = endowment
        self.floats: Floats = np.multiply(electorate.factors, float(endowment), dtype=np.float64)
        self.largest = float(self.floats.max(initial=0.0))
        self.bound = 2 * ROUNDING * self.largest * UPWARDS

    def held_by(self, project: int) -> Floats:
        """Give the purses of the supporters of a project, in the order of its groups."""
        return self.floats[self.electorate.backing[project].groups]

    def covers(self, project: int) -> bool:
        """Say whether the supporters' money covers the cost. Raises Unsure: this is asked where floats cannot tell."""
        raise Unsure(project)

    def charge(self, project: int, rich: Flags, price: float, error: float) -> None:
        """Let the flagged supporters pay a price that is within `error` of the exact one, the others all they hold."""
        backing = self.electorate.backing[project]
        self._take(project, rich, price)
        self.bound = (self.bound + error * backing.most_points + 2 * ROUNDING * self.largest) * UPWARDS

    def _take(self, project: int, rich: Flags, price: float) -> None:
        backing = self.electorate.backing[project]
        held = self.held_by(project)
        held -= price if backing.points_float is None else price * backing.points_float
        held *= rich
        self.floats[backing.groups] = held


class ExactPurses(Purses):
    """The same with exact prices, from which every purse and every sum of purses follows."""

    def __init__(self, electorate: Electorate, endowment: Fraction) -> None:
        super().__init__(electorate, endowment)
        self.scale = endowment.denominator
        self.start = endowment.numerator
        self.prices: list[int] = []
        self.bought: list[int] = []
        self.empty = np.zeros(len(electorate.weights), dtype=np.bool_)

    def holding(self, project: int) -> Groups:
        """Give the supporters that are not empty."""
        groups = self.electorate.backing[project].groups
        return groups[~self.empty.take(groups)]

    def covers(self, project: int) -> bool:
        """Say exactly whether the supporters' money covers the cost."""
        return self.exact_sum(self.holding(project)) >= self.electorate.costs[project] * self.scale

    def exact_sum(self, groups: Groups) -> int:
        """Give the money of all voters of these groups (none of them empty), times `scale`."""
        electorate = self.electorate
        total = self.start * int(electorate.weights[groups] @ electorate.factors[groups])
        if self.bought and len(groups):
            given = electorate.given(groups)
            total -= sum(price * int(given[project]) for price, project in zip(self.prices, self.bought, strict=True))
        return total

    def exact_purse(self, group: int) -> int:
        """Give the money of one voter of a group that is not empty, times `scale`."""
        return self.exact_sum(np.array([group], dtype=np.int64)) // int(self.electorate.weights[group])

    def pay(self, project: int, price: Fraction, emptied: Groups) -> None:
        """Let every supporter pay the price for each point, and those in `emptied` all they hold."""
        wider = lcm(self.scale, price.denominator)
        factor = wider // self.scale
        self.prices = [paid * factor for paid in self.prices]
        self.prices.append(price.numerator * (wider // price.denominator))
        self.start *= factor
        self.scale = wider
        self.bought.append(project)
        self.empty[emptied] = True
        self._take(project, ~self.empty.take(self.electorate.backing[project].groups), float(price))
        self.bound = (2 * len(self.bought) + 6) * ROUNDING * self.largest * UPWARDS
