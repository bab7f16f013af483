"""Opinions as a table of people and statements: agree +1, pass 0, disagree -1, or not seen. Counts are exact."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

AGREE, PASS, DISAGREE = 1, 0, -1
SIGNS = (AGREE, PASS, DISAGREE)
"""The same signs everywhere: in storage, in files, in sums."""

Members = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many saw a statement, and how many of them agreed or disagreed; the others passed."""

    seen: int
    agree: int
    disagree: int

    @property
    def passed(self) -> int:
        """Those who saw it and took no side."""
        return self.seen - self.agree - self.disagree

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.seen + other.seen, self.agree + other.agree, self.disagree + other.disagree)


@dataclass(frozen=True, slots=True)
class Matrix:
    """People by statements. `values` holds the signs, and 0 where nothing was seen; `seen` tells the two apart."""

    people: tuple[Hashable, ...]
    statements: tuple[Hashable, ...]
    values: NDArray[np.int8]
    seen: Members

    @classmethod
    def of(
        cls, opinions: Iterable[tuple[Any, Any, int]], statements: Sequence[Hashable], people: Sequence[Hashable] = ()
    ) -> "Matrix":
        """Opinions as (person, statement, sign), a later one in the place of an earlier; people in their order.

        People without an opinion may be named; others follow as they come. Statements that are not named are left out.
        Raises ValueError for a sign that is none.
        """
        latest = {(person, statement): sign for person, statement, sign in opinions}
        rows = {person: row for row, person in enumerate(dict.fromkeys([*people, *(person for person, _ in latest)]))}
        columns = {statement: column for column, statement in enumerate(statements)}
        values = np.zeros((len(rows), len(columns)), dtype=np.int8)
        seen = np.zeros(values.shape, dtype=np.bool_)
        for (person, statement), sign in latest.items():
            if sign not in SIGNS:
                raise ValueError(f"{sign} is no opinion: agree is 1, pass 0, disagree -1.")
            if statement in columns:
                values[rows[person], columns[statement]] = sign
                seen[rows[person], columns[statement]] = True
        return cls(tuple(rows), tuple(statements), values, seen)

    def counts(self, members: Members | None = None) -> list[Counts]:
        """The counts of each statement, in order: of everybody, or of these people."""
        who = np.ones(len(self.people), dtype=np.bool_) if members is None else members
        values = self.values[who]
        sums = (self.seen[who].sum(axis=0), (values == AGREE).sum(axis=0), (values == DISAGREE).sum(axis=0))
        return [Counts(int(seen), int(agree), int(disagree)) for seen, agree, disagree in zip(*sums, strict=True)]
