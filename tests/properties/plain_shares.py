"""Equal shares a second time, all variants, straight from the definitions: every voter alone, fractions only."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True)
class Voter:
    """What one voter gave each project, and for how many she counts."""

    points: dict[str, int]
    factor: int = 1


def approving(ballots: list[str]) -> list[Voter]:
    """Give voters who chose the projects whose letters their ballot names."""
    return [Voter(dict.fromkeys(ballot, 1)) for ballot in ballots]


@dataclass(frozen=True)
class Variant:
    """The parameters of the rule; `rank` holds all projects in the order in which they win ties."""

    rank: list[str]
    completion: str = "none"
    exhaustive: bool = False
    increment: int = 1
    comparison: bool = False
    by_cost: bool = True
    whole: int = 0
    eligibility: int = 0
    rivals: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What was bought at which price, what the fill added, the steps taken, and the winners in the end."""

    bought: list[tuple[str, Fraction]]
    filled: list[str]
    taken: int
    winners: list[str]


def level(cost: int, purses: list[tuple[Fraction, int]]) -> Fraction:
    """Give the least rho at which (purse, points) pay the cost, each min(purse, rho x points)."""
    paid, points = Fraction(0), sum(given for _, given in purses)
    for purse, given in sorted(purses, key=lambda one: one[0] / one[1]):
        rho = (cost - paid) / points
        if rho * given <= purse:
            return rho
        paid, points = paid + purse, points - given
    raise AssertionError


def run(costs: dict[str, int], voters: list[Voter], share: Fraction, variant: Variant) -> list[tuple[str, Fraction]]:
    """Give the projects bought with so much for each share, and their prices for each point."""
    purses = [share * voter.factor for voter in voters]
    fans = {p: [v for v, voter in enumerate(voters) if voter.points.get(p)] for p in costs}
    bought: list[tuple[str, Fraction]] = []
    while True:
        gone = {name for name, _ in bought} | {rival for name, _ in bought for rival in variant.rivals.get(name, ())}
        able = [p for p in variant.rank if p in costs and p not in gone and fans[p]]
        able = [p for p in able if sum(purses[v] for v in fans[p]) >= costs[p]]
        if not able:
            return bought
        prices = {p: level(costs[p], [(purses[v], voters[v].points[p]) for v in fans[p]]) for p in able}
        winner = max(able, key=lambda p: (costs[p] if variant.by_cost else 1) / prices[p])  # of equals the first
        for v in fans[winner]:
            purses[v] -= min(purses[v], prices[winner] * voters[v].points[winner])
        bought.append((winner, prices[winner]))


def by_votes(costs: dict[str, int], voters: list[Voter], pot: int, variant: Variant, given: list[str]) -> list[str]:
    """Take projects by descending points, each if it fits into the pot and no rival was taken."""
    scores = {p: sum(voter.points.get(p, 0) * voter.factor for voter in voters) for p in costs}
    out = {*given, *(rival for name in given for rival in variant.rivals.get(name, ()))}
    taken: list[str] = []
    for p in sorted((p for p in variant.rank if p in costs), key=lambda p: -scores[p]):
        if p not in out and scores[p] and costs[p] <= pot:
            taken.append(p)
            pot -= costs[p]
            out |= {p, *variant.rivals.get(p, ())}
    return taken


def counted(costs: dict[str, int], voters: list[Voter], budget: int, variant: Variant) -> Found:
    """Count by the rule."""
    voters = [voter for voter in voters if any(voter.points.values())]
    fitting = {p: cost for p, cost in costs.items() if cost <= budget}
    standing = {p: cost for p, cost in fitting.items() if any(voter.points.get(p) for voter in voters)}
    if variant.eligibility:
        votes = {p: sum(1 for voter in voters if voter.points.get(p)) for p in standing}
        part = {p: Fraction(cost, variant.eligibility * budget) for p, cost in standing.items()}
        standing = {p: cost for p, cost in standing.items() if Fraction(votes[p], len(voters)) >= part[p]}
    bought, taken = _added(standing, voters, budget, variant)
    names = [name for name, _ in bought]
    left = budget - sum(costs[p] for p in names)
    filled = by_votes(standing, voters, left, variant, names) if variant.completion.endswith("fill") else []
    greedy = by_votes(fitting, voters, budget, variant, [])
    mine = {*names, *filled}
    leads = [sum((p in mine) - (p in greedy) for p, given in voter.points.items() if given) for voter in voters]
    replaced = variant.comparison and sum(lead < 0 for lead in leads) > sum(lead > 0 for lead in leads)
    return Found(bought, filled, taken, greedy if replaced else [*names, *filled])


def _added(
    costs: dict[str, int], voters: list[Voter], budget: int, variant: Variant
) -> tuple[list[tuple[str, Fraction]], int]:
    share = Fraction(budget, sum(voter.factor for voter in voters))
    if variant.whole:
        share = Fraction(share // variant.whole * variant.whole)
    bought, taken = run(costs, voters, share, variant), 0
    while variant.completion.startswith("add1"):
        names = [name for name, _ in bought]
        gone = {*names, *(rival for name in names for rival in variant.rivals.get(name, ()))}
        rest = [p for p in costs if p not in gone]
        left = budget - sum(costs[p] for p in names)
        if not rest or (variant.exhaustive and all(costs[p] > left for p in rest)):
            break
        more = run(costs, voters, share + (taken + 1) * variant.increment, variant)
        if sum(costs[p] for p, _ in more) > budget:
            break
        bought, taken = more, taken + 1
    return bought, taken
