"""What voters carry under sequential Phragmén: exact, with floats that only discard.

A project's cost is shared out over its supporters so that afterwards all of them carry the same. So a group's load is
always the load of the last funded project on its ballot, or 0: it is kept as the number of that round. All loads
share one denominator (`scale`), so exact sums are sums of whole numbers.

Floats: u = 2**-53. A load is rounded once (u), times a group's power (2u), summed with at most s - 1 others that are
not negative (s*u), the cost added and the sum divided (3u): a float load is within (s+8)*u of the exact one,
relatively. Projects whose float is above the least by more than four times that cannot be least.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import mul

import numpy as np

from ballots.election import Election
from ballots.errors import BadPoll, sentence
from ballots.rules.electorate import Flags, Floats, Groups
from ballots.rules.purses import ROUNDING

MOST_POWER = 2**53
"""Below this the numbers of voters, weighted, are exact as floats, in which numpy adds them up."""


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """Who chose what: each mark is one group's choice of one project that stands; marks are sorted by project.

    Projects are numbered by tie order. `first[p]` is where the marks of project p begin; `power[p]` its supporters,
    each as often as their factor says, `factors[g]` the same of a group, `weights[g]` its voters.
    """

    ids: tuple[str, ...]
    costs: tuple[int, ...]
    power: tuple[int, ...]
    weights: Groups
    factors: Groups
    groups: Groups
    projects: Groups
    first: Groups

    @classmethod
    def of(cls, election: Election) -> "Marks":
        """Lay out the arrays. Raises BadPoll for more votes than can be added up."""
        if election.profile.power >= MOST_POWER:
            raise BadPoll(sentence("There are more votes than can be counted."))
        ids = tuple(project.project_id for project in election.standing)
        number = {project_id: place for place, project_id in enumerate(ids)}
        groups = election.profile.groups
        marked = [(number[one], row) for row, group in enumerate(groups) for one in group.marks if one in number]
        marks = np.array(marked, dtype=np.int64).reshape(len(marked), 2)
        marks = marks[np.argsort(marks[:, 0], kind="stable")]
        factors = np.array([group.weight * group.factor for group in groups], dtype=np.int64)
        power = np.bincount(marks[:, 0], weights=factors[marks[:, 1]], minlength=len(ids))
        return cls(
            ids,
            tuple(project.cost for project in election.standing),
            tuple(int(one) for one in power),
            np.array([group.weight for group in groups], dtype=np.int64),
            factors,
            np.ascontiguousarray(marks[:, 1]),
            np.ascontiguousarray(marks[:, 0]),
            np.searchsorted(marks[:, 0], np.arange(len(ids) + 1)).astype(np.int64),
        )

    def supporters(self, project: int) -> Groups:
        """Give the groups that chose a project."""
        return self.groups[self.first[project] : self.first[project + 1]]

    def marks_of(self, groups: Groups) -> Flags:
        """Say of every mark whether one of these groups made it."""
        chosen = np.zeros(len(self.weights), dtype=np.bool_)
        chosen[groups] = True
        return chosen[self.groups]


class Loads:
    """The loads at one moment of a count; `carry` moves on to the next."""

    def __init__(self, backing: Marks) -> None:
        self.backing = backing
        self.last = np.zeros(len(backing.weights), dtype=np.int64)
        self.scale = 1
        self.numerators = [0]
        self.floats = np.zeros(len(backing.weights))
        self.powers = backing.factors[backing.groups].astype(np.float64)
        self.float_costs = np.array(backing.costs, dtype=np.float64)
        self.float_power = np.array(backing.power, dtype=np.float64)
        most = int(np.diff(backing.first).max()) if len(backing.ids) else 0
        self.slack = 1 + 4 * (most + 8) * ROUNDING
        self._known: Floats | None = None

    def load_with(self, project: int) -> Fraction:
        """Give what each supporter of a project would carry if it were funded now, in minor units."""
        backing = self.backing
        groups = backing.supporters(project)
        counts = np.bincount(self.last[groups], weights=backing.factors[groups])
        carried = sum(int(counts[k]) * self.numerators[k] for k in np.flatnonzero(counts).tolist())
        return Fraction(backing.costs[project] * self.scale + carried, backing.power[project] * self.scale)

    def lightest(self, among: Collection[int]) -> tuple[Fraction, list[int]]:
        """Give the least load among these projects and all of them that would have it, ascending."""
        numbers = np.array(sorted(among), dtype=np.int64)
        estimates = self._estimates()[numbers]
        near = numbers[estimates <= estimates.min() * self.slack].tolist()
        exact = {project: self.load_with(project) for project in near}
        least = min(exact.values())
        return least, [project for project in near if exact[project] == least]

    def lowest(self, project: int) -> Fraction:
        """Give the least that a supporter of a project carries now."""
        return Fraction(self.numerators[int(self.last[self.backing.supporters(project)].min())], self.scale)

    def carry(self, project: int, load: Fraction) -> None:
        """Let every supporter of a project carry this load from now on."""
        wider = lcm(self.scale, load.denominator)
        factor = wider // self.scale
        if factor > 1:
            self.numerators = [one * factor for one in self.numerators]
        self.scale = wider
        self.numerators.append(load.numerator * (wider // load.denominator))
        groups = self.backing.supporters(project)
        self.last[groups] = len(self.numerators) - 1
        self.floats[groups] = float(load)
        self._known = None

    def taken_on(self, project: int, load: Fraction, others: Flags) -> dict[int, tuple[int, int]]:
        """Say what the supporters of other projects take on if a project is funded at this load.

        `others[p]` says which projects are meant. Gives, for each of them with supporters in common, their number
        and what they take on together, in minor units rounded down.
        """
        backing = self.backing
        groups = backing.supporters(project)
        at = np.flatnonzero(backing.marks_of(groups) & others[backing.projects])
        both, numbers = backing.groups[at], backing.projects[at]
        held, place = np.unique(self.last[both], return_inverse=True)
        size = len(backing.ids)
        shape = (size, len(held))
        powers = np.bincount(numbers * len(held) + place, weights=self.powers[at], minlength=size * len(held))
        voters = np.bincount(numbers, weights=backing.weights[both], minlength=size)
        scale = lcm(self.scale, load.denominator)
        level, widened = load.numerator * (scale // load.denominator), scale // self.scale
        rises = [level - self.numerators[one] * widened for one in held.tolist()]
        rows = powers.reshape(shape).astype(np.int64).tolist()
        return {
            other: (int(voters[other]), sum(map(mul, rows[other], rises)) // scale)
            for other in np.flatnonzero(voters).tolist()
        }

    def _estimates(self) -> Floats:
        """Give what each project's supporters would carry, as floats within the proven bound."""
        if self._known is None:
            backing = self.backing
            loads = self.powers * self.floats[backing.groups]
            carried = np.bincount(backing.projects, weights=loads, minlength=len(backing.ids))
            self._known = (self.float_costs + carried) / self.float_power
        return self._known
