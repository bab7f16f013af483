"""The columns of plain rows, cut out of a block of bytes at once: no quotation marks, no short rows, no odd signs."""

from collections.abc import Sequence

import numpy as np

LINE_FEED, RETURN, SEMICOLON, FIRST_PRINTED = 0x0A, 0x0D, 0x3B, 0x20


def cut(block: bytes, columns: Sequence[int]) -> list[list[bytes]] | None:
    """Give the cells of some columns (numbered from 0), row by row, as they stand.

    None if the block is not plain, so that whoever asked must read it sign by sign. Rows end with a line feed, or a
    return and a line feed; cells with a semicolon.
    """
    if b'"' in block:
        return None
    whole = block if block.endswith(b"\n") else block + b"\n"
    signs = np.frombuffer(whole, dtype=np.uint8)
    stops = np.flatnonzero(signs == LINE_FEED)
    ends = stops - (signs[stops - 1] == RETURN)
    if np.count_nonzero(signs < FIRST_PRINTED) != len(stops) + int(np.count_nonzero(ends != stops)):
        return None
    starts = np.concatenate(([0], stops[:-1] + 1))
    semicolons = np.append(np.flatnonzero(signs == SEMICOLON), len(whole))
    first = np.searchsorted(semicolons, starts)
    last = len(semicolons) - 1
    cells = []
    for column in columns:
        begin = semicolons[np.minimum(first + column - 1, last)] + 1 if column else starts
        end = np.minimum(semicolons[np.minimum(first + column, last)], ends)
        if (begin > end).any():
            return None
        cells.append([whole[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)])
    return cells
