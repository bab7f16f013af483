"""The columns of plain rows, cut out of a block of bytes at once: no quotation marks, no short rows, no odd signs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ballots.pabulib.words import Whole, Words, digests_of, words_of

LINE_FEED, RETURN, SPACE, SEMICOLON, FIRST_FOREIGN = 0x0A, 0x0D, 0x20, 0x3B, 0x80


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of one column: where each begins and ends in the block."""

    block: bytes
    begins: Whole
    ends: Whole

    def cells(self) -> list[bytes]:
        """Give the cells as they stand."""
        block = self.block
        return [block[a:b] for a, b in zip(self.begins.tolist(), self.ends.tolist(), strict=True)]

    def digests(self) -> Words | None:
        """Give a number for each cell that is not empty, see `digests_of`; None if spaces stand around one."""
        lengths = self.ends - self.begins
        begins, ends, lengths = self.begins[lengths > 0], self.ends[lengths > 0], lengths[lengths > 0]
        signs = np.frombuffer(self.block, dtype=np.uint8)
        edges = np.concatenate((signs[begins], signs[ends - 1]))
        if ((edges <= SPACE) | (edges >= FIRST_FOREIGN)).any():
            return None
        return digests_of(words_of(self.block, begins, lengths, int(lengths.max(initial=0))))


def cut(block: bytes, columns: Sequence[int]) -> list[Column] | None:
    """Give some columns, numbered from 0.

    None if the block is not plain, so that whoever asked must read it sign by sign. Rows end with a line feed, or a
    return and a line feed; cells with a semicolon.
    """
    if b'"' in block:
        return None
    whole = block if block.endswith(b"\n") else block + b"\n"
    signs = np.frombuffer(whole, dtype=np.uint8)
    stops = np.flatnonzero(signs == LINE_FEED)
    ends = stops - (signs[stops - 1] == RETURN)
    if np.count_nonzero(signs < SPACE) != len(stops) + int(np.count_nonzero(ends != stops)):
        return None
    starts = np.concatenate(([0], stops[:-1] + 1))
    semicolons = np.append(np.flatnonzero(signs == SEMICOLON), len(whole))
    first = np.searchsorted(semicolons, starts)
    last = len(semicolons) - 1
    found = []
    for column in columns:
        begins = semicolons[np.minimum(first + column - 1, last)] + 1 if column else starts
        stops_of = np.minimum(semicolons[np.minimum(first + column, last)], ends)
        if (begins > stops_of).any():
            return None
        found.append(Column(whole, begins, stops_of))
    return found
