"""Projects as numbers: the ids in plainly spelled ballots, found many thousands at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ballots.pabulib.words import Whole, digests_of, words_of

COMMA = 0x2C


@dataclass(frozen=True, slots=True)
class Coded:
    """Ballots as numbers of projects: `codes` of all ballots one after another, `lengths` of each."""

    codes: Whole
    lengths: Whole

    @property
    def starts(self) -> Whole:
        """Where each ballot begins."""
        return np.cumsum(self.lengths) - self.lengths


class Codes:
    """Numbers the ids from 0 in ascending order, and finds them in cells."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = sorted(ids)
        texts = [one.encode() for one in self.ids]
        self._long = max(map(len, texts))
        joined = b"".join(texts)
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        self._words = words_of(joined, np.cumsum(lengths) - lengths, lengths, self._long)
        digests = digests_of(self._words)
        self._order = np.argsort(digests)
        self._digests = digests[self._order]

    def coded(self, cells: Sequence[bytes]) -> Coded | None:
        """Give the ids of each cell as numbers, in its order; None if something else stands in one of them."""
        joined = b",".join(cells)
        ends = np.append(np.flatnonzero(np.frombuffer(joined, dtype=np.uint8) == COMMA), len(joined))
        starts = np.concatenate(([0], ends[:-1] + 1))
        lengths = ends - starts
        if int(lengths.max()) > self._long:
            return None
        words = words_of(joined, starts, lengths, self._long)
        places = np.minimum(np.searchsorted(self._digests, digests_of(words)), len(self.ids) - 1)
        codes = self._order[places]
        if not all((words[number] == one[codes]).all() for number, one in enumerate(self._words)):
            return None
        cell_ends = np.cumsum(np.array([len(cell) + 1 for cell in cells], dtype=np.int64)) - 1
        last = np.searchsorted(ends, cell_ends) + 1
        return Coded(codes, np.diff(last, prepend=0))

    def sorted(self, coded: Coded) -> Coded | None:
        """Put the numbers of each ballot in ascending order; None if one stands twice on a ballot."""
        base = np.repeat(np.arange(len(coded.lengths)), coded.lengths) * len(self.ids)
        together = coded.codes + base
        together.sort()
        if (together[1:] == together[:-1]).any():
            return None
        return Coded(together - base, coded.lengths)
