"""What the voters of one run of equal shares still hold: exact by formula, and as floats with a proven bound.

Exact: a group that paid all it had holds 0 for ever; any other group holds the endowment less the prices of the
winners on its ballot. All prices share one denominator (`scale`), so exact sums are sums of whole numbers.

Floats: u = 2**-53. A purse is the rounded endowment less rounded prices, one after the other. The endowment's
rounding adds u*b0; the prices' roundings add at most u times what was paid, so u*b0 in all (a group that is not
empty never paid more than b0); each of the k subtractions adds at most u*b0(1+u). Hence |float - exact| <= (k+3)*u*b0.
"""

from fractions import Fraction
from math import lcm

import numpy as np

from ballots.rules.electorate import Electorate, Groups

ROUNDING = 2.0**-53
"""The relative error of one rounding to a float."""


class Purses:
    """The money of every group at one moment of one run; `pay` moves on to the next."""

    def __init__(self, electorate: Electorate, endowment: Fraction) -> None:
        self.electorate = electorate
        self.scale = endowment.denominator
        self.start = endowment.numerator
        self.prices: list[int] = []
        self.bought: list[int] = []
        self.floats = np.full(len(electorate.weights), float(endowment))
        self.empty = np.zeros(len(electorate.weights), dtype=np.bool_)
        self.endowment_float = float(endowment)

    @property
    def bound(self) -> float:
        """How far a float purse of a group that is not empty may be from its exact purse."""
        return (len(self.bought) + 4) * ROUNDING * self.endowment_float

    def holding(self, project: int) -> Groups:
        """Give the supporters that are not empty."""
        groups = self.electorate.supporters[project]
        return groups[~self.empty.take(groups)]

    def exact_sum(self, groups: Groups) -> int:
        """Give the money of all voters of these groups (none of them empty), times `scale`."""
        weights = self.electorate.weights[groups]
        total = self.start * int(weights.sum())
        if self.bought and len(groups):
            chosen = self.electorate.choosing(groups, self.bought)
            total -= sum(price * int(voters) for price, voters in zip(self.prices, chosen, strict=True))
        return total

    def exact_purse(self, group: int) -> int:
        """Give the money of one voter of a group that is not empty, times `scale`."""
        marks = self.electorate.marks[group]
        return self.start - sum(
            price for price, project in zip(self.prices, self.bought, strict=True) if marks[project]
        )

    def pay(self, project: int, price: Fraction, emptied: Groups) -> None:
        """Let every supporter pay the price, and those in `emptied` all they hold."""
        wider = lcm(self.scale, price.denominator)
        factor = wider // self.scale
        self.prices = [paid * factor for paid in self.prices]
        self.prices.append(price.numerator * (wider // price.denominator))
        self.start *= factor
        self.scale = wider
        self.bought.append(project)
        self.floats[self.holding(project)] -= float(price)
        self.empty[emptied] = True
        self.floats[emptied] = 0.0
