"""What the cells of one ballot mean; each spelling is understood once, and equal ballots are one object."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from ballots.errors import BadBallot, sentence
from ballots.pabulib.paper import Paper
from ballots.styles import Choice, Ranking, Spending

Spelling: TypeAlias = tuple[str, str]
"""The cell of the vote and the cell of its points, "" where there is none."""

_POINTS = re.compile(r"([+-]?[0-9]{1,9})(?:\.0*)?")


class Spellings:
    """Understands the ballots of a paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self._ids = {project_id.encode(): project_id for project_id in paper.poll.by_id}
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}

    def choice(self, spelling: Spelling) -> Choice:
        """Give the canonical choice; a ranking keeps the points that stand beside it. Raises BadBallot."""
        style, poll = self.paper.style, self.paper.poll
        named = Choice(marks_of(spelling[0]), points_of(spelling[1]))
        if isinstance(style, Ranking) and named.points:
            if len(named.points) != len(named.marks):
                raise BadBallot(sentence("There are not as many points as ranked projects."))
            found = Choice(style.checked(poll, Choice(named.marks)).marks, named.points)
        else:
            found = style.checked(poll, named)
        return Choice(self._shared.setdefault(found.marks, found.marks), found.points)

    def plain(self, cells: Sequence[bytes]) -> list[tuple[str, ...]] | None:
        """Give the marks of plainly spelled ballots without points; None if one of them needs a closer look."""
        found = self._marks(cells)
        if found is None or not self._are_within_limits(found):
            return None
        if isinstance(self.paper.style, Spending) and not all(map(self._is_affordable, found)):
            return None
        return found

    def _marks(self, cells: Sequence[bytes]) -> list[tuple[str, ...]] | None:
        id_of = self._ids.__getitem__
        try:
            if isinstance(self.paper.style, Ranking):
                return [tuple(map(id_of, cell.split(b","))) for cell in cells]
            return [tuple(sorted(map(id_of, cell.split(b",")))) for cell in cells]
        except KeyError:
            return None

    def _are_within_limits(self, found: list[tuple[str, ...]]) -> bool:
        style = self.paper.style
        if not found:
            return True
        numbers = list(map(len, found))
        if min(numbers) < style.min_choices or (style.max_choices is not None and max(numbers) > style.max_choices):
            return False
        return sum(map(len, map(set, found))) == sum(numbers)  # nobody named a project twice

    def _is_affordable(self, marks: tuple[str, ...]) -> bool:
        try:
            self.paper.style.checked(self.paper.poll, Choice(marks))
        except BadBallot:
            return False
        return True


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
