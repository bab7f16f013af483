"""The price level of a project: the least rho at which its supporters, paying min(purse, rho x points), cover the cost.

By floats first (`offered`, `ceiling`, `certain`) and, where floats cannot tell, by whole numbers (`exact_level`).

The bounds. Let G(r) = sum of min(purse, r x points) - cost over all supporters: concave and rising, G(rho) = 0.
*From below.* For any set of supporters called rich, cost = sum of min(purse, rho x points) <= money of the others +
rho x (points of the rich), so (cost - money of the others) / (points of the rich) <= rho. In floats the money is off by
at most `gap` = voters x bound + (3s+8) u (money + cost), for s groups, so rho >= level - gap / points of the rich.
*From above.* If G in floats is at least `gap` at some r, then rho <= r.
*Certain.* Where no purse lies within error x points + bound of level x points, it is certain who is poor; rho is then
the level but for the errors of the money of the poor that are not empty: error = gap of these / points of the rich.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ballots.rules.electorate import Backing, Flags, Floats, Groups
from ballots.rules.purses import ROUNDING, UPWARDS, ExactPurses, Purses, Unsure

MOST_ROUNDS = 64
"""Float rounds of raising the level before the exact way is taken."""
BLOCK = 8192
"""Products are summed in blocks of so many: longer ones numpy shares out to threads, which costs more than it saves."""


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """A project that its supporters can pay: the float level, who is rich at it, and by how much rho may be below.

    `high` is an upper bound on the priority (worth / rho). `held` are the supporters' purses.
    """

    project: int
    held: Floats
    rich: Flags
    payers: float
    money: float
    level: float
    error: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """An exact price level (minor units a point) and the groups that hold less (`poor`) or just that much (`even`)."""

    price: Fraction
    poor: Groups
    even: Groups


def offered(purses: Purses, project: int, start: float) -> Offer | None:
    """Bound the priority of a project from above; None where its supporters cannot pay for it (this is certain).

    `start` is a guess of the level. Raises Unsure where floats cannot tell.
    """
    electorate = purses.electorate
    backing, cost = electorate.backing[project], electorate.costs[project]
    held = purses.held_by(project)
    wealth = held * backing.voters
    money = float(wealth.sum())
    gap = _gap(purses, backing, money, cost, backing.total_voters)
    if money < cost - gap or (money <= cost + gap and not purses.covers(project)):
        return None
    level, payers, rich = _risen(backing, (held, wealth, money), cost, start)
    if payers <= 0:
        level, payers, rich = _risen(backing, (held, wealth, money), cost, cost / backing.total_strength)
    if payers <= 0:
        return _exactly_offered(purses, project, held, money)
    error = (gap / payers + 4 * ROUNDING * level) * UPWARDS
    high = electorate.worth[project] / (level - error) * UPWARDS if level > error else np.inf
    return Offer(project, held, rich, payers, money, level, error, high)


def summed(values: Floats, weights: Floats | Flags) -> float:
    """Give the sum of products of two arrays."""
    if len(values) <= BLOCK:
        return float(values @ weights)
    ends = range(0, len(values), BLOCK)
    return sum(float(values[start : start + BLOCK] @ weights[start : start + BLOCK]) for start in ends)


def _gap(purses: Purses, backing: Backing, money: float, cost: int, voters: float) -> float:
    rounding = (3 * len(backing.groups) + 8) * ROUNDING
    return (voters * purses.bound + rounding * (money + cost)) * UPWARDS


def _risen(
    backing: Backing, purse: tuple[Floats, Floats, float], cost: int, level: float
) -> tuple[float, float, Flags]:
    """Raise the level until nobody else becomes poor; give it with the points of the rich (0: none found)."""
    held, wealth, money = purse
    rich, before = np.ones(len(held), dtype=np.bool_), -1
    payers = 0.0
    for _ in range(MOST_ROUNDS):
        above = held >= (level if backing.points_float is None else level * backing.points_float)
        number = int(np.count_nonzero(above))
        if number == before:
            return level, payers, rich
        rich, before = above, number
        payers = summed(backing.strength, rich)
        if payers <= 0:
            break
        level = (cost - (money - summed(wealth, rich))) / payers
    return level, 0.0, rich


def _exactly_offered(purses: Purses, project: int, held: Floats, money: float) -> Offer:
    """Bound the priority by the exact level itself."""
    if not isinstance(purses, ExactPurses):
        raise Unsure
    found = exact_level(purses, project, None)
    backing = purses.electorate.backing[project]
    poor = np.isin(backing.groups, found.poor) | purses.empty.take(backing.groups)
    level = float(found.price)
    high = purses.electorate.worth[project] / level * UPWARDS
    return Offer(project, held, ~poor, summed(backing.strength, ~poor), money, level, 4 * ROUNDING * level, high)


def ceiling(purses: Purses, offer: Offer) -> float:
    """Give a level that rho certainly does not exceed, or infinity where none is found near by."""
    backing, cost = purses.electorate.backing[offer.project], purses.electorate.costs[offer.project]
    raised = (offer.level + 4 * offer.error) * UPWARDS
    up_to = raised if backing.points_float is None else raised * backing.points_float
    reached = summed(np.minimum(offer.held, up_to), backing.voters) - cost
    return raised if reached >= _gap(purses, backing, offer.money, cost, backing.total_voters) else np.inf


def certain(purses: Purses, offer: Offer) -> float:
    """Give how far the offer's level may be from rho. Raises Unsure unless it is certain who is poor."""
    backing, cost = purses.electorate.backing[offer.project], purses.electorate.costs[offer.project]
    poor = summed(backing.voters, (offer.held > 0) & ~offer.rich)
    gap = _gap(purses, backing, offer.money, cost, poor)
    error = (gap / offer.payers + 4 * ROUNDING * offer.level) * UPWARDS
    slack = purses.bound + 4 * ROUNDING * purses.largest
    number = int(np.count_nonzero(offer.rich))
    for edge, aside in ((offer.level + error, slack), (offer.level - error, -slack)):
        limit = edge if backing.points_float is None else edge * backing.points_float
        if int(np.count_nonzero(offer.held >= limit + aside)) != number:
            raise Unsure
    return error


