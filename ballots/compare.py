"""Several ways of counting one poll, side by side: who is funded by which, how fair each is, who is better off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ballots.fairness import Fairness, fairness, money_of
from ballots.outcome import JSON, Outcome
from ballots.poll import Poll
from ballots.profile import Profile


@dataclass(frozen=True, slots=True)
class Side:
    """One way of counting: what it funds (ids of the projects and their money in minor units) and how fair that is."""

    outcome: Outcome
    funded: Mapping[str, int]
    fairness: Fairness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides by their places: the voters with more of their projects funded by the one, by the other, by neither."""

    first: int
    second: int
    better_first: int
    better_second: int
    alike: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """All sides in the order in which they were given, and every two of them against each other.

    `always` are the projects that every side funds, `differing` those that some fund and some do not, each with the
    places of the sides that do; both by the order of the poll.
    """

    sides: tuple[Side, ...]
    always: tuple[str, ...]
    differing: tuple[tuple[str, tuple[int, ...]], ...]
    pairs: tuple[Pair, ...]

    def to_json(self) -> dict[str, JSON]:
        """Give the comparison as a tree without floats."""
        return {
            "sides": [_side(side) for side in self.sides],
            "always": list(self.always),
            "differing": [{"project": ref, "sides": list(places)} for ref, places in self.differing],
            "pairs": [
                {
                    "first": pair.first,
                    "second": pair.second,
                    "better_first": pair.better_first,
                    "better_second": pair.better_second,
                    "alike": pair.alike,
                }
                for pair in self.pairs
            ],
        }


def side_by_side(
    poll: Poll, profile: Profile, outcomes: Sequence[Outcome], by_area: Mapping[str, Profile] | None = None
) -> SideBySide:
    """Compare the outcomes of one poll; `by_area` are the ballots by the area of the voters, where that is known."""
    sides = tuple(_sided(poll, profile, outcome, by_area) for outcome in outcomes)
    places = {
        project.project_id: tuple(place for place, side in enumerate(sides) if project.project_id in side.funded)
        for project in poll.projects
    }
    return SideBySide(
        sides,
        tuple(ref for ref, found in places.items() if found and len(found) == len(sides)),
        tuple((ref, found) for ref, found in places.items() if 0 < len(found) < len(sides)),
        _pairs(profile, sides),
    )


def _sided(poll: Poll, profile: Profile, outcome: Outcome, by_area: Mapping[str, Profile] | None) -> Side:
    funded = money_of(outcome)
    return Side(outcome, funded, fairness(poll, profile, funded, by_area))


def _pairs(profile: Profile, sides: tuple[Side, ...]) -> tuple[Pair, ...]:
    weights = np.array([group.weight for group in profile.groups], dtype=np.int64)
    have = [
        np.array([sum(mark in side.funded for mark in group.marks) for group in profile.groups], dtype=np.int64)
        for side in sides
    ]
    told = []
    for first, second in combinations(range(len(sides)), 2):
        more = int(weights[have[first] > have[second]].sum())
        fewer = int(weights[have[first] < have[second]].sum())
        told.append(Pair(first, second, more, fewer, profile.voters - more - fewer))
    return tuple(told)


def _side(side: Side) -> dict[str, JSON]:
    outcome = side.outcome
    return {
        "rule": outcome.rule,
        "parameters": dict(outcome.parameters),
        "winners": list(outcome.winners),
        "free": list(outcome.free),
        "spent": outcome.spent,
        "fairness": side.fairness.to_json(),
    }
