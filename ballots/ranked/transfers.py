"""Papers on their way between candidates: who holds them at what value, and moving them to the next preference."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ballots.errors import BadPoll, sentence
from ballots.ranked.stages import UNIT, Parcel
from ballots.rankings import Rankings

Groups: TypeAlias = NDArray[np.int64]

MOST_PAPERS = 2**53
"""Below this the numbers of papers are exact as floats, in which numpy adds weights up."""


class Papers:
    """Groups of equal papers, each standing at one of its preferences; candidates are numbered as they are given.

    All orders lie one after the other in `marks`, each ended by the number of nobody; `at[g]` is where group g stands.
    """

    def __init__(self, rankings: Rankings, candidates: Sequence[str]) -> None:
        if rankings.voters >= MOST_PAPERS:
            raise BadPoll(sentence("There are more papers than can be counted."))
        number: dict[str | None, int] = {one: place for place, one in enumerate([*candidates, None])}
        self.candidates = tuple(candidates)
        self.nobody = len(candidates)
        orders = [(*group.order, None) for group in rankings.groups]
        marks = [number[one] for one in chain.from_iterable(orders)]
        self.marks = np.array(marks, dtype=np.int64)
        lengths = np.array([len(order) for order in orders], dtype=np.int64)
        self.at = np.cumsum(lengths) - lengths
        self.weights = np.array([group.weight for group in rankings.groups], dtype=np.int64)
        self.continuing = np.ones(self.nobody + 1, dtype=np.bool_)
        self.held: list[dict[int, list[Groups]]] = [{} for _ in candidates]
        self.votes = [0] * self.nobody
        self._hand_over(np.arange(len(orders), dtype=np.int64), UNIT, UNIT)

    def close(self, candidate: int) -> None:
        """Note that a candidate was elected or excluded, so that no more papers come."""
        self.continuing[candidate] = False

    def move_on(self, candidate: int, worth: Callable[[int], int]) -> tuple[Parcel, ...]:
        """Move all papers of a candidate to the next continuing preference, each kind at its new worth.

        The candidate's own votes are left for the caller to set.
        """
        held, self.held[candidate] = self.held[candidate], {}
        parcels = []
        for value in sorted(held, reverse=True):
            groups = np.concatenate(held[value])
            self._advance(groups)
            parcels.append(self._hand_over(groups, value, worth(value)))
        return tuple(parcels)

    def _advance(self, groups: Groups) -> None:
        waiting = groups
        while len(waiting):
            self.at[waiting] += 1
            waiting = waiting[~self.continuing[self.marks[self.at[waiting]]]]

    def _hand_over(self, groups: Groups, held: int, value: int) -> Parcel:
        """Give each group to the one it now stands at."""
        receivers = self.marks[self.at[groups]]
        papers = np.bincount(receivers, weights=self.weights[groups], minlength=self.nobody + 1)
        by_receiver = groups[np.argsort(receivers, kind="stable")]
        ends = np.cumsum(np.bincount(receivers, minlength=self.nobody + 1))
        to: dict[str, int] = {}
        for receiver in np.flatnonzero(papers[: self.nobody]).tolist():
            to[self.candidates[receiver]] = number = int(papers[receiver])
            self.votes[receiver] += number * value
            first = int(ends[receiver - 1]) if receiver else 0
            self.held[receiver].setdefault(value, []).append(by_receiver[first : int(ends[receiver])])
        return Parcel(held, value, to, int(papers[self.nobody]))
