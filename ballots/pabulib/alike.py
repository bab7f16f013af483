"""Equal ballots, found many thousands at a time: ballots are rows of numbers, see `codes`."""

from collections.abc import Sequence

import numpy as np

from ballots.pabulib.codes import Coded
from ballots.pabulib.words import FACTOR, WORD, Whole, Words


def different(parts: Sequence[Coded]) -> tuple[Coded, Whole] | None:
    """Give the different ballots of all parts in ascending order, and for each ballot the place of its like among them.

    None if the digests of two different ones are the same, so that somebody must look more closely. Part by part
    takes little memory.
    """
    coded = Coded.together(parts)
    _, first, like = np.unique(np.concatenate([*map(_digests, parts)]), return_index=True, return_inverse=True)
    begin = 0
    for part in parts:
        found = coded.taken(first[like[begin : begin + len(part.lengths)]])
        if not (np.array_equal(found.lengths, part.lengths) and np.array_equal(found.codes, part.codes)):
            return None
        begin += len(part.lengths)
    order = _ascending(coded, first)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return coded.taken(first[order]), places[like]


def _digests(coded: Coded) -> Words:
    """Give a number for each ballot: different ones are of different ballots, equal ones mostly of equal ballots."""
    factors = np.full(int(coded.lengths.max()), FACTOR).cumprod()
    positions = np.arange(len(coded.codes)) - np.repeat(coded.starts, coded.lengths)
    return np.add.reduceat((coded.codes + 1).astype(np.uint64) * factors[positions], coded.starts)


def _ascending(coded: Coded, rows: Whole) -> Whole:
    """Give the order in which these ballots ascend, by several numbers at a time, the last of them first."""
    starts, lengths = coded.starts[rows, None], coded.lengths[rows, None]
    letters = (coded.codes + 1).astype(coded.codes.dtype.newbyteorder(">"))
    together = WORD // letters.itemsize
    order = np.arange(len(rows))
    for first in reversed(range(0, int(lengths.max()), together)):
        places = np.arange(first, first + together)
        stands = places < lengths
        found = letters[np.where(stands, starts + places, 0)] * stands
        words = found.astype(letters.dtype).view(">u8")[:, 0].astype(np.uint64)
        order = order[np.argsort(words[order], kind="stable")]
    return order
