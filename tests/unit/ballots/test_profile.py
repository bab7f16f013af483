"""Equal ballots stand together, and nothing but what was marked is kept."""

import pytest

from ballots.errors import BadBallot
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile

POLL = Poll(tuple(Project(p, 10) for p in "abc"), 20)


def test_equal_ballots_form_a_group_whatever_the_order_of_their_marks() -> None:
    profile = Profile.of(POLL, ["ab", "c", "ba"])
    assert profile.groups == (BallotGroup(("a", "b"), 2), BallotGroup(("c",), 1))


def test_voters_are_those_who_marked_something() -> None:
    profile = Profile.of(POLL, ["ab", "", "c", ""])
    assert (profile.voters, profile.blank) == (2, 2)


def test_votes_are_counted_for_every_project() -> None:
    assert Profile.of(POLL, ["ab", "a"]).votes == {"a": 2, "b": 1, "c": 0}


def test_a_mark_made_twice_on_one_ballot_counts_once() -> None:
    assert Profile.of(POLL, ["aa"]).votes["a"] == 1


def test_ballots_that_come_with_their_number_are_grouped_alike() -> None:
    assert Profile.of_counted(POLL, [(("b", "a"), 2), (("a", "b"), 1)]) == Profile.of(POLL, ["ab", "ba", "ab"])


def test_a_project_that_is_not_on_the_paper_is_refused() -> None:
    with pytest.raises(BadBallot, match="Project z is not on this ballot paper"):
        Profile.of(POLL, ["az"])
