"""The same question before and after talking: who answered both times, put into a table of change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where the questions of a room stand: asked before the talk, kept back while people talk, asked again, closed."""

    BEFORE = "before"
    TALK = "talk"
    AFTER = "after"
    CLOSED = "closed"


PHASES = tuple(Phase)
ASKED = frozenset({Phase.BEFORE, Phase.AFTER})


class View(StrEnum):
    """An answer, from the most to the least in favour."""

    AGREE = "agree"
    UNSURE = "unsure"
    DISAGREE = "disagree"


VIEWS = tuple(View)


@dataclass(frozen=True, slots=True)
class Change:
    """How many thought what before (rows) and after (columns), in the order of the answers."""

    cells: tuple[tuple[int, ...], ...]

    @property
    def people(self) -> int:
        """How many answered both times."""
        return sum(self.before)

    @property
    def before(self) -> tuple[int, ...]:
        """How many gave each answer before."""
        return tuple(sum(row) for row in self.cells)

    @property
    def after(self) -> tuple[int, ...]:
        """How many gave each answer after."""
        return tuple(sum(column) for column in zip(*self.cells, strict=True))

    @property
    def moves(self) -> tuple[int, int, int]:
        """How many came to agree more, think as before, came to agree less."""
        told = [(before - after, number) for before, row in enumerate(self.cells) for after, number in enumerate(row)]
        return (
            sum(number for move, number in told if move > 0),
            sum(number for move, number in told if move == 0),
            sum(number for move, number in told if move < 0),
        )


def change_of(pairs: Iterable[tuple[View, View]]) -> Change:
    """The table of change of those who answered before and after."""
    counted = Counter(pairs)
    return Change(tuple(tuple(counted[(before, after)] for after in VIEWS) for before in VIEWS))


def next_phase(phase: Phase) -> Phase | None:
    """What comes next, or None once closed."""
    place = PHASES.index(phase) + 1
    return PHASES[place] if place < len(PHASES) else None
