"""Voters of small places may count for more, by a table that was published before."""

import pytest

from ballots.areas import weighted
from ballots.count import count
from ballots.errors import BadPoll
from ballots.outcome import Reason
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Greedy

POLL = Poll((Project("hall", 60), Project("path", 60)), 100)
TOWN = Profile.of(POLL, [["hall"], ["hall"], ["hall"], []])
GLEN = Profile.of(POLL, [["path"], ["path"]])
BY_AREA = {"town": TOWN, "glen": GLEN}


def test_the_voters_of_each_area_count_as_often_as_its_weight_says() -> None:
    profile = weighted(POLL, BY_AREA, {"town": 1, "glen": 2})
    assert profile.scores == {"hall": 3, "path": 4}
    assert profile.votes == {"hall": 3, "path": 2}
    assert (profile.voters, profile.blank, profile.power) == (5, 1, 7)
    assert count(POLL, profile, Greedy(), "").winners == ("path",)
    assert count(POLL, weighted(POLL, BY_AREA, {"town": 1, "glen": 1}), Greedy(), "").winners == ("hall",)


def test_equal_ballots_from_areas_of_one_weight_stand_together() -> None:
    profile = weighted(POLL, {"a": TOWN, "b": TOWN, "c": TOWN}, {"a": 2, "b": 2, "c": 3})
    assert profile.groups == (BallotGroup(("hall",), 6, factor=2), BallotGroup(("hall",), 3, factor=3))


def test_a_weight_makes_no_more_voters_for_the_least_number_asked_for() -> None:
    outcome = count(POLL, weighted(POLL, BY_AREA, {"town": 1, "glen": 9}), Greedy(min_voters=3), "")
    assert outcome.winners == ("hall",)
    assert outcome.losers[0].reason is Reason.TOO_FEW_VOTERS


def test_points_are_multiplied_by_the_weight() -> None:
    given = Profile.of_points(POLL, [((("hall", 5), ("path", 2)), 2)])
    assert weighted(POLL, {"isle": given}, {"isle": 10}).scores == {"hall": 100, "path": 40}


def test_an_area_without_a_weight_is_refused() -> None:
    with pytest.raises(BadPoll, match="area glen has no weight"):
        weighted(POLL, BY_AREA, {"town": 1})


@pytest.mark.parametrize("weight", [0, -1, 1_000_001])
def test_a_weight_out_of_range_is_refused(weight: int) -> None:
    with pytest.raises(BadPoll, match="from 1 to a million"):
        weighted(POLL, BY_AREA, {"town": weight, "glen": 1})
