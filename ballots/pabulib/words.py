"""Short texts inside a long one as whole numbers, eight bytes a word, so that many are compared at once."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[np.int64]
Words: TypeAlias = npt.NDArray[np.uint64]

WORD = 8
FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MASKS = np.array([(1 << 8 * length) - 1 for length in range(WORD + 1)], dtype="<u8")


def words_of(text: bytes, starts: Whole, lengths: Whole, longest: int) -> list[Words]:
    """Give the words of the texts at these places, filled up with zeros, which no text holds.

    `longest` is the number of bytes that are looked at; there is at least one word.
    """
    room = np.frombuffer(text + bytes(WORD), dtype=np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(room, WORD)
    words = []
    for first in range(0, max(longest, 1), WORD):
        there = windows[np.minimum(starts + first, len(text))].view("<u8")[:, 0]
        words.append((there & _MASKS[np.clip(lengths - first, 0, WORD)]).astype(np.uint64, copy=False))
    return words


def digests_of(words: list[Words]) -> Words:
    """Give one number for each text: different ones are of different texts, equal ones mostly of equal texts."""
    total = words[0]
    for word in words[1:]:
        total = np.where(word != 0, total * FACTOR ^ word, total)
    return total
