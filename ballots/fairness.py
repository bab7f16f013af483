"""How evenly an outcome treats voters: how many have a funded project, whose money it is, and groups left out.

A group is left out if it is large enough for a project that all of it chose, at its share of the budget, and yet
each of its members has less than that: EJR+ up to one project with cost utilities (Brill and Peters, Robust and
Verifiable Proportionality Axioms for Multiwinner Voting, EC 2023). Each such group is told with figures from which
anyone can check it again (`certificate_holds`). A voter with a factor counts so often.

All of this looks at choices alone: a project that a ballot gives any points counts as chosen, however many they are,
and what a funded project is worth to a voter is its money. So on ballots with points these are figures about choosing,
not about points; equal shares, which counts points, may then leave such a group out. `Fairness.by_choices` says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from ballots.outcome import JSON, Outcome, plain
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile

FEWEST = 10
"""Nothing is said about fewer people than this in a part of the place."""
QUARTERS = 4

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spread:
    """Money per voter, exact, in minor units: each funded project's money in equal parts to those who chose it.

    `quarters` are five amounts: the least, those of the voters a quarter, half and three quarters up, the largest.
    """

    mean: Fraction
    quarters: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A group that could claim a project: `size` voters (by their factors) chose it and have at most `most` each.

    `most` is the money of the funded projects that such a voter chose, in minor units. The claim holds if
    size * budget >= power * (most + cost), where power is the number of all voters (by their factors).
    """

    project: str
    cost: int
    size: int
    most: int


@dataclass(frozen=True, slots=True)
class ProjectArea:
    """The projects of one area ("" for none): how many there are, are funded, and for how much in minor units.

    `voters` chose at least one of them; None if they are more than none and fewer than `FEWEST`.
    """

    area: str
    projects: int
    funded: int
    spent: int
    voters: int | None


@dataclass(frozen=True, slots=True)
class VoterArea:
    """The voters of an area (or of several small ones together), and what they have of the outcome.

    `represented` have at least one funded project; neither they nor the others are some and fewer than `FEWEST`.
    `mean` is how many of their projects are funded, on average.
    """

    areas: tuple[str, ...]
    voters: int
    represented: int
    mean: Fraction


@dataclass(frozen=True, slots=True)
class Fairness:
    """The figures of one outcome. `histogram[k]` voters chose exactly k of the funded projects.

    `by_choices`: ballots gave points, and these figures look only at what was chosen.
    """

    voters: int
    histogram: tuple[int, ...]
    money: Spread | None
    left_out: tuple[LeftOut, ...]
    project_areas: tuple[ProjectArea, ...]
    voter_areas: tuple[VoterArea, ...]
    by_choices: bool = False

    @property
    def without(self) -> int:
        """The voters none of whose projects is funded."""
        return self.histogram[0]

    @property
    def represented(self) -> int:
        """The voters with at least one funded project."""
        return self.voters - self.without

    @property
    def mean(self) -> Fraction:
        """How many of a voter's projects are funded, on average; 0 where nobody voted."""
        total = sum(number * voters for number, voters in enumerate(self.histogram))
        return Fraction(total, self.voters or 1)

    def to_json(self) -> dict[str, JSON]:
        """Give the figures as a tree without floats; a fraction is the text "numerator/denominator"."""
        return {name: plain(value) for name, value in asdict(self).items()}


def money_of(outcome: Outcome) -> dict[str, int]:
    """Give what every funded project is given, in minor units; 0 for those that cost nothing."""
    return dict.fromkeys(outcome.free, 0) | {found.project: found.cost for found in outcome.rounds}


def fairness(
    poll: Poll, profile: Profile, funded: Mapping[str, int], by_area: Mapping[str, Profile] | None = None
) -> Fairness:
    """Work out the figures of an outcome that gives each of the `funded` projects so much money (minor units).

    `by_area` are the ballots by the area of those who cast them, where that is known.
    """
    voters = profile.voters
    return Fairness(
        voters,
        _histogram(profile, funded),
        _spread(profile, funded) if voters else None,
        left_out(poll, profile, funded),
        _project_areas(poll, profile, funded),
        _voter_areas(by_area or {}, funded),
        by_choices=any(group.points for group in profile.groups),
    )


def left_out(poll: Poll, profile: Profile, funded: Mapping[str, int]) -> tuple[LeftOut, ...]:
    """Give, for each project with a group that could claim it, the largest such group; by project id."""
    have = np.array([_has(group, funded) for group in profile.groups], dtype=np.int64)
    counts = np.array([group.weight * group.factor for group in profile.groups], dtype=np.int64)
    supporters: dict[str, list[int]] = {project.project_id: [] for project in poll.projects}
    for row, group in enumerate(profile.groups):
        for mark in group.marks:
            supporters[mark].append(row)
    waiting = [one for one in poll.projects if one.cost and one.project_id not in funded]
    claims = []
    for project in sorted(waiting, key=lambda one: one.project_id):
        rows = np.array(supporters[project.project_id], dtype=np.int64)
        claim = _claim(project, have[rows], counts[rows], (poll.budget, profile.power))
        claims += [claim] if claim else []
    return tuple(claims)


