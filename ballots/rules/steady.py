"""For how many further steps the same projects are certainly bought in the same order, so that Add1 may jump over them.

While the same supporters of each winner pay all they hold (are poor), every price and purse is a straight line in the
extra money t. Purses grow at least as fast as t and prices never rise (each price's slope is minus the poor's growth,
shared by the others), so those who are not poor stay so, and a poor group stays poor until its purse meets the price.
A rival's price level is convex in t (the sum of min(purse, r) is jointly concave), so its tangent bounds it from
below: a rival stays behind while the winner's line stays below that tangent. A project that cannot be paid stays
out while its supporters' money, again a line, stays below its cost. The first t at which one of these can fail is
the limit. Lines are exact fractions, except that the poor are bounded by floats, on the safe side.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from ballots.poll import MOST_MONEY
from ballots.rules.electorate import Electorate, Groups
from ballots.rules.levels import affordable, estimate, exact_level
from ballots.rules.purses import ROUNDING, Purses
from ballots.rules.shares import Purchase, Run


class Slopes(Purses):
    """How fast each purse grows with the extra money: 1 less the slopes of the prices it paid, none of them above 0."""

    def __init__(self, electorate: Electorate) -> None:
        super().__init__(electorate, Fraction(1))
        self.moved = 1.0

    @property
    def bound(self) -> float:
        """How far a float slope may be from the exact one."""
        return (len(self.bought) + 4) * 2 * ROUNDING * self.moved

    def pay(self, project: int, price: Fraction, emptied: Groups) -> None:
        """Take the slope of a price off the purses that pay it."""
        super().pay(project, price, emptied)
        self.moved += abs(float(price))


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The purses before one round of a run, how they grow, and the projects still in it."""

    purses: Purses
    slopes: Slopes
    standing: set[int]


def steady_until(electorate: Electorate, run: Run, increment: int) -> int:
    """Give how many more increments (minor units) certainly leave the list of winners as it is; 0 if not even one."""
    now = Moment(Purses(electorate, run.endowment), Slopes(electorate), set(range(len(electorate.ids))))
    limit = Fraction(sum(electorate.costs))
    for purchase in run.purchases:
        limit = min(limit, _stays_out(now))
        if limit <= 0 or not _payers(now, purchase.project, purchase.emptied):
            return 0
        slope = _price_slope(now, purchase.project, purchase.emptied)
        now.standing.discard(purchase.project)
        limit = min(limit, _stays_first(now, purchase, slope), _stay_poor(now, purchase, slope))
        now.purses.pay(purchase.project, purchase.price, purchase.emptied)
        now.slopes.pay(purchase.project, slope, purchase.emptied)
    limit = min(limit, _stays_out(now))
    return max(0, ceil(limit / increment) - 1)


def _payers(now: Moment, project: int, poor: Groups) -> int:
    """Give how many supporters pay the price in full, while `poor` pay all they hold."""
    weights = now.purses.electorate.weights
    return int(weights[now.purses.holding(project)].sum()) - int(weights[poor].sum())


def _price_slope(now: Moment, project: int, poor: Groups) -> Fraction:
    """Give the slope of a project's price while `poor` pay all they hold and somebody else pays too."""
    return Fraction(-now.slopes.exact_sum(poor), _payers(now, project, poor) * now.slopes.scale)


def _stays_out(now: Moment) -> Fraction:
    """Give the t up to which projects that cannot be paid now still cannot, and take them out."""
    electorate = now.purses.electorate
    limit = Fraction(sum(electorate.costs))
    for project in sorted(now.standing):
        if affordable(now.purses, project):
            continue
        now.standing.discard(project)
        holding = now.purses.holding(project)
        short = electorate.costs[project] - Fraction(now.purses.exact_sum(holding), now.purses.scale)
        growth = Fraction(now.slopes.exact_sum(holding), now.slopes.scale)
        limit = min(limit, short / growth) if growth else limit
    return limit


def _stays_first(now: Moment, purchase: Purchase, slope: Fraction) -> Fraction:
    """Give the t up to which no rival can catch up with the winner of this round."""
    costs = now.purses.electorate.costs
    limit = Fraction(sum(costs))
    near = {rival: found for rival in now.standing if (found := estimate(now.purses, rival))}
    for rival, found in near.items():
        level = exact_level(now.purses, rival, found)
        lead = level.price * costs[purchase.project] - purchase.price * costs[rival]
        gain = _price_slope(now, rival, level.poor) * costs[purchase.project] - slope * costs[rival]
        if gain < 0:
            limit = min(limit, lead / -gain)
    return limit


def _stay_poor(now: Moment, purchase: Purchase, slope: Fraction) -> Fraction:
    """Give a t up to which those who now pay the winner all they hold certainly still do; 0 if one is just at it."""
    poor = purchase.emptied
    level, level_slope = float(purchase.price), float(slope)
    margin = level - now.purses.floats[poor] - now.purses.bound - 4 * ROUNDING * level
    closing = now.slopes.floats[poor] - level_slope + now.slopes.bound - 4 * ROUNDING * level_slope
    return Fraction(max(0.0, float(np.min(margin / closing, initial=MOST_MONEY))) * (1 - 2.0**-40))
