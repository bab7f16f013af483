"""One run of the Method of Equal Shares with cost utilities, for one endowment: exact, floats only discard.

Peters, Pierczyński, Skowron, Proportional Participatory Budgeting with Additive Utilities (NeurIPS 2021), section 3.
"""

from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

import numpy as np

from ballots.rules.electorate import Electorate, Groups
from ballots.rules.levels import Estimate, Level, estimate, exact_level
from ballots.rules.purses import Purses


@dataclass(frozen=True, slots=True, eq=False)
class Purchase:
    """A project bought at an exact price; `emptied` groups paid all they held, `tied` stood level (itself too)."""

    project: int
    price: Fraction
    emptied: Groups
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What one endowment buys, in order. `spent` may exceed the cap by the last purchase, and the run ends there."""

    endowment: Fraction
    purchases: tuple[Purchase, ...]
    spent: int

    @property
    def projects(self) -> tuple[int, ...]:
        """The numbers of the bought projects, in order."""
        return tuple(purchase.project for purchase in self.purchases)


def run_shares(electorate: Electorate, endowment: Fraction, cap: int) -> Run:
    """Buy projects until none is affordable, or until they cost more than `cap` (minor units)."""
    purses = Purses(electorate, endowment)
    queue = [(-float(votes), number) for number, votes in enumerate(electorate.votes)]
    heapify(queue)
    purchases: list[Purchase] = []
    spent = 0
    while spent <= cap:
        found = _next_purchase(purses, queue)
        if found is None:
            break
        purses.pay(found.project, found.price, found.emptied)
        purchases.append(found)
        spent += electorate.costs[found.project]
    return Run(endowment, tuple(purchases), spent)


def _next_purchase(purses: Purses, queue: list[tuple[float, int]]) -> Purchase | None:
    """Find the project with most effective votes; `queue` holds upper bounds (negated), which never rise in a run."""
    seen: list[tuple[int, Estimate]] = []
    best_low = 0.0
    while queue and -queue[0][0] >= best_low:
        _, project = heappop(queue)
        found = estimate(purses, project)
        if found is not None:
            seen.append((project, found))
            best_low = max(best_low, found.low)
    near = [(project, found) for project, found in seen if found.high >= best_low]
    if not near:
        return None
    bought = _best(purses, near)
    for project, found in seen:
        if project != bought.project:
            heappush(queue, (-found.high, project))
    return bought


def _best(purses: Purses, near: list[tuple[int, Estimate]]) -> Purchase:
    """Decide exactly between projects that floats cannot tell apart; the tie order decides among equals."""
    levels = {project: exact_level(purses, project, found) for project, found in near}
    votes = {project: purses.electorate.costs[project] / level.price for project, level in levels.items()}
    most = max(votes.values())
    tied = tuple(sorted(project for project in votes if votes[project] == most))
    if len(tied) > 1:
        purses.electorate.ties.settle(purses.electorate.names(tied))
    return _purchase(tied, levels[tied[0]])


def _purchase(tied: tuple[int, ...], level: Level) -> Purchase:
    emptied = level.poor if not len(level.even) else _union(level.poor, level.even)
    return Purchase(tied[0], level.price, emptied, tied if len(tied) > 1 else ())


def _union(first: Groups, second: Groups) -> Groups:
    merged: Groups = np.sort(np.concatenate((first, second)))
    return merged
