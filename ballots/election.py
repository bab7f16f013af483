"""What a rule is handed: the poll, its profile and the tie order, with the projects that compete."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.ties import TieOrder

Progress: TypeAlias = Callable[[int, int], None]
"""Told after each step of a long count: the number of steps so far and what the winners then cost (minor units)."""


@dataclass(frozen=True, slots=True)
class Election:
    """A poll ready to be counted.

    `standing` are the projects that compete, in tie order: each has a supporter, costs something and
    costs no more than the budget. `free` are supported projects that cost nothing: they are always funded.
    """

    poll: Poll
    profile: Profile
    ties: TieOrder
    standing: tuple[Project, ...]
    free: tuple[str, ...]

    @classmethod
    def of(cls, poll: Poll, profile: Profile, tie_steps: tuple[str, ...], seed: str) -> "Election":
        """Sort the projects and fix the tie order before anything is counted."""
        ties = TieOrder.of(poll.projects, profile.votes, tie_steps, seed)
        ordered = sorted(poll.projects, key=lambda project: ties.sort_key(project.project_id))
        supported = [project for project in ordered if profile.votes[project.project_id]]
        return cls(
            poll,
            profile,
            ties,
            tuple(project for project in supported if 0 < project.cost <= poll.budget),
            tuple(sorted(project.project_id for project in supported if project.cost == 0)),
        )

    def rivals(self, project_id: str) -> tuple[str, ...]:
        """Give the projects that go out once this one is funded, in ascending order of their ids.

        They are all others of every set of the poll's `exclusive` that names the project, whether they stand or not.
        """
        named = (one for rivals in self.poll.exclusive if project_id in rivals for one in rivals)
        return tuple(sorted({one for one in named if one != project_id}))

    def score(self, project_id: str) -> int:
        """Give the project's points (approval: the votes), each voter counted as often as their factor says."""
        return self.profile.scores[project_id]

    def votes(self, project_id: str) -> int:
        """Give the number of voters who chose the project."""
        return self.profile.votes[project_id]

    def cost(self, project_id: str) -> int:
        """Give the cost in minor units."""
        return self.poll.by_id[project_id].cost
