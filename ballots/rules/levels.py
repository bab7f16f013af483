"""The price level of a project: the least rho at which its supporters, paying min(purse, rho) each, cover the cost.

Counting by floats first (`estimate`) and, where floats cannot tell, by whole numbers (`exact_level`).

The bound of `estimate`. Let G(r) = sum of min(purse, r) - cost over the supporters (concave, rising). For the level r
found in floats |G(r)| <= gap = V*bound + (3s+8)*u*(money+cost): V voters whose purses are off by at most `bound`, and
sums over s groups. Let R be the voters whose float purse reaches r. With e = 3*gap/R, if voters holding more than
r+e+bound still number at least R/2, then G rises by at least e*R/2 > gap on either side of r, so |r - rho| <= e.
Where they do not, nothing is claimed, and the level is found exactly.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ballots.rules.electorate import Flags, Floats, Groups
from ballots.rules.purses import ROUNDING, Purses

MOST_ROUNDS = 64
"""Float rounds of raising the level before the exact way is taken."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bounds on effective votes (cost / rho), and the float level with its bound (None: not bounded)."""

    low: float
    high: float
    level: float
    error: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """An exact price level (minor units), with the groups that hold less (`poor`) or just that much (`even`)."""

    price: Fraction
    poor: Groups
    even: Groups


def affordable(purses: Purses, project: int) -> bool:
    """Say exactly whether the supporters' money covers the cost."""
    electorate = purses.electorate
    groups, cost = electorate.supporters[project], electorate.costs[project]
    money = float(purses.floats.take(groups) @ electorate.support[project])
    slack = _money_error(purses, project, money)
    if abs(money - cost) > slack:
        return money > cost
    return purses.exact_sum(purses.holding(project)) >= cost * purses.scale


def estimate(purses: Purses, project: int) -> Estimate | None:
    """Bound the effective votes of a project; None where its supporters can no longer pay for it (this is exact)."""
    electorate = purses.electorate
    cost, weights = electorate.costs[project], electorate.support[project]
    held = purses.floats.take(electorate.supporters[project])
    money = float(held @ weights)
    gap = _money_error(purses, project, money)
    if money < cost - gap or (money <= cost + gap and not affordable(purses, project)):
        return None
    level, payers = _float_level(held, money, weights, cost, electorate.votes[project])
    if payers <= 0:
        return _exact_estimate(purses, project)
    error = 3 * gap / payers + 16 * ROUNDING * level
    beyond = float((held >= level + error + purses.bound) @ weights)
    if 2 * beyond < payers or level <= 2 * error:
        return _exact_estimate(purses, project)
    spread = 1 + 8 * ROUNDING
    return Estimate(cost / (level + error) / spread, cost / (level - error) * spread, level, error)


def exact_level(purses: Purses, project: int, near: Estimate) -> Level:
    """Give the exact level of an affordable project, starting from an estimate.

    Every set of poor voters gives a level; the right one is the highest of them (F is a minimum over such
    sets). Correcting all wrongly placed groups at once raises the level strictly, so the loop ends.
    """
    groups = purses.holding(project)
    weights = purses.electorate.weights[groups]
    poor, unsure = _placed(purses, groups, near)
    due = purses.electorate.costs[project] * purses.scale
    purse_of: dict[int, int] = {}
    while True:
        rich_voters = int(weights[~poor].sum())
        need = due - purses.exact_sum(groups[poor])
        even = np.zeros(len(groups), dtype=np.bool_)
        moved = False
        for place in unsure:
            if place not in purse_of:
                purse_of[place] = purses.exact_purse(int(groups[place]))
            held = purse_of[place] * rich_voters
            even[place] = held == need
            moved |= bool(poor[place]) != (held < need)
            poor[place] = held < need
        if not moved:
            return Level(Fraction(need, rich_voters * purses.scale), groups[poor], groups[even])


def _money_error(purses: Purses, project: int, money: float) -> float:
    electorate = purses.electorate
    rounding = (3 * len(electorate.supporters[project]) + 8) * ROUNDING
    return electorate.votes[project] * purses.bound + rounding * (abs(money) + electorate.costs[project])


def _float_level(held: Floats, money: float, weights: Floats, cost: int, votes: int) -> tuple[float, float]:
    """Raise the level until nobody else becomes poor; give it with the voters who can pay it (0: none found)."""
    level, payers, poor_before = cost / votes, float(votes), 0
    for _ in range(MOST_ROUNDS):
        rich = held >= level
        poor = len(held) - int(np.count_nonzero(rich))
        if poor == poor_before:
            return level, payers
        rich_weights = weights * rich
        payers = float(rich_weights.sum())
        if payers == 0:
            return level, 0.0
        level = (cost - (money - float(rich_weights @ held))) / payers
        poor_before = poor
    return level, 0.0


def _exact_estimate(purses: Purses, project: int) -> Estimate:
    """Bound effective votes by the exact level itself."""
    found = exact_level(purses, project, Estimate(0.0, 0.0, 0.0, None))
    level = float(found.price)
    votes = purses.electorate.costs[project] / level
    spread = 1 + 8 * ROUNDING
    return Estimate(votes / spread, votes * spread, level, 4 * ROUNDING * level)


def _placed(purses: Purses, groups: Groups, near: Estimate) -> tuple[Flags, list[int]]:
    """Place groups below the estimated level or not, and list those that floats cannot place."""
    held = purses.floats.take(groups)
    if near.error is None:
        return np.zeros(len(groups), dtype=np.bool_), list(range(len(groups)))
    slack = (near.error + purses.bound) * 2 + 16 * ROUNDING * near.level
    unsure = np.flatnonzero(np.abs(held - near.level) <= slack)
    return held < near.level, [int(place) for place in unsure]
