"""Ties under equal shares: a rule that refuses lots stops where a lot could decide, and only there."""

import pytest

from ballots.count import count
from ballots.errors import TieUnresolved
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares
from ballots.ties import Tie, TieStep

REFUSING = ("cost", "votes", "refuse")


def counted(
    costs: dict[str, int], ballots: list[str], budget: int, *rivals: str, completion: str = "none", **rule: object
) -> Outcome:
    poll = Poll(
        tuple(Project(ref, cost) for ref, cost in costs.items()),
        budget,
        exponent=0,
        exclusive=tuple(map(tuple, rivals)),
    )
    kind = EqualShares(Completion(completion), **{"tie_order": REFUSING, **rule})  # type: ignore[arg-type]
    return count(poll, Profile.of(poll, ballots), kind, "")


def test_projects_of_different_people_that_tie_are_bought_in_any_order_and_no_lot_is_asked_for() -> None:
    outcome = counted({"a": 20, "b": 20}, ["a", "a", "b", "b"], 40)
    assert set(outcome.winners) == {"a", "b"}
    assert outcome.ties == ()
    assert [set(tie.projects) for tie in outcome.ties_met] == [{"a", "b"}]


def test_projects_of_the_same_people_who_can_pay_for_both_need_no_lot() -> None:
    assert set(counted({"a": 20, "b": 20}, ["ab", "ab"], 40).winners) == {"a", "b"}


def test_where_the_same_people_cannot_pay_for_both_only_a_lot_could_decide() -> None:
    with pytest.raises(TieUnresolved) as refused:
        counted({"a": 20, "b": 20}, ["ab", "ab"], 30)
    assert set(refused.value.projects) == {"a", "b"}


def test_where_one_who_chose_both_cannot_pay_both_alike_a_lot_would_decide_who_pays_more() -> None:
    with pytest.raises(TieUnresolved):
        counted({"a": 20, "b": 20}, ["a", "ab", "b"], 45)


def test_projects_of_different_cost_tie_where_their_votes_are_worth_the_same() -> None:
    outcome = counted({"a": 20, "b": 40}, ["a", "a", "b", "b"], 80, tie_order=("refuse",))
    assert set(outcome.winners) == {"a", "b"}
    assert outcome.ties == ()


def test_rivals_that_tie_need_a_lot() -> None:
    with pytest.raises(TieUnresolved):
        counted({"a": 20, "b": 20}, ["a", "a", "b", "b"], 40, "ab")


def test_those_that_only_a_lot_could_order_stand_aside_where_their_order_decides_nothing() -> None:
    costs, ballots = {"a": 20, "b": 20, "c": 40}, ["ac", "ac", "b", "b"]
    outcome = counted(costs, ballots, 100, tie_order=("cost", "refuse"))
    assert set(outcome.winners) == {"a", "b"}
    assert (outcome.ties[0].projects[1], outcome.ties[0].decided_by) == ("c", TieStep.COST)
    with pytest.raises(TieUnresolved):
        counted(costs, ballots, 100, tie_order=("refuse",))


def test_a_step_that_would_cost_more_than_the_pot_is_asked_about_its_whole_level() -> None:
    apart = counted({"a": 20, "b": 20, "c": 5}, ["a", "a", "b", "b", "c"], 30, completion="add1", increment=1)
    assert "c" in apart.winners
    with pytest.raises(TieUnresolved):
        counted({"a": 20, "b": 20}, ["ab", "ab", "ab"], 25, completion="add1", increment=1)


def test_lots_that_are_drawn_are_told_as_deciding_only_where_they_do() -> None:
    lots = ("cost", "votes", "lot")
    assert counted({"a": 20, "b": 20}, ["a", "a", "b", "b"], 40, tie_order=lots).ties == ()
    matters = counted({"a": 20, "b": 20}, ["ab", "ab"], 30, tie_order=lots).ties
    assert isinstance(matters[0], Tie)
    assert matters[0].decided_by is TieStep.LOT
