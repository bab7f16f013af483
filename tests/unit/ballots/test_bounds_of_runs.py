"""What one run tells the next is true: a winner is above `low`, all others are below their bounds, and narrowly."""

from collections.abc import Callable
from fractions import Fraction

import pytest

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import levels
from ballots.rules.electorate import Electorate
from ballots.rules.levels import _gap, offered
from ballots.rules.purses import ROUNDING, Purses
from ballots.rules.shares import run_shares
from ballots.ties import DEFAULT_TIES
from tests.unit.ballots.test_floats_suffice import town

NARROW = 1e-6


class Plain:
    """The same run by fractions, voter by voter."""

    def __init__(self, electorate: Electorate, profile: Profile, share: Fraction) -> None:
        place = {name: number for number, name in enumerate(electorate.ids)}
        self.ballots = [
            {place[mark] for mark in group.marks if mark in place}
            for group in profile.groups
            for _ in range(group.weight)
        ]
        self.purses = [share] * len(self.ballots)
        self.costs = electorate.costs

    def price(self, project: int) -> Fraction | None:
        held = sorted(purse for purse, ballot in zip(self.purses, self.ballots, strict=True) if project in ballot)
        paid, payers = Fraction(0), len(held)
        for purse in held:
            if (self.costs[project] - paid) / payers <= purse:
                return (self.costs[project] - paid) / payers
            paid, payers = paid + purse, payers - 1
        return None

    def priority(self, project: int) -> Fraction:
        price = self.price(project)
        return self.costs[project] / price if price else Fraction(0)

    def buy(self, project: int) -> None:
        price = self.price(project)
        assert price
        for voter, ballot in enumerate(self.ballots):
            if project in ballot:
                self.purses[voter] -= min(self.purses[voter], price)


def level_town() -> tuple[Poll, Profile]:
    """Give a poll whose projects tie, so that its run becomes exact."""
    poll = Poll(tuple(Project(p, 40) for p in "ABCD"), 140)
    return poll, Profile.of(poll, ["AB", "AB", "BC", "CD", "CD", "A", "D"])


@pytest.mark.parametrize("made", [town, level_town])
def test_every_round_bounds_the_priorities_as_they_are(made: Callable[[], tuple[Poll, Profile]]) -> None:
    poll, profile = made()
    electorate = Electorate.of(Election.of(poll, profile, DEFAULT_TIES, ""))
    share = Fraction(poll.budget, profile.voters)
    plain, bought = Plain(electorate, profile, share), set[int]()
    for mark in run_shares(electorate, share, poll.budget).marks:
        exact = {p: plain.priority(p) for p in range(len(electorate.ids)) if p not in bought}
        winning = exact[mark.project]
        assert Fraction(mark.low) < winning < Fraction(mark.low) * (1 + Fraction(NARROW))
        tied = set(mark.bought.tied) if mark.bought else set()
        others = {p: priority for p, priority in exact.items() if p not in {mark.project, *tied}}
        assert all(Fraction(float(mark.bounds[p])) >= priority for p, priority in exact.items())
        assert mark.rivals == max((float(mark.bounds[p]) for p in others), default=0.0)
        assert mark.rivals < mark.low
        bought.add(mark.project)
        plain.buy(mark.project)


def test_the_first_bounds_are_the_votes_and_hardly_more() -> None:
    poll, profile = town()
    electorate = Electorate.of(Election.of(poll, profile, DEFAULT_TIES, ""))
    first = run_shares(electorate, Fraction(poll.budget), poll.budget).marks[0]
    for bound, votes in zip(first.bounds, electorate.votes, strict=True):
        assert votes < bound < votes * (1 + NARROW)


def test_the_error_of_a_level_counts_every_addition_and_the_last_division(monkeypatch: pytest.MonkeyPatch) -> None:
    poll, profile = town()
    electorate = Electorate.of(Election.of(poll, profile, DEFAULT_TIES, ""))
    purses = Purses(electorate, Fraction(10_000))
    backing = electorate.backing[0]
    assert _gap(purses, backing, 10.0**6, 10**6, 0.0) >= 3 * len(backing.groups) * ROUNDING * 2 * 10**6
    assert _gap(purses, backing, 0.0, 0, 50.0) >= 50 * purses.bound
    monkeypatch.setattr(levels, "_gap", lambda *_: 0.0)
    found = offered(purses, 0, 1.0)
    assert found
    assert found.error >= 4 * ROUNDING * found.level
