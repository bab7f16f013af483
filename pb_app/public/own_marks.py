"""What a page needs so that a voter can mark a paper again on their own device, to compare it with what was cast."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.poll import Project
from ballots.styles import Boosted, Ranking, Scores
from pb_app.definitions import Asked


class Marks(StrEnum):
    """How the projects of a contest are marked: ticked, put in an order, or given points."""

    SET = "set"
    ORDER = "order"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class OwnContest:
    """A contest as its voter marks it again.

    `nothing` are the points that say as much as none; `among` are the projects that an extra vote may go to.
    """

    id: str
    title: str
    area: str
    marks: Marks
    nothing: int
    projects: Sequence[Project]
    among: Sequence[Project] = ()


def own_marks(asked: Asked) -> OwnContest:
    """How a contest is marked again, from what was frozen."""
    contest, style = asked.contest, asked.contest.style
    among: tuple[Project, ...] = ()
    if isinstance(style, Boosted):
        among, style = tuple(contest.poll.by_id[ref] for ref in style.among), style.style
    marks = Marks.POINTS if style.TAKES_POINTS else Marks.ORDER if isinstance(style, Ranking) else Marks.SET
    nothing = style.default if isinstance(style, Scores) else 0
    return OwnContest(contest.contest_id, asked.title, contest.area, marks, nothing, contest.poll.projects, among)
