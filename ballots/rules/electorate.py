"""The voters of an election as arrays: groups of equal ballots, their weights and the projects they support."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ballots.election import Election
from ballots.ties import TieOrder

Groups: TypeAlias = NDArray[np.int64]
"""Numbers of groups, ascending."""
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Electorate:
    """Projects are numbered by tie order (0 wins ties), groups in the order of the profile.

    Only projects that compete are numbered. `supporters[p]` are the groups that chose p, `support[p]` their
    weights as floats (whole numbers below 2**53, so exact); `marks[g, p]` is 1 where group g chose p.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    votes: tuple[int, ...]
    weights: NDArray[np.int64]
    supporters: tuple[Groups, ...]
    support: tuple[Floats, ...]
    marks: NDArray[np.uint8]
    voters: int
    budget: int
    ties: TieOrder

    @classmethod
    def of(cls, election: Election) -> "Electorate":
        """Lay out the arrays."""
        ids = tuple(project.project_id for project in election.standing)
        weights = np.array([group.weight for group in election.profile.groups], dtype=np.int64)
        marks = _marks(election, ids)
        supporters = tuple(np.flatnonzero(marks[:, number]).astype(np.int64) for number in range(len(ids)))
        return cls(
            ids,
            tuple(project.cost for project in election.standing),
            tuple(election.votes(project_id) for project_id in ids),
            weights,
            supporters,
            tuple(weights[groups].astype(np.float64) for groups in supporters),
            marks,
            election.profile.voters,
            election.poll.budget,
            election.ties,
        )

    def choosing(self, groups: Groups, projects: Sequence[int]) -> Groups:
        """Give, for each of the projects, how many voters of these groups chose it."""
        chosen = self.marks.take(groups, axis=0).take(projects, axis=1)
        counted: Groups = self.weights[groups] @ chosen
        return counted

    def names(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Give the ids of numbered projects."""
        return tuple(self.ids[number] for number in numbers)


def _marks(election: Election, ids: tuple[str, ...]) -> NDArray[np.uint8]:
    number = {project_id: place for place, project_id in enumerate(ids)}
    groups = election.profile.groups
    marks = np.zeros((len(groups), len(ids)), dtype=np.uint8)
    cells = [
        row * len(ids) + number[project_id]
        for row, group in enumerate(groups)
        for project_id in group.marks
        if project_id in number
    ]
    marks.ravel()[cells] = 1
    return marks
