"""Ranked counts written straight from their definitions, paper by paper and slowly: what the library must equal."""

from fractions import Fraction
from itertools import permutations

from ballots.ties import lot_rank

UNIT = 100_000

Cast = list[tuple[str, int]]


def stv(candidates: str, cast: Cast, seats: int, seed: str) -> tuple[list[dict[str, int]], list[str]]:
    """Give the votes at the end of each stage and the elected in order (SSI 2007/42, schedule 1, rules 45 to 52)."""
    orders = [order for order, weight in cast if order for _ in range(weight)]
    if not orders:
        return [], []
    count = Count(candidates, orders, seats, seed)
    count.close_stage()
    while len(count.elected) < seats and count.continuing:
        if count.surpluses:
            count.move_surplus(count.picked(count.surpluses, -1))
        else:
            count.exclude(count.picked(count.continuing, 1))
        count.close_stage()
    return count.stages, count.elected


class Count:
    """One sheet of paper after the other; each has a value and a holder."""

    def __init__(self, candidates: str, orders: list[str], seats: int, seed: str) -> None:
        self.orders, self.seats, self.seed = orders, seats, seed
        self.quota = (len(orders) // (seats + 1) + 1) * UNIT
        self.values = [UNIT] * len(orders)
        self.holders = [order[0] for order in orders]
        self.votes = {one: self.holders.count(one) * UNIT for one in candidates}
        self.continuing = list(candidates)
        self.surpluses: list[str] = []
        self.elected: list[str] = []
        self.stages: list[dict[str, int]] = []

    def close_stage(self) -> None:
        reached = [one for one in self.continuing if self.votes[one] >= self.quota]
        self.elect(reached)
        self.surpluses += [one for one in reached if self.votes[one] > self.quota]
        if len(self.continuing) <= self.seats - len(self.elected):
            self.elect(list(self.continuing))
        self.stages.append(dict(self.votes))

    def elect(self, chosen: list[str]) -> None:
        for one in sorted(chosen, key=lambda one: (-self.votes[one], one)):
            self.continuing.remove(one)
            self.elected.append(one)

    def picked(self, among: list[str], sign: int) -> str:
        """Most votes (sign -1) or fewest (1), now and then at each earlier stage; else by lot."""
        moments = [self.votes, *reversed(self.stages)]
        return min(
            among, key=lambda one: (*(sign * votes[one] for votes in moments), Lot(lot_rank(self.seed, one), -sign))
        )

    def move_surplus(self, one: str) -> None:
        self.surpluses.remove(one)
        had = self.votes[one]
        self.votes[one] = self.quota
        self.move_on(one, Fraction(had - self.quota, had))

    def exclude(self, one: str) -> None:
        self.continuing.remove(one)
        self.votes[one] = 0
        self.move_on(one, Fraction(1))

    def move_on(self, one: str, part: Fraction) -> None:
        for number in [number for number, holder in enumerate(self.holders) if holder == one]:
            order = self.orders[number]
            self.values[number] = int(part * self.values[number])
            after = order[order.index(one) + 1 :]
            self.holders[number] = next((other for other in after if other in self.continuing), "")
            if self.holders[number]:
                self.votes[self.holders[number]] += self.values[number]


class Lot:
    """A digest that sorts upwards or downwards."""

    def __init__(self, digest: str, sign: int) -> None:
        self.digest, self.sign = digest, sign

    def __lt__(self, other: "Lot") -> bool:
        return self.digest < other.digest if self.sign > 0 else self.digest > other.digest


def resolutions(candidates: str, cast: Cast) -> dict[str, set[str]]:
    """Give, for each resolution, the candidates who may win whatever the lot (all ways of breaking every tie)."""
    margin = {
        (a, b): sum(weight * (_above(order, a, b) - _above(order, b, a)) for order, weight in cast)
        for a in candidates
        for b in candidates
    }
    beating = {a for a in candidates if all(margin[a, b] > 0 for b in candidates if b != a)}
    if beating:
        return dict.fromkeys(("minimax", "ranked-pairs", "schulze"), beating)
    worst = {a: max(0, *(margin[b, a] for b in candidates)) for a in candidates}
    path = {(a, b): max(_widths(candidates, margin, a, b), default=0) for a in candidates for b in candidates if a != b}
    return {
        "minimax": {a for a in candidates if worst[a] == min(worst.values())},
        "schulze": {a for a in candidates if all(path[a, b] >= path[b, a] for b in candidates if b != a)},
        "ranked-pairs": {order[0] for order in permutations(candidates) if _is_a_ranking(order, margin)},
    }


def _above(order: str, a: str, b: str) -> bool:
    return a in order and (b not in order or order.index(a) < order.index(b))


def _widths(candidates: str, margin: dict[tuple[str, str], int], a: str, b: str) -> list[int]:
    """Every way from a to b, by its narrowest step."""
    others = [c for c in candidates if c not in {a, b}]
    ways = [(a, *between, b) for k in range(len(others) + 1) for between in permutations(others, k)]
    steps = [[margin[way[i], way[i + 1]] for i in range(len(way) - 1)] for way in ways]
    return [min(step) for step in steps if min(step) > 0]


def _is_a_ranking(order: tuple[str, ...], margin: dict[tuple[str, str], int]) -> bool:
    """Zavist and Tideman 1989: a ranking in which every majority against it is outweighed by a chain of its own."""
    for i, upper in enumerate(order):
        for j in range(i + 1, len(order)):
            against = margin[order[j], upper]
            if against > 0 and not _has_chain(order[i : j + 1], margin, against):
                return False
    return True


def _has_chain(part: tuple[str, ...], margin: dict[tuple[str, str], int], width: int) -> bool:
    reached = {part[0]}
    for one in part:
        if one in reached:
            reached |= {other for other in part[part.index(one) + 1 :] if margin[one, other] >= width}
    return part[-1] in reached
