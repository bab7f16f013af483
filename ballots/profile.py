"""All ballots of a poll, equal ones put together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import NamedTuple

from ballots.errors import BadBallot, sentence
from ballots.poll import Poll


class BallotGroup(NamedTuple):
    """`weight` voters who cast the same ballot.

    `marks` are project ids in ascending order, never empty; `points` stand beside them, each above 0, or are ()
    where every mark is worth one. Each of these voters counts `factor` times (a weight by area, for example).
    """

    marks: tuple[str, ...]
    weight: int
    points: tuple[int, ...] = ()
    factor: int = 1

    @property
    def scores(self) -> tuple[int, ...]:
        """The points of each mark, written out."""
        return self.points or (1,) * len(self.marks)


_group = partial(tuple.__new__, BallotGroup)
"""Makes a group of all its four parts, in a third of the time, where there are tens of thousands."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The ballots of a poll as groups in ascending order of their marks; the order of voters leaves no trace.

    Blank ballots are counted in `blank` and nowhere else: `voters`, the n of every rule, are the
    ballots with at least one mark. For each project of the poll `votes` holds the voters who gave it anything,
    and `scores` the sum of points x weight x factor; for plain approval ballots the two are equal.
    """

    groups: tuple[BallotGroup, ...]
    blank: int
    votes: dict[str, int] = field(hash=False)
    scores: dict[str, int] = field(hash=False)

    @classmethod
    def of(cls, poll: Poll, ballots: Iterable[Iterable[str]]) -> "Profile":
        """Group the ballots. Raises BadBallot for an id that is not in the poll; a mark made twice counts once."""
        counted = Counter(tuple(ballot) for ballot in ballots)
        return cls.of_counted(poll, counted.items())

    @classmethod
    def of_counted(cls, poll: Poll, counted: Iterable[tuple[tuple[str, ...], int]]) -> "Profile":
        """Group ballots that come with the number of voters who cast them."""
        weights: Counter[tuple[str, ...]] = Counter()
        for marks, weight in counted:
            weights[tuple(sorted(set(marks)))] += weight
        blank = weights.pop((), 0)
        groups = [BallotGroup(marks, weights[marks]) for marks in sorted(weights, key=place_of)]
        return cls(tuple(groups), blank, *_tallies(poll, groups))

    @classmethod
    def of_tallied(
        cls, poll: Poll, ballots: Sequence[tuple[str, ...]], voters: Sequence[int], votes: Mapping[str, int]
    ) -> "Profile":
        """Take different ballots as they stand: in ascending order, none blank, each with its voters beside it.

        `votes` are the voters of each project among them.
        """
        groups = tuple(map(_group, zip(ballots, voters, repeat(()), repeat(1))))
        in_order = {project.project_id: votes[project.project_id] for project in poll.projects}
        return cls(groups, 0, in_order, dict(in_order))

    @classmethod
    def of_points(cls, poll: Poll, counted: Iterable[tuple[tuple[tuple[str, int], ...], int]]) -> "Profile":
        """Group ballots of (project id, points) that come with the number of voters who cast them.

        No points is no mark. Raises BadBallot for points below 0, a project named twice or one not in the poll.
        """
        return cls.of_groups(poll, (_pointed(ballot, weight) for ballot, weight in counted))

    @classmethod
    def of_groups(cls, poll: Poll, groups: Iterable[BallotGroup]) -> "Profile":
        """Put equal groups together; a group without marks is of blank ballots. Marks must be in ascending order.

        Raises BadBallot for an id that is not in the poll.
        """
        weights: Counter[tuple[tuple[str, ...], tuple[int, ...], int]] = Counter()
        blank = 0
        for marks, weight, points, factor in groups:
            if marks:
                plain = all(point == 1 for point in points)
                weights[(marks, () if plain else points, factor)] += weight
            else:
                blank += weight
        together = [BallotGroup(key[0], weights[key], *key[1:]) for key in weights]
        together.sort(key=lambda group: (place_of(group.marks), group.points, group.factor))
        return cls(tuple(together), blank, *_tallies(poll, together))

    @property
    def voters(self) -> int:
        """The n of the definitions: ballots with at least one mark."""
        return sum(group.weight for group in self.groups)

    @property
    def power(self) -> int:
        """The number of shares of the budget: each voter as often as the factor of the group says."""
        return sum(group.weight * group.factor for group in self.groups)


def _pointed(ballot: tuple[tuple[str, int], ...], weight: int) -> BallotGroup:
    given = sorted((project_id, points) for project_id, points in ballot if points)
    for place, (project_id, points) in enumerate(given):
        if points < 0:
            raise BadBallot(sentence("Project %(project)s has points below zero."), project=project_id)
        if place and given[place - 1][0] == project_id:
            raise BadBallot(sentence("Project %(project)s is chosen twice. Choose it once."), project=project_id)
    return BallotGroup(tuple(mark for mark, _ in given), weight, tuple(points for _, points in given))


def place_of(marks: tuple[str, ...]) -> str:
    """Give a text by which ballots stand in the order of their marks: no sign comes before the one between two ids."""
    return "\0".join(marks)


def _not_on_the_paper(project_id: str) -> BadBallot:
    return BadBallot(sentence("Project %(project)s is not on this ballot paper."), project=project_id)


def _tallies(poll: Poll, groups: list[BallotGroup]) -> tuple[dict[str, int], dict[str, int]]:
    votes = {project.project_id: 0 for project in poll.projects}
    scores = dict(votes)
    for group in groups:
        power = group.weight * group.factor
        for project_id, points in zip(group.marks, group.scores, strict=True):
            if project_id not in votes:
                raise _not_on_the_paper(project_id)
            votes[project_id] += group.weight
            scores[project_id] += points * power
    return votes, scores
