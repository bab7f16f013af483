"""Who supports what, and what it is worth: put in order once, for all runs of the Method of Equal Shares."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from moothill_verify.counting.ballots import Ballots

Supporters: TypeAlias = Sequence[tuple[int, list[int]]]
"""The groups of voters that gave a project so many points, for each number of points."""


@dataclass(frozen=True, slots=True)
class Electorate:
    """The projects that compete, in tie order, with what each is worth for a point that is paid in full.

    `voters` are how many voters each group has, and `scores` the points of each project.
    """

    ballots: Ballots
    worth: Mapping[str, int]
    supporters: Mapping[str, Supporters]
    voters: Sequence[int]
    scores: Mapping[str, int]

    @classmethod
    def of(cls, ballots: Ballots, projects: Sequence[str], *, by_cost: bool) -> "Electorate":
        """Note who supports each project, by the points they gave."""
        supporters: dict[str, dict[int, list[int]]] = {project: {} for project in projects}
        for number, group in enumerate(ballots.groups):
            for project, points in group.points:
                if project in supporters:
                    supporters[project].setdefault(points, []).append(number)
        worth = {project: ballots.costs[project] if by_cost else 1 for project in projects}
        grouped = {project: sorted(found.items()) for project, found in supporters.items()}
        return cls(ballots, worth, grouped, [group.voters for group in ballots.groups], ballots.scores)
