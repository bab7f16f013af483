"""Who paid what in every round of equal shares, replayed from an outcome: it needs its prices and the ballots only."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ballots.outcome import Outcome, Round, Stage
from ballots.profile import BallotGroup, Profile


@dataclass(frozen=True, slots=True)
class Payment:
    """What each voter of a group paid in a round, in minor units, and what she then still holds."""

    group: BallotGroup
    paid: Fraction
    left: Fraction


def payments(profile: Profile, outcome: Outcome) -> Iterator[tuple[Round, tuple[Payment, ...]]]:
    """Give each round that was paid by shares, with the groups that paid anything, in the order of the profile.

    A voter starts with her factor times `outcome.share` and pays min(what she holds, price x points). Other rounds
    (the fill, greedy in place of shares) are left out. The profile must be the one that was counted.
    """
    rounds = [found for found in outcome.rounds if found.stage is Stage.SHARES]
    share = outcome.share
    if share is None or not rounds:
        return
    supporters: dict[str, list[tuple[int, int]]] = {found.project: [] for found in rounds}
    for number, group in enumerate(profile.groups):
        for mark, points in zip(group.marks, group.scores, strict=True):
            if mark in supporters:
                supporters[mark].append((number, points))
    purses = [share * group.factor for group in profile.groups]
    for found in rounds:
        yield found, tuple(_paid(profile, purses, found, supporters[found.project]))


def _paid(
    profile: Profile, purses: list[Fraction], found: Round, supporters: list[tuple[int, int]]
) -> Iterator[Payment]:
    assert found.price is not None  # noqa: S101  # supporters pay in this stage
    for number, points in supporters:
        paid = min(purses[number], found.price * points)
        if paid:
            purses[number] -= paid
            yield Payment(profile.groups[number], paid, purses[number])
