"""A fair slate: whom some chosen points represent, beside what the most marks or the widest cover would have chosen."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Marks = Mapping[int, AbstractSet[int]]
"""For each point, by its number, the people to whom it matters."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Whom a slate represents. `left_out` are the most people who agree on a point and find none of theirs on it.

    `by_marks` and `by_cover` are the people who would be represented by the points with most marks, and by points
    chosen one after another for the most people not represented yet.
    """

    places: int
    people: int
    covered: int
    by_marks: int
    by_cover: int
    left_out: int

    @property
    def is_fair(self) -> bool:
        """Whether no group that agrees on a point and is large enough for a place of its own was left without one."""
        return self.left_out * self.places < self.people


def audit(marks: Marks, chosen: Sequence[int], places: int) -> Audit:
    """The audit of a slate of so many places."""
    represented = people_of(marks, chosen)
    return Audit(
        places=places,
        people=len(people_of(marks, marks)),
        covered=len(represented),
        by_marks=len(people_of(marks, most_marked(marks, places))),
        by_cover=len(people_of(marks, widest(marks, places))),
        left_out=max((len(people - represented) for people in marks.values()), default=0),
    )


def people_of(marks: Marks, points: Sequence[int] | Marks) -> frozenset[int]:
    """Everybody to whom one of these points matters."""
    return frozenset().union(*(marks[point] for point in points))


def most_marked(marks: Marks, places: int) -> tuple[int, ...]:
    """The points that matter to most, the earlier first among equals; none that matters to nobody."""
    ordered = sorted((point for point in marks if marks[point]), key=lambda point: (-len(marks[point]), point))
    return tuple(ordered[:places])


def widest(marks: Marks, places: int) -> tuple[int, ...]:
    """Points chosen one after another for the most people not represented yet, then for the most people, then first."""
    chosen: list[int] = []
    while len(chosen) < places:
        left = [point for point in marks if marks[point] and point not in chosen]
        if not left:
            break
        seen = people_of(marks, chosen)
        chosen.append(min(left, key=lambda point: (-len(marks[point] - seen), -len(marks[point]), point)))
    return tuple(chosen)
