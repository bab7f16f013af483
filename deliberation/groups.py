"""Groups of people who think alike: who is on the map, how many groups there are, and when a list is shown instead."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deliberation.clusters import Clusters, clusters, silhouette
from deliberation.consensus import Consensus, group_informed
from deliberation.matrix import Counts, Matrix, Members
from deliberation.plane import AXES, Plane, Points, plane

LEAST_OPINIONS = 7
TOPPED_UP_TO = 15
MOST_GROUPS = 5
PEOPLE_A_GROUP = 12
LEAST_PEOPLE = 20
LEAST_IN_GROUP = 5


@dataclass(frozen=True, slots=True)
class Groups:
    """The people on the map (rows of the matrix) in groups, largest first; the plane holds everybody."""

    members: tuple[Members, ...]
    centres: tuple[tuple[float, float], ...]
    fit: float
    plane: Plane

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many people each group holds."""
        return tuple(int(one.sum()) for one in self.members)

    def counts(self, matrix: Matrix) -> list[list[Counts]]:
        """The counts of each statement in each group: by group, then statement."""
        return [matrix.counts(one) for one in self.members]

    def consensus(self, matrix: Matrix) -> list[Consensus]:
        """What all groups say of each statement together."""
        return [group_informed(column) for column in zip(*self.counts(matrix), strict=True)]


def most_groups(people: int) -> int:
    """The most groups that are looked for among so many people."""
    return min(MOST_GROUPS, 2 + people // PEOPLE_A_GROUP)


def on_the_map(matrix: Matrix) -> Members:
    """Who has given enough opinions; while that makes fewer than 15 people the most active of the others join them."""
    given = matrix.seen.sum(axis=1)
    enough = given >= min(LEAST_OPINIONS, max(1, len(matrix.statements)))
    missing = TOPPED_UP_TO - int(enough.sum())
    if missing > 0:
        others = [row for row in np.argsort(-given, kind="stable") if given[row] and not enough[row]]
        enough[others[:missing]] = True
    found: Members = enough
    return found


def groups(matrix: Matrix, number: int | None = None, least: int = LEAST_IN_GROUP) -> Groups | None:
    """The groups that fit best, or so many of them. None: there is no map to show, only a list.

    That is so below 20 people, and where they do not differ enough for two groups of at least `least` people each. Of
    two numbers of groups that fit as well the smaller one is taken.
    """
    who = on_the_map(matrix)
    if len(matrix.statements) < AXES or who.sum() < LEAST_PEOPLE:
        return None
    laid = plane(matrix)
    points = laid.people[who]
    different = len(np.unique(points.round(9), axis=0))
    numbers = [number] if number else range(2, most_groups(len(points)) + 1)
    found = (clusters(points, one) for one in numbers if one <= different)
    told = [one for one in found if min(one.sizes) >= least]
    return _best(points, told, laid, who) if told else None


def _best(points: Points, found: Sequence[Clusters], laid: Plane, who: Members) -> Groups:
    fits = [silhouette(points, one.labels) for one in found]
    best = max(range(len(found)), key=lambda at: (fits[at], -at))
    labels = np.full(len(who), -1)
    labels[who] = found[best].labels
    members = tuple(labels == at for at in range(len(found[best].centres)))
    return Groups(members, tuple((float(x), float(y)) for x, y in found[best].centres), fits[best], laid)
