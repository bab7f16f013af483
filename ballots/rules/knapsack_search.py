"""The exact search behind the knapsack optimum: integers only, by branch and bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

MOST_NODES = 200_000
"""Nodes after which a search gives up and says how far it came."""

Choice: TypeAlias = tuple[int, ...]
"""Numbers of items, ascending."""


@dataclass(frozen=True, slots=True)
class Items:
    """Items with whole costs and worths (all above 0) and the capacity they share.

    `rivals[i]` are the items that cannot go with item i; `sets` the sets of which at most one may be taken.
    """

    costs: tuple[int, ...]
    worths: tuple[int, ...]
    capacity: int
    sets: tuple[Choice, ...] = ()

    def worth(self, choice: Sequence[int]) -> int:
        """Give the worth of a choice."""
        return sum(self.worths[item] for item in choice)

    def allows(self, choice: Sequence[int]) -> bool:
        """Say whether a choice keeps to the capacity and to the sets of rivals."""
        chosen = set(choice)
        fits = sum(self.costs[item] for item in chosen) <= self.capacity
        return fits and all(len(chosen.intersection(rivals)) <= 1 for rivals in self.sets)


@dataclass(frozen=True, slots=True)
class Found:
    """The best choice found; no choice is worth more than `bound`, which is its own worth where that is proven."""

    choice: Choice
    worth: int
    bound: int


def best_choice(items: Items, at_least: int, prices: Sequence[int], most_nodes: int = MOST_NODES) -> Found | None:
    """Search the most valuable choice worth `at_least` or more; None if none was found.

    `prices` are whole numbers from 0, one for each set of rivals: what a place in the set is priced at. They change
    only how good the bound is, never what is found (Lagrangian relaxation; Kellerer, Pferschy and Pisinger,
    Knapsack Problems, 2004, 2.4 and 3.8). Of several best choices the first in the order of worth for cost is given,
    so that the answer depends on nothing but the items.
    """
    return _Search(items, prices, most_nodes).found(at_least)


class _Search:
    """Items are renumbered by worth for cost, the best first; a node decides them in that order."""

    def __init__(self, items: Items, prices: Sequence[int], most_nodes: int) -> None:
        self.capacity, self.most_nodes = items.capacity, most_nodes
        self.order = sorted(
            range(len(items.costs)), key=lambda item: (-Fraction(items.worths[item], items.costs[item]), item)
        )
        place = {item: number for number, item in enumerate(self.order)}
        self.costs = [items.costs[item] for item in self.order]
        self.worths = [items.worths[item] for item in self.order]
        self.rivals = [0] * len(self.order)
        self.reduced = list(self.worths)
        for rivals, price in zip(items.sets, prices, strict=True):
            for item in rivals:
                self.reduced[place[item]] -= price
                self.rivals[place[item]] |= sum(1 << place[other] for other in rivals if other != item)
        self.constant = sum(prices)
        useful = [number for number in range(len(self.order)) if self.reduced[number] > 0]
        self.by_reduced = sorted(useful, key=lambda n: (-Fraction(self.reduced[n], self.costs[n]), n))

    def bound(self, depth: int, barred: int, left: int, reduced: int) -> int:
        """Give a worth that no completion of a node exceeds: the undecided items by reduced worth for cost, the last
        of them in part (Dantzig's bound).
        """
        total = self.constant + reduced
        for number in self.by_reduced:
            if number < depth or barred >> number & 1:
                continue
            if self.costs[number] > left:
                return total + self.reduced[number] * left // self.costs[number]
            total += self.reduced[number]
            left -= self.costs[number]
        return total

    def found(self, at_least: int) -> Found | None:
        best, best_worth, nodes = None, at_least - 1, 0
        root = self.bound(0, 0, self.capacity, 0)
        stack = [(0, 0, 0, self.capacity, 0, 0)]
        while stack and nodes < self.most_nodes:
            depth, taken, barred, left, worth, reduced = stack.pop()
            nodes += 1
            if worth > best_worth:
                best, best_worth = taken, worth
            if depth == len(self.order) or self.bound(depth, barred, left, reduced) <= best_worth:
                continue
            stack.append((depth + 1, taken, barred, left, worth, reduced))
            if not barred >> depth & 1 and self.costs[depth] <= left:
                stack.append(
                    (
                        depth + 1,
                        taken | 1 << depth,
                        barred | self.rivals[depth],
                        left - self.costs[depth],
                        worth + self.worths[depth],
                        reduced + self.reduced[depth],
                    )
                )
        if best is None:
            return None
        choice = tuple(sorted(item for number, item in enumerate(self.order) if best >> number & 1))
        return Found(choice, best_worth, root if stack else best_worth)
