"""Candidates compared two by two: how many voters ranked one above the other, and what follows from the margins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ballots.errors import BadPoll, sentence
from ballots.ranked.transfers import MOST_PAPERS
from ballots.rankings import Rankings

Matrix: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """`above[a, b]` voters ranked candidate a above b (one who is not ranked stands below all who are)."""

    candidates: tuple[str, ...]
    above: Matrix

    @property
    def margins(self) -> Matrix:
        """By how many voters a is preferred to b (below 0: b to a)."""
        margins: Matrix = self.above - self.above.T
        return margins

    def named(self, matrix: Matrix) -> dict[str, dict[str, int]]:
        """Give a matrix by the candidates' ids, without its diagonal."""
        rows = matrix.tolist()
        return {
            one: {other: rows[a][b] for b, other in enumerate(self.candidates) if a != b}
            for a, one in enumerate(self.candidates)
        }


def compare(papers: Rankings, candidates: Sequence[str]) -> Pairwise:
    """Count, for each two candidates, who was ranked above whom."""
    if papers.voters >= MOST_PAPERS:
        raise BadPoll(sentence("There are more papers than can be counted."))
    number = {one: place for place, one in enumerate(candidates)}
    above = np.zeros((len(candidates), len(candidates)), dtype=np.int64)
    for first in range(0, len(papers.groups), AT_ONCE):
        groups = papers.groups[first : first + AT_ONCE]
        places = np.full((len(groups), len(candidates)), len(candidates), dtype=np.int32)
        for row, group in enumerate(groups):
            places[row, [number[one] for one in group.order]] = range(len(group.order))
        weights = np.array([group.weight for group in groups], dtype=np.int64)
        for one in range(len(candidates)):
            above[one] += weights @ (places[:, one : one + 1] < places)
    return Pairwise(tuple(candidates), above)


AT_ONCE = 8192
"""Groups compared in one piece, which bounds the memory taken."""


def beats_all(margins: Matrix) -> int | None:
    """Give the candidate preferred to each other one (the Condorcet winner), if there is one."""
    wins = (margins > 0).sum(axis=1)
    found = np.flatnonzero(wins == len(margins) - 1)
    return int(found[0]) if len(found) else None


def worst_defeats(margins: Matrix) -> list[int]:
    """Give each candidate's widest margin of defeat, 0 for none (minimax; Simpson 1969, Kramer 1977)."""
    worst: list[int] = np.maximum(-margins.min(axis=1), 0).tolist()
    return worst


def widest_paths(margins: Matrix) -> Matrix:
    """Give, for a and b, the widest path of majorities from a to b, by its narrowest margin; 0 for none.

    Schulze, A new monotonic, clone-independent ... single-winner election method (2011), section 2.3, by margins.
    """
    paths = np.where(margins > 0, margins, 0)
    for through in range(len(paths)):
        detour = np.minimum(paths[:, through : through + 1], paths[through : through + 1, :])
        paths = np.maximum(paths, detour)
    np.fill_diagonal(paths, 0)
    return paths
