"""Ballots that put projects in an order of preference, equal ones put together."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from ballots.errors import BadBallot, BadRule, sentence
from ballots.poll import Poll
from ballots.profile import Profile

CONVENTIONS = ("tournament", "positional", "last-is-nought", "last-is-one")
"""How places become points (Borda); the three disagree on ballots that do not rank everything."""


class RankedGroup(NamedTuple):
    """`weight` voters who ranked the same projects in the same order; the first is the most preferred."""

    order: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Rankings:
    """The ranked ballots of a poll as groups in ascending order; `blank` ballots rank nothing."""

    groups: tuple[RankedGroup, ...]
    blank: int

    @classmethod
    def of_counted(cls, candidates: Collection[str], counted: Iterable[tuple[tuple[str, ...], int]]) -> "Rankings":
        """Group orders that come with the number of voters who gave them.

        Raises BadBallot for an id that is not among the candidates, or one ranked twice.
        """
        known = frozenset(candidates)
        weights: Counter[tuple[str, ...]] = Counter()
        for order, weight in counted:
            _check_order(known, order)
            weights[order] += weight
        blank = weights.pop((), 0)
        return cls(tuple(RankedGroup(order, weights[order]) for order in sorted(weights)), blank)

    @property
    def voters(self) -> int:
        """The number of ballots that rank at least one project."""
        return sum(group.weight for group in self.groups)

    def points(self, convention: str, poll: Poll, longest: int | None = None) -> Profile:
        """Turn places into points (Borda) by a stated convention.

        With m projects, place r counted from 1 and k places on the ballot: "tournament" gives m - r;
        "positional" gives longest - r + 1, where `longest` is the most places a ballot may have (None: m);
        "last-is-nought" gives k - r; "last-is-one" gives k - r + 1 (as Pabulib does it).
        What is not ranked gets none, and a ballot whose places all get none is blank.
        Raises BadRule for another convention, BadBallot for a ballot with more than `longest` places.
        """
        most = len(poll.projects) if longest is None else longest
        if any(len(group.order) > most for group in self.groups):
            raise BadBallot(sentence("A ballot ranks more than %(most)d projects."), most=most)
        counted = (
            (tuple(zip(order, worth(convention, len(order), len(poll.projects), most), strict=True)), weight)
            for order, weight in self.groups
        )
        return Profile.of_points(poll, [*counted, ((), self.blank)])


def worth(convention: str, places: int, projects: int, longest: int) -> tuple[int, ...]:
    """Give the points of each place of a ballot with so many places; see `Rankings.points`."""
    if convention not in CONVENTIONS:
        raise BadRule(sentence("%(name)s is not a known way to turn places into points."), name=convention[:40])
    first = {
        "tournament": projects - 1,
        "positional": longest,
        "last-is-nought": places - 1,
        "last-is-one": places,
    }[convention]
    return tuple(range(first, first - places, -1))


def _check_order(known: frozenset[str], order: tuple[str, ...]) -> None:
    seen = set[str]()
    for project_id in order:
        if project_id not in known:
            raise BadBallot(sentence("Project %(project)s is not on this ballot paper."), project=project_id)
        if project_id in seen:
            raise BadBallot(sentence("Project %(project)s is ranked twice. Rank it once."), project=project_id)
        seen.add(project_id)
