"""What the section VOTES of a written file holds: the rows of each kind of ballot, and their sums."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ballots.errors import BadPoll, sentence
from ballots.pabulib.limits import PABULIBS_BORDA
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rankings import Rankings, worth
from ballots.styles import BallotStyle, Choice, Ranking

Cast: TypeAlias = Profile | Rankings


@dataclass(frozen=True, slots=True)
class Sheet:
    """Different ballots with their voters, as they are written: marks in the order of the cell, points beside them.

    `points_written` says whether the file has a column of points; a ranking's are left out where they are those that
    everybody assumes.
    """

    ballots: tuple[tuple[Choice, int], ...]
    votes: dict[str, int]
    scores: dict[str, int]
    points_written: bool

    @classmethod
    def of(cls, poll: Poll, cast: Cast, style: BallotStyle) -> "Sheet":
        """Lay out the ballots. Raises BadPoll or BadBallot as `write` does."""
        ballots = tuple(_ranked(poll, cast, style) if isinstance(style, Ranking) else _marked(poll, cast, style))
        votes = {project.project_id: 0 for project in poll.projects}
        scores = dict(votes)
        for choice, voters in ballots:
            for mark, points in zip(choice.marks, choice.points or (1,) * len(choice.marks), strict=True):
                votes[mark] += voters
                scores[mark] += points * voters
        written = style.convention != PABULIBS_BORDA if isinstance(style, Ranking) else style.TAKES_POINTS
        return cls(ballots, votes, scores, written)

    def rows(self) -> Iterator[tuple[int | str, ...]]:
        """Give one row for each voter, numbered from 1."""
        voter = 0
        for choice, voters in self.ballots:
            cells: tuple[str, ...] = (",".join(choice.marks),)
            if self.points_written:
                cells += (",".join(map(str, choice.points)),)
            for number in range(voter + 1, voter + voters + 1):
                yield number, *cells
            voter += voters


def _ranked(poll: Poll, cast: Cast, style: Ranking) -> Iterator[tuple[Choice, int]]:
    if not isinstance(cast, Rankings):
        raise BadPoll(sentence("A file of ranked ballots needs their orders."))
    longest = len(poll.projects) if style.max_choices is None else style.max_choices
    for order, voters in cast.groups:
        marks = style.checked(poll, Choice(order)).marks
        yield Choice(marks, worth(style.convention, len(marks), len(poll.projects), longest)), voters


def _marked(poll: Poll, cast: Cast, style: BallotStyle) -> Iterator[tuple[Choice, int]]:
    if not isinstance(cast, Profile):
        raise BadPoll(sentence("Only a file of ranked ballots can hold orders."))
    for group in cast.groups:
        if group.factor != 1:
            raise BadPoll(sentence("A .pb file cannot hold voters who count more than once."))
        yield _falling(style.checked(poll, style.choice(poll, group))), group.weight


def _falling(choice: Choice) -> Choice:
    """Put the most points first, as the format asks."""
    if not choice.points:
        return choice
    pairs = sorted(zip(choice.marks, choice.points, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return Choice(tuple(mark for mark, _ in pairs), tuple(points for _, points in pairs))
