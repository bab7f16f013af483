"""All ballots of a poll, equal ones put together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ballots.errors import BadBallot, sentence
from ballots.poll import Poll


@dataclass(frozen=True, slots=True)
class BallotGroup:
    """`weight` voters who marked the same projects; `marks` are ids in ascending order, never empty."""

    marks: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Profile:
    """The ballots of a poll as groups in ascending order of their marks; the order of voters leaves no trace.

    Blank ballots are counted in `blank` and nowhere else: `voters`, the n of every rule, are the
    ballots with at least one mark.
    """

    groups: tuple[BallotGroup, ...]
    blank: int
    votes: dict[str, int] = field(hash=False)

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
        groups = tuple(BallotGroup(marks, weights[marks]) for marks in sorted(weights))
        return cls(groups, blank, _votes(poll, groups))

    @property
    def voters(self) -> int:
        """The n of the definitions: ballots with at least one mark."""
        return sum(group.weight for group in self.groups)


def _votes(poll: Poll, groups: tuple[BallotGroup, ...]) -> dict[str, int]:
    votes = {project.project_id: 0 for project in poll.projects}
    for group in groups:
        for project_id in group.marks:
            if project_id not in votes:
                raise BadBallot(sentence("Project %(project)s is not on this ballot paper."), project=project_id)
            votes[project_id] += group.weight
    return votes