def certificate_holds(poll: Poll, profile: Profile, funded: Mapping[str, int], claim: LeftOut) -> bool:
    """Check one group again from the ballots alone, in whole numbers, without trusting how it was found."""
    group = sum(
        one.weight * one.factor
        for one in profile.groups
        if claim.project in one.marks and _has(one, funded) <= claim.most
    )
    project = poll.by_id[claim.project]
    entitled = claim.size * poll.budget >= profile.power * (claim.most + project.cost)
    return claim.project not in funded and claim.cost == project.cost and group == claim.size and entitled


def _claim(project: Project, have: Whole, counts: Whole, pot: tuple[int, int]) -> LeftOut | None:
    """Look at the supporters who have least, more and more of them; a share is rounded down, as sums are whole."""
    budget, power = pot
    order = np.argsort(have, kind="stable")
    least = have[order]
    size = np.cumsum(counts[order])
    last_of_level = np.append(least[1:] != least[:-1], True) if len(least) else np.zeros(0, dtype=np.bool_)
    each, rest = divmod(budget, power) if power else (0, 0)
    share = size * each + size * rest // max(power, 1)
    found = np.flatnonzero(last_of_level & (share >= least + project.cost))
    if not len(found):
        return None
    place = int(found[-1])
    return LeftOut(project.project_id, project.cost, int(size[place]), int(least[place]))


def _has(group: BallotGroup, funded: Mapping[str, int]) -> int:
    return sum(funded.get(mark, 0) for mark in group.marks)


def _histogram(profile: Profile, funded: Mapping[str, int]) -> tuple[int, ...]:
    counted: Counter[int] = Counter()
    for group in profile.groups:
        counted[sum(mark in funded for mark in group.marks)] += group.weight
    return tuple(counted[number] for number in range(max(counted, default=0) + 1))


def _spread(profile: Profile, funded: Mapping[str, int]) -> Spread:
    """Divide each project's money among those who chose it: whole numbers over one denominator."""
    chosen = {ref: money for ref, money in funded.items() if profile.votes[ref]}
    scale = lcm(*(profile.votes[ref] for ref in chosen))
    parts = {ref: money * (scale // profile.votes[ref]) for ref, money in chosen.items()}
    held: Counter[int] = Counter()
    for group in profile.groups:
        held[sum(parts.get(mark, 0) for mark in group.marks)] += group.weight
    mean = Fraction(sum(chosen.values()), profile.voters)
    return Spread(mean, tuple(Fraction(amount, scale) for amount in _quarters(held, profile.voters)))


def _quarters(held: Counter[int], voters: int) -> list[int]:
    """Give the amounts of the voters at 0, 1/4, 1/2, 3/4 and 1 of the way from the least to the largest."""
    places = [(voters - 1) * quarter // QUARTERS for quarter in range(QUARTERS + 1)]
    found: list[int] = []
    passed = 0
    for amount in sorted(held):
        passed += held[amount]
        while len(found) <= QUARTERS and places[len(found)] < passed:
            found.append(amount)
    return found


def _project_areas(poll: Poll, profile: Profile, funded: Mapping[str, int]) -> tuple[ProjectArea, ...]:
    area_of = {project.project_id: project.area for project in poll.projects}
    if not any(area_of.values()):
        return ()
    voters: Counter[str] = Counter()
    for group in profile.groups:
        for area in {area_of[mark] for mark in group.marks}:
            voters[area] += group.weight
    return tuple(
        ProjectArea(
            area,
            sum(area_of[ref] == area for ref in area_of),
            sum(area_of[ref] == area for ref in funded),
            sum(money for ref, money in funded.items() if area_of[ref] == area),
            None if 0 < voters[area] < FEWEST else voters[area],
        )
        for area in sorted(set(area_of.values()))
    )


def _voter_areas(by_area: Mapping[str, Profile], funded: Mapping[str, int]) -> tuple[VoterArea, ...]:
    """Tell each area that can be told by itself, and the others together, so that none can be worked out.

    The smallest further areas are put to those others until they can be told together; if they never can, they are not.
    """
    found = {area: _histogram(profile, funded) for area, profile in by_area.items() if profile.voters}
    ordered = sorted(found, key=lambda area: (sum(found[area]), area))
    others = [area for area in ordered if not _can_be_told([found[area]])]
    alone = [area for area in ordered if area not in others]
    while others and alone and not _can_be_told([found[area] for area in others]):
        others.append(alone.pop(0))
    told = [_voter_area((area,), [found[area]]) for area in sorted(alone)]
    together = [found[area] for area in others]
    if together and _can_be_told(together):
        told.append(_voter_area(tuple(sorted(others)), together))
    return tuple(told)


def _can_be_told(histograms: Sequence[tuple[int, ...]]) -> bool:
    """Say whether neither those with something funded nor those without are some and too few to be told."""
    without = sum(histogram[0] for histogram in histograms)
    represented = sum(map(sum, histograms)) - without
    return max(without, represented) >= FEWEST and not (0 < without < FEWEST or 0 < represented < FEWEST)


def _voter_area(areas: tuple[str, ...], histograms: Sequence[tuple[int, ...]]) -> VoterArea:
    voters = sum(map(sum, histograms))
    without = sum(histogram[0] for histogram in histograms)
    total = sum(number * held for histogram in histograms for number, held in enumerate(histogram))
    return VoterArea(areas, voters, voters - without, Fraction(total, voters))
