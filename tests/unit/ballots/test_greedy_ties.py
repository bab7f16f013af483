"""Ties under greedy: every one is told, and a lot is drawn where it decides who is funded."""

import pytest

from ballots.count import count
from ballots.errors import TieUnresolved
from ballots.profile import Profile
from ballots.rules import Greedy
from ballots.rules.greedy import Misfit
from ballots.ties import Tie, TieStep
from tests.unit.ballots.single_marks import counted, poll_of

REFUSING = ("cost", "votes", "refuse")
LEVEL = {"a": 2, "b": 2, "c": 2}


def test_a_tie_in_which_all_fit_is_noted_as_one_that_decides_nothing() -> None:
    outcome = counted(poll_of({"a": 20, "b": 30, "c": 40}, 100), LEVEL)
    assert outcome.ties == ()
    assert outcome.ties_met == (
        Tie(("a", "b", "c"), TieStep.COST, decisive=False),
        Tie(("b", "c"), TieStep.COST, decisive=False),
    )


def test_rivals_that_tie_are_a_tie_that_decides_although_both_fit() -> None:
    poll = poll_of({"a": 20, "b": 20}, 100, "ab")
    assert counted(poll, {"a": 2, "b": 2}).ties[0].decided_by is TieStep.LOT
    with pytest.raises(TieUnresolved, match="some of them exclude each other"):
        counted(poll, {"a": 2, "b": 2}, tie_order=REFUSING)
    assert counted(poll, {"a": 3, "b": 2}, tie_order=REFUSING).winners == ("a",)


def test_rivals_beside_others_of_their_level_are_named_with_them() -> None:
    poll = poll_of({"a": 10, "b": 20, "c": 30}, 100, "bc")
    outcome = counted(poll, LEVEL)
    assert outcome.winners == ("a", "b")
    assert outcome.ties[0] == Tie(("a", "b", "c"), TieStep.COST)
    assert counted(poll, LEVEL, tie_order=REFUSING).winners == ("a", "b")


def test_where_a_lot_would_choose_who_is_paid_the_refusal_says_so() -> None:
    with pytest.raises(TieUnresolved, match="does not pay for all of them") as refusal:
        counted(poll_of({"a": 60, "b": 60}, 100), {"a": 2, "b": 2}, tie_order=REFUSING)
    assert set(refusal.value.projects) == {"a", "b"}


def test_a_count_that_stops_at_a_misfit_has_a_tie_where_the_misfit_could_come_first() -> None:
    poll = poll_of({"a": 20, "b": 90}, 100)
    assert counted(poll, {"a": 2, "b": 2}, misfit="stop", tie_order=("cost", "lot")).ties[0].decisive
    assert counted(poll, {"a": 2, "b": 2}).ties[0].decisive
    taken = poll_of({"a": 20, "b": 90, "c": 50}, 100)
    votes = {"a": 2, "b": 2, "c": 3}
    assert counted(taken, votes).ties_met == ()
    assert counted(taken, votes, misfit="stop").ties == (Tie(("a", "b"), TieStep.COST),)
    first = counted(taken, votes, misfit="stop", tie_order=("lot",))
    assert [tie.decisive for tie in first.ties_met][:1] == [True]


def test_a_tie_at_the_stop_itself_is_told_there() -> None:
    poll = poll_of({"a": 50, "b": 90, "c": 80}, 100)
    outcome = counted(poll, {"a": 3, "b": 2, "c": 2}, misfit="stop", tie_order=REFUSING)
    assert outcome.winners == ("a",)
    assert outcome.stop
    assert outcome.stop.tie == Tie(("c", "b"), TieStep.COST, decisive=False)
    assert outcome.ties_met == (outcome.stop.tie,)


def test_a_lot_order_that_lets_a_misfit_go_first_is_told_at_the_stop() -> None:
    poll = poll_of({"a": 20, "b": 90, "c": 50}, 100)
    for seed in map(str, range(9)):
        profile = Profile.of(poll, ["c", "c", "c", "a", "a", "b", "b"])
        outcome = count(poll, profile, Greedy(("lot",), misfit=Misfit.STOP), seed)
        if outcome.winners == ("c",):
            assert outcome.stop
            assert outcome.stop.tie == Tie(("b", "a"), TieStep.LOT)
            return
    pytest.fail("no seed let b go first")


def test_projects_that_could_be_given_a_part_tie_with_those_that_fit() -> None:
    poll = poll_of({"a": 80, "b": 120}, 150, b=30)
    assert counted(poll, {"a": 2, "b": 2}, part_funding=True).ties[0].decided_by is TieStep.COST
    small = poll_of({"a": 80, "b": 100}, 90, b=30)
    assert counted(small, {"a": 2, "b": 2}, part_funding=True).ties_met == ()
