"""A fair slate by equal shares: every point costs the same, and so many places are the budget. Joins the libraries."""

from dataclasses import dataclass

from ballots.count import count
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import EqualShares
from deliberation.slate import Audit, Marks, audit, people_of

PLACES = 3
FEWEST = 10
"""With fewer people than this nothing rests on what matters to whom (settled.md 14)."""
PARTS = 1_000
"""Into so many parts of one person's share Add1 divides a place."""


@dataclass(frozen=True, slots=True)
class Slate:
    """The points that were chosen, in their own order, and the audit; none where too few people marked anything."""

    points: tuple[int, ...]
    audit: Audit | None


def slate_of(marks: Marks, seed: str, places: int = PLACES) -> Slate:
    """Choose at most so many of the points by equal shares, and fill up with those that came first.

    Where fewer than ten people marked any of them, the marks choose nothing: the points that came first stand.
    """
    people = len(people_of(marks, marks))
    if people < FEWEST:
        return Slate(tuple(sorted(marks)[:places]), None)
    shared = by_equal_shares(marks, seed, places)
    rest = [point for point in sorted(marks) if point not in shared]
    chosen = tuple(sorted((*shared, *rest[: places - len(shared)])))
    return Slate(chosen, audit(marks, chosen, places))


def by_equal_shares(marks: Marks, seed: str, places: int) -> tuple[int, ...]:
    """The points that equal shares funds at a cost of one place each; shares are raised until the places are taken.

    Somebody must have marked something.
    """
    cost = PARTS * len(people_of(marks, marks))
    poll = Poll(tuple(Project(str(point), cost) for point in sorted(marks)), budget=places * cost)
    ballots: dict[int, list[str]] = {}
    for point in sorted(marks):
        for person in marks[point]:
            ballots.setdefault(person, []).append(str(point))
    outcome = count(poll, Profile.of(poll, ballots.values()), EqualShares(exhaustive=True, increment=1), seed)
    return tuple(sorted(int(point) for point in outcome.winners))
