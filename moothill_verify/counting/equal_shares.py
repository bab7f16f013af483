"""The Method of Equal Shares with its completions, and greedy in its place where more voters prefer that."""

from collections.abc import Mapping
from fractions import Fraction

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.electorate import Electorate
from moothill_verify.counting.greedy import Funded, by_votes, free, rivals_of, standing
from moothill_verify.counting.shares import Guide, Run, run

LONGEST_STRIDE = 2**20
SHORTEST_STRIDE = 8
"""How far ahead is looked at least: what a run there finds spares the runs before it much."""


def equal_shares(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Count: the shares, raised step by step if the rule says so, then most votes with what is left."""
    competing = standing(ballots, order)
    let_in = [one for one in competing if not _is_barred(ballots, one, int(parameters.get("eligibility", 0)))]
    completion = str(parameters["completion"])
    bought = _by_shares(ballots, let_in, parameters) if let_in else Run()
    found = Funded(
        given={one.project: ballots.costs[one.project] for one in bought.rounds},
        told={one.project: f"{float(ballots.costs[one.project] / one.price):.2f}" for one in bought.rounds},
    )
    if completion in {"fill", "add1-fill"}:
        rest = [one for one in let_in if one not in found.given]
        filled = by_votes(ballots, rest, ballots.budget - found.spent, before=bought.projects)
        found.given |= filled.given
        found.told |= filled.told
    beside = by_votes(ballots, competing, ballots.budget)
    if int(parameters.get("comparison", 0)) and _is_preferred(ballots, beside.given, found.given):
        found = beside
    found.free = free(ballots)
    return found


def _is_barred(ballots: Ballots, project: str, reach: int) -> bool:
    """Say whether the filter keeps a project out: its part of the voters is below cost / (reach x budget)."""
    return bool(reach) and ballots.votes[project] * reach * ballots.budget < ballots.costs[project] * ballots.voters


def _is_preferred(ballots: Ballots, one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Say whether more voters have more of their projects in the one list than in the other."""
    lead = 0
    for group in ballots.groups:
        ahead = sum((project in one) - (project in other) for project, _ in group.points)
        lead += group.voters * ((ahead > 0) - (ahead < 0))
    return lead > 0


def _by_shares(ballots: Ballots, projects: list[str], parameters: Mapping[str, str | int]) -> Run:
    electorate = Electorate.of(ballots, projects, by_cost=parameters["utility"] == "cost")
    share = Fraction(ballots.budget, ballots.voters)
    if parameters["start"] == "whole":
        share = Fraction(share // ballots.unit * ballots.unit)
    if parameters["completion"] not in {"add1", "add1-fill"}:
        return run(electorate, share)
    increment = parameters["increment"]
    step = max(ballots.unit, ballots.budget // (1000 * ballots.voters)) if increment == "default" else int(increment)
    return _Climb(electorate, share, step, exhaustive=bool(parameters["exhaustive"])).climbed()


class _Climb:
    """Raising everybody's share by one step after the other, until the next would buy more than there is money for.

    Steps are passed over where they certainly change nothing. Runs made further ahead are kept until they are met.
    """

    def __init__(self, electorate: Electorate, start: Fraction, step: int, *, exhaustive: bool) -> None:
        self.electorate, self.start, self.step, self.exhaustive = electorate, start, step, exhaustive
        self.taken, self.stride = 0, SHORTEST_STRIDE
        self.now = run(electorate, start)
        self.ahead: dict[int, Run] = {}

    def climbed(self) -> Run:
        """Return the last run that fits."""
        while not self._is_done():
            nearest = min(self.ahead, default=0)
            target = self._next(nearest)
            if target not in self.ahead:
                share = self.start + target * self.step
                self.ahead[target] = run(self.electorate, share, Guide(self.now, self.ahead.get(nearest)))
            found = self.ahead[target]
            if buys_the_same(self.now, found):
                self.stride = min(max(2 * (target - self.taken), SHORTEST_STRIDE), LONGEST_STRIDE)
            elif target > self.taken + 1:
                continue
            if found.is_over:
                break
            del self.ahead[target]
            self.taken, self.now = target, found
        return self.now

    def _next(self, nearest: int) -> int:
        """Return the step to look at: the nearest ahead if that will do, otherwise one half way to it."""
        if not nearest:
            return self.taken + self.stride
        if nearest == self.taken + 1 or buys_the_same(self.now, self.ahead[nearest]):
            return nearest
        return (self.taken + nearest) // 2

    def _is_done(self) -> bool:
        """Say whether nothing is left to buy, or nothing that fits where the rule stops there."""
        ballots, bought = self.electorate.ballots, self.now.projects
        out = {*bought, *(rival for one in bought for rival in rivals_of(ballots, one))}
        costs = [ballots.costs[one] for one in self.electorate.worth if one not in out]
        return not costs or (self.exhaustive and min(costs) > ballots.budget - self.now.spent)


def buys_the_same(less: Run, more: Run) -> bool:
    """Say whether every share between those of two runs certainly buys the same projects in the same order.

    As long as the same is bought, more money makes no purse smaller and no price higher, so priorities only rise with
    the share. If then in every round even the rivals' priorities with the larger share are below the winner's with the
    smaller one, the winner also wins with every share between; and what the larger share cannot pay in the end, a
    smaller one cannot either. Projects exactly level at the same price with both shares stay level or fall behind.
    """
    if less.is_over or more.is_over or less.projects != more.projects:
        return False
    for before, after in zip(less.rounds, more.rounds, strict=True):
        level = len(after.tied) == 1 or (set(after.tied) <= set(before.tied) and before.price == after.price)
        if after.rivals >= before.least or not level:
            return False
    return True
