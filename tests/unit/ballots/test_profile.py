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
    with pytest.raises(BadBallot, match="Project z is not on this ballot paper"):
        Profile.of_points(POLL, [((("z", 2),), 1)])


def test_points_are_kept_and_summed_and_no_points_is_no_mark() -> None:
    profile = Profile.of_points(POLL, [((("b", 3), ("a", 7)), 2), ((("a", 1), ("c", 0)), 1), ((("c", 0),), 4)])
    assert profile.groups == (BallotGroup(("a",), 1), BallotGroup(("a", "b"), 2, (7, 3)))
    assert profile.votes == {"a": 3, "b": 2, "c": 0}
    assert profile.scores == {"a": 15, "b": 6, "c": 0}
    assert (profile.voters, profile.blank) == (3, 4)


def test_ballots_of_one_point_each_are_plain_marks() -> None:
    assert Profile.of_points(POLL, [((("b", 1), ("a", 1)), 2)]) == Profile.of(POLL, ["ab", "ab"])
    assert Profile.of(POLL, ["ab"]).groups[0].scores == (1, 1)


def test_a_factor_multiplies_shares_and_scores_but_not_voters() -> None:
    groups = [BallotGroup(("a",), 2, factor=3), BallotGroup(("a",), 1), BallotGroup(("a",), 1, factor=3)]
    profile = Profile.of_groups(POLL, groups)
    assert profile.groups == (BallotGroup(("a",), 1), BallotGroup(("a",), 3, factor=3))
    assert (profile.voters, profile.power) == (4, 10)
    assert (profile.votes["a"], profile.scores["a"]) == (4, 10)


def test_points_below_zero_and_a_project_given_points_twice_are_refused() -> None:
    with pytest.raises(BadBallot, match="Project a has points below zero"):
        Profile.of_points(POLL, [((("a", -1),), 1)])
    with pytest.raises(BadBallot, match="Project a is chosen twice"):
        Profile.of_points(POLL, [((("a", 1), ("b", 1), ("a", 2)), 1)])
