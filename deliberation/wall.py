"""Colours of a wall of dots: apportioned from a group's counts, so that no dot tells what anybody thinks."""

from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from hashlib import sha256


def apportioned(counts: Sequence[int], dots: int) -> list[int]:
    """So many dots in proportion to the counts, by largest remainder; an earlier count first where remainders tie."""
    whole = sum(counts)
    if not whole:
        return [0] * len(counts)
    exact = [Fraction(count * dots, whole) for count in counts]
    given = [int(one) for one in exact]
    by_remainder = sorted(range(len(counts)), key=lambda at: given[at] - exact[at])
    for at in by_remainder[: dots - sum(given)]:
        given[at] += 1
    return given


def in_order(statement: Hashable, people: Iterable[Hashable]) -> list[Hashable]:
    """The people of a wall in an order that is another for every statement and always the same for one."""
    return sorted(people, key=lambda person: sha256(f"{statement} {person}".encode()).digest())
