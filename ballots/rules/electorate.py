"""The voters of an election as arrays: groups of equal ballots, their weights, factors and the points they give."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
class Backing:
    """Who supports one project: `groups`, and beside each its voters and the points each of them gave.

    `points` is None where every supporter gave one point. `voters` and `strength` (voters times points) are floats,
    whole numbers below 2**53 and so exact; `points_float` is `points` as floats.
    """

    groups: Groups
    voters: Floats
    strength: Floats
    points: Groups | None
    points_float: Floats | None
    most_points: int
    total_voters: int
    total_strength: int

    @classmethod
    def of(cls, groups: Groups, points: Groups, weights: Groups) -> "Backing":
        """Lay out the supporters of one project."""
        voters = weights.take(groups)
        strength = voters * points
        most = int(points.max(initial=1))
        plain = most == 1
        floats = voters.astype(np.float64)
        return cls(
            groups,
            floats,
            floats if plain else strength.astype(np.float64),
            None if plain else points,
            None if plain else points.astype(np.float64),
            most,
            int(voters.sum()),
            int(strength.sum()),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The ballots of the groups one after the other: group g has the places `starts[g]` to `starts[g + 1]`.

    `projects` holds the numbers of the projects it supports, `points` what it gives each (None: one each).
    """

    starts: Groups
    projects: NDArray[np.int32]
    points: Groups | None

    def places(self, groups: Groups) -> tuple[Groups, Groups]:
        """Give all places of these groups, and for each place which of the groups (0, 1, ...) it belongs to."""
        lengths = self.starts[groups + 1] - self.starts[groups]
        whose = np.repeat(np.arange(len(groups)), lengths)
        before = np.cumsum(lengths) - lengths
        return np.arange(len(whose)) + (self.starts[groups] - before)[whose], whose

    def points_at(self, places: Groups) -> Groups:
        """Give the points at these places."""
        return np.ones(len(places), dtype=np.int64) if self.points is None else self.points[places]


@dataclass(frozen=True, slots=True, eq=False)
class Electorate:
    """Projects are numbered by tie order (0 wins ties), groups in the order of the profile.

    Only projects that compete are numbered. `votes` are voters; `worth` is what a project is worth for each point
    that is fully paid: its cost under cost utilities, 1 under score utilities. A voter of group g starts with
    `factors[g]` shares; `power` is the number of shares of all voters. `rivals[p]` go out when p is bought.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    worth: tuple[int, ...]
    votes: tuple[int, ...]
    weights: Groups
    factors: Groups
    backing: tuple[Backing, ...]
    rows: Rows
    rivals: tuple[tuple[int, ...], ...]
    power: int
    budget: int
    ties: TieOrder

    @classmethod
    def of(cls, election: Election, *, by_cost: bool = True, leave_out: frozenset[str] = frozenset()) -> "Electorate":
        """Lay out the arrays; `leave_out` are projects that do not compete although they stand."""
        standing = tuple(project for project in election.standing if project.project_id not in leave_out)
        ids = tuple(project.project_id for project in standing)
        number = {project_id: place for place, project_id in enumerate(ids)}
        groups = election.profile.groups
        weights = np.fromiter((group.weight for group in groups), np.int64, len(groups))
        rows = _rows(election, number)
        return cls(
            ids,
            tuple(project.cost for project in standing),
            tuple(project.cost if by_cost else 1 for project in standing),
            tuple(election.votes(project_id) for project_id in ids),
            weights,
            np.fromiter((group.factor for group in groups), np.int64, len(groups)),
            tuple(Backing.of(*found, weights) for found in _supporters(rows, len(ids))),
            rows,
            tuple(tuple(number[one] for one in election.rivals(p) if one in number) for p in ids),
            election.profile.power,
            election.poll.budget,
            election.ties,
        )

    def names(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Give the ids of numbered projects."""
        return tuple(self.ids[number] for number in numbers)

    def excluded(self, bought: Sequence[int]) -> set[int]:
        """Give the projects that the bought ones put out."""
        return {rival for project in bought for rival in self.rivals[project]}

    def given(self, groups: Groups) -> Floats:
        """Give for each project the sum of voters x points among these groups (whole numbers)."""
        places, whose = self.rows.places(groups)
        strength = self.weights[groups][whose] * self.rows.points_at(places)
        return self._tallied(places, strength)

    def shared(self, groups: Groups, amounts: Groups) -> Floats:
        """Give for each project the sum of the amounts that stand beside the groups, over those that support it."""
        places, whose = self.rows.places(groups)
        return self._tallied(places, amounts[whose])

    def _tallied(self, places: Groups, amounts: Groups) -> Floats:
        """Add up amounts that stand at places of the rows, for each project."""
        totals = np.bincount(self.rows.projects[places], amounts.astype(np.float64), minlength=len(self.ids))
        return totals.astype(np.float64)

    def table(self, groups: Groups) -> Floats:
        """Give the points of each of these groups (rows) for each project (columns)."""
        places, whose = self.rows.places(groups)
        points = np.zeros((len(groups), len(self.ids)))
        points[whose, self.rows.projects[places]] = self.rows.points_at(places)
        return points

    def points_of(self, project: int, groups: Groups) -> Groups:
        """Give the points that each of these supporters of a project gave it."""
        backing = self.backing[project]
        if backing.points is None:
            return np.ones(len(groups), dtype=np.int64)
        return backing.points.take(np.searchsorted(backing.groups, groups))


def _rows(election: Election, number: dict[str, int]) -> Rows:
    """Lay out the marks for numbered projects; others leave no trace."""
    groups = election.profile.groups
    lengths = np.fromiter((len(group.marks) for group in groups), np.int64, len(groups))
    marks = (number.get(mark, -1) for group in groups for mark in group.marks)
    projects = np.fromiter(marks, np.int32, int(lengths.sum()))
    points = _points(election, len(projects))
    ends = np.concatenate(([0], np.cumsum(projects >= 0)))
    starts = ends[np.concatenate(([0], np.cumsum(lengths)))]
    kept = projects >= 0
    return Rows(starts, projects[kept], None if points is None else points[kept])


def _points(election: Election, total: int) -> Groups | None:
    """Give the points of every mark one after the other; None where all are one."""
    groups = election.profile.groups
    if not any(group.points for group in groups):
        return None
    return np.fromiter((point for group in groups for point in group.scores), np.int64, total)


def _supporters(rows: Rows, projects: int) -> Iterator[tuple[Groups, Groups]]:
    """Give for each project the groups that support it and the points of each."""
    whose = np.repeat(np.arange(len(rows.starts) - 1, dtype=np.int32), np.diff(rows.starts))
    order = np.argsort(rows.projects, kind="stable")
    ends = np.searchsorted(rows.projects[order], np.arange(projects + 1))
    for start, end in pairwise(ends):
        places = order[start:end]
        yield whose[places].astype(np.int64), rows.points_at(places)
