"""The rules a second time, straight from their definitions: every voter alone, fractions only, nothing clever."""

from fractions import Fraction

Money = dict[int, Fraction]


def level(cost: int, purses: list[Fraction]) -> Fraction:
    """Give the least price at which these purses, each paying at most that price, cover the cost."""
    paid, payers = Fraction(0), len(purses)
    for purse in sorted(purses):
        price = (cost - paid) / payers
        if price <= purse:
            return price
        paid, payers = paid + purse, payers - 1
    raise AssertionError


def shares(costs: dict[str, int], ballots: list[str], start: Fraction, rank: list[str]) -> list[tuple[str, Fraction]]:
    """Give the projects bought with `start` for every voter and their prices; `rank` decides ties, first first."""
    purses = dict.fromkeys(range(len(ballots)), start)
    fans = {p: [voter for voter, ballot in enumerate(ballots) if p in ballot] for p in costs}
    bought: list[tuple[str, Fraction]] = []
    while True:
        names = [name for name, _ in bought]
        able = [p for p in rank if p not in names and fans[p] and sum(purses[v] for v in fans[p]) >= costs[p]]
        if not able:
            return bought
        prices = {p: level(costs[p], [purses[v] for v in fans[p]]) for p in able}
        winner = max(able, key=lambda p: costs[p] / prices[p])  # of equals the first
        for voter in fans[winner]:
            purses[voter] -= min(purses[voter], prices[winner])
        bought.append((winner, prices[winner]))


def add1(
    costs: dict[str, int], ballots: list[str], budget: int, step: int, rank: list[str], *, exhaustive: bool
) -> tuple[list[tuple[str, Fraction]], int]:
    """Raise the shares from B/n by `step` as long as the budget covers what they buy; give the steps taken too."""
    start, taken = Fraction(budget, len(ballots)), 0
    bought = shares(costs, ballots, start, rank)
    supported = [p for p in costs if any(p in ballot for ballot in ballots)]
    while True:
        names = [name for name, _ in bought]
        left = budget - sum(costs[p] for p in names)
        rest = [p for p in supported if p not in names]
        if not rest or (exhaustive and all(costs[p] > left for p in rest)):
            return bought, taken
        more = shares(costs, ballots, start + (taken + 1) * step, rank)
        if sum(costs[p] for p, _ in more) > budget:
            return bought, taken
        bought, taken = more, taken + 1


def greedy(costs: dict[str, int], ballots: list[str], pot: int, rank: list[str], given: list[str]) -> list[str]:
    """Take projects that are not yet given by descending votes, each if it fits into the pot."""
    votes = {p: sum(p in ballot for ballot in ballots) for p in costs}
    taken: list[str] = []
    for p in sorted(rank, key=lambda p: -votes[p]):
        if p not in given and votes[p] and costs[p] <= pot:
            taken.append(p)
            pot -= costs[p]
    return taken
