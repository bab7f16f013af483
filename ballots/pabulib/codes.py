"""Projects as numbers: the ids in plainly spelled ballots, found many thousands at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ballots.pabulib.columns import Column
from ballots.pabulib.words import Whole, digests_of, words_of

Numbers: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]

COMMA = 0x2C


@dataclass(frozen=True, slots=True)
class Coded:
    """Ballots as numbers of projects: `codes` of all ballots one after another, `lengths` of each.

    The numbers take as few bytes as they need, with room for one more.
    """

    codes: Numbers
    lengths: Whole

    @classmethod
    def together(cls, parts: Sequence["Coded"]) -> "Coded":
        """Put the ballots of several one after another."""
        return cls(np.concatenate([one.codes for one in parts]), np.concatenate([one.lengths for one in parts]))

    @property
    def starts(self) -> Whole:
        """Where each ballot begins."""
        return np.cumsum(self.lengths) - self.lengths

    def slices(self) -> Iterator[slice]:
        """Give for each ballot where it stands."""
        starts = self.starts
        return map(slice, starts.tolist(), (starts + self.lengths).tolist())

    def taken(self, rows: Whole) -> "Coded":
        """Give some of the ballots, in this order; one may be there more than once."""
        lengths = self.lengths[rows]
        places = np.repeat(self.starts[rows] - (np.cumsum(lengths) - lengths), lengths)
        places += np.arange(len(places))
        return Coded(self.codes[places], lengths)


class Codes:
    """Numbers the ids from 0 in ascending order, and finds them in cells."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = sorted(ids)
        texts = [one.encode() for one in self.ids]
        self._kind = np.min_scalar_type(len(texts))
        self._long = max(map(len, texts))
        joined = b"".join(texts)
        lengths = np.array([len(text) for text in texts], dtype=np.int64)
        self._words = words_of(joined, np.cumsum(lengths) - lengths, lengths, self._long)
        digests = digests_of(self._words)
        self._order = np.argsort(digests)
        self._digests = digests[self._order]

    def coded(self, cells: Column) -> Coded | None:
        """Give the ids of each cell as numbers, in its order; None if something else stands in one of them."""
        begins, ends, lengths = _parts(cells)
        sizes = ends - begins
        if int(sizes.max()) > self._long:
            return None
        words = words_of(cells.block, begins, sizes, self._long)
        places = np.minimum(np.searchsorted(self._digests, digests_of(words)), len(self.ids) - 1)
        codes = self._order[places]
        if not all((words[number] == one[codes]).all() for number, one in enumerate(self._words)):
            return None
        return Coded(codes.astype(self._kind), lengths)

    def sorted(self, coded: Coded) -> Coded | None:
        """Put the numbers of each ballot in ascending order; None if one stands twice on a ballot."""
        base = np.repeat(np.arange(len(coded.lengths)), coded.lengths) * len(self.ids)
        together = coded.codes + base
        together.sort()
        if (together[1:] == together[:-1]).any():
            return None
        return Coded((together - base).astype(self._kind), coded.lengths)

    def named(self, coded: Coded) -> list[tuple[str, ...]]:
        """Give the ids of each ballot."""
        marks = tuple(np.array(self.ids, dtype=object)[coded.codes].tolist())
        return list(map(marks.__getitem__, coded.slices()))


def _parts(cells: Column) -> tuple[Whole, Whole, Whole]:
    """Cut cells at their commas: where each part begins and ends, and the number of parts of each cell."""
    commas = np.flatnonzero(np.frombuffer(cells.block, dtype=np.uint8) == COMMA)
    first = np.searchsorted(commas, cells.begins)
    inside = np.searchsorted(commas, cells.ends) - first
    lengths = inside + 1
    last = np.cumsum(lengths) - 1
    ends = np.empty(len(cells.ends) + int(inside.sum()), dtype=np.int64)
    is_last = np.zeros(len(ends), dtype=np.bool_)
    is_last[last] = True
    ends[is_last] = cells.ends
    before = np.cumsum(inside) - inside
    ends[~is_last] = commas[np.repeat(first - before, inside) + np.arange(len(ends) - len(cells.ends))]
    begins = np.concatenate(([0], ends[:-1] + 1))
    begins[last - inside] = cells.begins
    return begins, ends, lengths
