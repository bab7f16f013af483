"""Who sits at which table: drawn by lot, even in number and in kind, and away from those sat with before. Pure."""

from collections.abc import Collection, Mapping
from hashlib import sha256

FEWEST_AT_A_TABLE = 2


def draw(people: Mapping[int, str], tables: int, seed: str, mates: Collection[frozenset[int]] = ()) -> list[list[int]]:
    """Everybody's table, from a seed that anybody can draw again with.

    People come in the order of their lots, a kind at a time, and each sits where fewest sit; among those tables where
    fewest of their kind sit, then fewest they have sat with. So numbers differ by one at most.
    """
    sat = set(mates)
    found: list[list[int]] = [[] for _ in range(tables)]
    for person in sorted(people, key=lambda one: (people[one], _lot(seed, one))):
        weights = [(*_weight(table, person, people, sat), _lot(seed, at)) for at, table in enumerate(found)]
        found[weights.index(min(weights))].append(person)
    return [sorted(table) for table in found]


def mates_of(tables: Collection[Collection[int]]) -> set[frozenset[int]]:
    """Every two who sat together."""
    return {frozenset((one, other)) for table in tables for one in table for other in table if one < other}


def _weight(
    table: list[int], person: int, people: Mapping[int, str], sat: Collection[frozenset[int]]
) -> tuple[int, int, int]:
    same = sum(people[one] == people[person] for one in table)
    met = sum(frozenset((one, person)) in sat for one in table)
    return len(table), same, met


def _lot(seed: str, number: int) -> str:
    return sha256(f"{seed} {number}".encode()).hexdigest()
