"""The increment that a refused count names: by it the shares reach what buys everything within half of the runs."""

from fractions import Fraction

import pytest

from ballots.election import Election
from ballots.errors import IncrementTooSmall
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules.completion import Adding, add_to_shares
from ballots.rules.electorate import Electorate

POLL = Poll((Project("a", 900_000), Project("b", 900_000), Project("c", 1_000_000)), 1_000_000)


def named(profile: Profile, most_runs: int) -> int:
    """Count in steps of 1 and give the increment that the refusal names."""
    electorate = Electorate.of(Election.of(POLL, profile, ("cost", "votes", "lot"), ""))
    adding = Adding(Fraction(POLL.budget, profile.power), 1, exhaustive=False, jumping=False, most_runs=most_runs)
    with pytest.raises(IncrementTooSmall) as refusal:
        add_to_shares(electorate, adding)
    return refusal.value.suggested


def test_whoever_chose_b_and_c_needs_most() -> None:
    """1,000,000 / 3 + 900,000 / 2 = 783,333, of which 200,000 are there; the rest comes in 25 steps."""
    assert named(Profile.of(POLL, ["a", "ab", "bc", "c", "ac"]), 50) == 23_334


def test_points_share_a_cost_and_a_factor_shares_what_is_due() -> None:
    """900,000 / 5 + 1,000,000 x 5 / 16 = 492,500, of which 125,000 are there; the rest comes in 20 steps."""
    groups = [BallotGroup(("a", "b"), 2, (3, 1), 2), BallotGroup(("b", "c"), 3, (1, 5)), BallotGroup(("c",), 1)]
    assert named(Profile.of_groups(POLL, groups), 40) == 18_376
