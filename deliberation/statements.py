"""Which statement somebody is shown next: a draw in proportion to priorities, with a floor so that none stays unseen.

A draw is made of whole numbers and a seed only, so that anybody who is given them can draw again.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from itertools import accumulate

from deliberation.matrix import Counts

LEAST_SEEN = 10
SHARE_SEEN = 10
WHOLE = 1_000_000
"""Weights are priorities in millionths."""
OF_THE_DISCUSSION = 49.0


@dataclass(frozen=True, slots=True)
class Draw:
    """One draw: what could be drawn with its weight, by which seed, and what it gave."""

    weights: tuple[tuple[int, int], ...]
    seed: str
    drawn: int


def importance(counts: Counts, distance: float) -> float:
    """How much there is to learn: agreed with rather than passed, and far from the middle of the map."""
    not_passed = 1 - Fraction(counts.passed + 1, counts.seen + 2)
    return float(not_passed * Fraction(counts.agree + 1, counts.seen + 2)) * (distance + 1)


def priority(counts: Counts, distance: float = 0.0, *, of_the_discussion: bool = False) -> float:
    """What a statement is drawn in proportion to; new ones are lifted, those about the discussion itself stay level."""
    if of_the_discussion:
        return OF_THE_DISCUSSION
    return float((importance(counts, distance) * (1 + 8 * 2 ** (-counts.seen / 5))) ** 2)


def floor(people: int) -> int:
    """How many must have seen a statement before priorities decide: 10, or a tenth of the room if that is more."""
    return max(LEAST_SEEN, -(-people // SHARE_SEEN))


def weights(candidates: Mapping[int, Counts], distances: Mapping[int, float], people: int) -> dict[int, int]:
    """The weights of a draw in the order of the statements' numbers: of those below the floor alone, as long as there
    are any.
    """
    unseen = {at for at, counts in candidates.items() if counts.seen < floor(people)}
    return {
        at: max(1, round(priority(candidates[at], distances.get(at, 0.0)) * WHOLE))
        for at in sorted(unseen or candidates)
    }


def draw(weighed: Mapping[int, int], seed: str) -> Draw:
    """Draw one of at least one: the seed's SHA-256 as a whole number, modulo the sum of the weights, points at it."""
    point = int.from_bytes(sha256(seed.encode()).digest(), "big") % sum(weighed.values())
    ends = list(accumulate(weighed.values()))
    return Draw(tuple(weighed.items()), seed, tuple(weighed)[bisect_right(ends, point)])
