"""Weights by area: the voters of each area count as often as a published table says."""

from collections.abc import Iterable, Mapping

from ballots.errors import BadPoll, sentence
from ballots.poll import Poll
from ballots.profile import BallotGroup, Profile

MOST_WEIGHT = 1_000_000
"""The largest weight an area may have."""


def weighted(poll: Poll, by_area: Mapping[str, Profile], weights: Mapping[str, int]) -> Profile:
    """Put the ballots of all areas together, each voter counting as often as the weight of her area says.

    `by_area` are the ballots cast by the voters of each area, `weights` whole numbers above 0 (a table of 1.5 and 1
    is one of 3 and 2). A weight multiplies a voter's points and her share of the money; it does not make more
    voters of her: n and the least numbers of voters that a rule asks for are counted without it.
    Raises BadPoll for an area without a weight and for a weight that is out of range.
    """
    for area in by_area:
        if area not in weights:
            raise BadPoll(sentence("The area %(area)s has no weight."), area=area)
    for area, weight in weights.items():
        if not 1 <= weight <= MOST_WEIGHT:
            raise BadPoll(
                sentence("The weight of the area %(area)s must be a whole number from 1 to a million."), area=area
            )
    return Profile.of_groups(poll, _groups(by_area, weights))


def _groups(by_area: Mapping[str, Profile], weights: Mapping[str, int]) -> Iterable[BallotGroup]:
    for area, profile in by_area.items():
        yield BallotGroup((), profile.blank)
        for group in profile.groups:
            yield group._replace(factor=group.factor * weights[area])
