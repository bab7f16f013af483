"""Equal ballots, found many thousands at a time: ballots are rows of numbers, see `codes`."""

import numpy as np

from ballots.pabulib.codes import Coded
from ballots.pabulib.words import FACTOR, WORD, Whole, Words


def different(coded: Coded) -> tuple[Coded, Whole] | None:
    """Give the different ballots in ascending order, and for each ballot the place of its like among them.

    None if the digests of two different ones are the same, so that somebody must look more closely.
    """
    _, first, like = np.unique(_digests(coded), return_index=True, return_inverse=True)
    likes = coded.taken(first[like])
    if (likes.lengths != coded.lengths).any() or (likes.codes != coded.codes).any():
        return None
    found = coded.taken(first)
    order = _ascending(found)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return found.taken(order), places[like]


def _digests(coded: Coded) -> Words:
    """Give a number for each ballot: different ones are of different ballots, equal ones mostly of equal ballots."""
    factors = np.full(int(coded.lengths.max()), FACTOR).cumprod()
    positions = np.arange(len(coded.codes)) - np.repeat(coded.starts, coded.lengths)
    return np.add.reduceat((coded.codes + 1).astype(np.uint64) * factors[positions], coded.starts)


def _ascending(coded: Coded) -> Whole:
    """Give the order in which the ballots ascend, by several numbers at a time, the last of them first."""
    most = int(coded.codes.max()) + 1
    kind = next(np.dtype(f">u{size}") for size in (1, 2, 4) if most < 1 << 8 * size)
    letters = (coded.codes + 1).astype(kind)
    together = WORD // kind.itemsize
    order = np.arange(len(coded.lengths))
    for first in reversed(range(0, int(coded.lengths.max()), together)):
        places = np.arange(first, first + together)
        stands = places < coded.lengths[:, None]
        found = np.where(stands, letters[np.where(stands, coded.starts[:, None] + places, 0)], kind.type(0))
        words = found.astype(kind).view(">u8")[:, 0].astype(np.uint64)
        order = order[np.argsort(words[order], kind="stable")]
    return order