def exact_level(purses: ExactPurses, project: int, near: Offer | None) -> Level:
    """Give the exact level of an affordable project, starting from an offer if there is one.

    Every set of poor voters gives a level; the right one is the highest of them (G is a minimum over such
    sets). Correcting all wrongly placed groups at once raises the level strictly, so the loop ends.
    """
    electorate = purses.electorate
    groups = purses.holding(project)
    points = electorate.points_of(project, groups)
    strength = electorate.weights[groups] * points
    poor, unsure = _placed(purses, groups, points, near)
    due = electorate.costs[project] * purses.scale
    purse_of = {place: purses.exact_purse(int(groups[place])) for place in unsure}
    while True:
        payers = int(strength[~poor].sum())
        need = due - purses.exact_sum(groups[poor])
        even = np.zeros(len(groups), dtype=np.bool_)
        moved = False
        for place, purse in purse_of.items():
            owed = need * int(points[place])
            even[place] = purse * payers == owed
            moved |= bool(poor[place]) != (purse * payers < owed)
            poor[place] = purse * payers < owed
        if not moved:
            return Level(Fraction(need, payers * purses.scale), groups[poor], groups[even])


def _placed(purses: Purses, groups: Groups, points: Groups, near: Offer | None) -> tuple[Flags, list[int]]:
    """Place groups below the offered level or not, and list those that floats cannot place."""
    highest = np.inf if near is None else ceiling(purses, near)
    if near is None or highest == np.inf:
        return np.zeros(len(groups), dtype=np.bool_), list(range(len(groups)))
    held = purses.floats.take(groups)
    slack = 2 * purses.bound + 8 * ROUNDING * purses.largest
    lowest = (near.level - near.error) * points - slack
    unsure = np.flatnonzero((held >= lowest) & (held <= highest * points + slack))
    return held < lowest, [int(place) for place in unsure]
