"""What the cells of one ballot mean; each spelling is understood once, and equal ballots are one object."""

import re
from typing import TypeAlias

from ballots.errors import BadBallot, sentence
from ballots.pabulib.paper import Paper
from ballots.styles import Choice, Ranking

Spelling: TypeAlias = tuple[str, str]
"""The cell of the vote and the cell of its points, "" where there is none."""

_SKIPPED = re.compile(r"(?:^|,)\s*,\s*[^\s,]")
_POINTS = re.compile(r"([+-]?[0-9]{1,9})(?:\.0*)?")


class Spellings:
    """Understands the ballots of a paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}

    def choice(self, spelling: Spelling) -> Choice:
        """Give the canonical choice; a ranking keeps the points that stand beside it. Raises BadBallot."""
        style, poll = self.paper.style, self.paper.poll
        if isinstance(style, Ranking) and _SKIPPED.search(spelling[0]):
            raise BadBallot(sentence("A place of this ranking is empty, though others follow it."))
        named = Choice(marks_of(spelling[0]), points_of(spelling[1]))
        if isinstance(style, Ranking) and named.points:
            if len(named.points) != len(named.marks):
                raise BadBallot(sentence("There are not as many points as ranked projects."))
            found = Choice(style.checked(poll, Choice(named.marks)).marks, named.points)
        else:
            found = style.checked(poll, named)
        return Choice(self._shared.setdefault(found.marks, found.marks), found.points)


def marks_of(cell: str) -> tuple[str, ...]:
    """Give the ids in a cell, in its order, without spaces and empty places."""
    return tuple(filter(None, map(str.strip, cell.split(","))))


def points_of(cell: str) -> tuple[int, ...]:
    """Give the points in a cell. Raises BadBallot for what is not a whole number."""
    return tuple(map(_whole, marks_of(cell)))


def _whole(text: str) -> int:
    found = _POINTS.fullmatch(text)
    if not found:
        raise BadBallot(sentence("The points “%(text)s” are not a whole number."), text=text[:40])
    return int(found[1])
