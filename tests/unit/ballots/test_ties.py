"""Ties go by an order that is fixed and published before the count."""

from hashlib import sha256

import pytest

from ballots.count import count
from ballots.errors import BadRule, TieUnresolved
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Greedy
from ballots.ties import TieOrder, TieStep, checked_ties, lot_rank

PROJECTS = (Project("p", 30), Project("q", 20), Project("r", 20), Project("s", 20))
VOTES = {"p": 5, "q": 1, "r": 2, "s": 2}


def test_the_lot_is_the_digest_of_seed_and_id_and_nothing_between() -> None:
    assert lot_rank("Samhain 31°", "né") == sha256("Samhain 31°né".encode()).hexdigest()


def test_lower_cost_goes_first_then_more_voters_then_the_lot() -> None:
    order = TieOrder.of(PROJECTS, VOTES, ("cost", "votes", "lot"), "seed")
    by_lot = sorted("rs", key=lambda p: lot_rank("seed", p))
    assert sorted("pqrs", key=order.sort_key) == [*by_lot, "q", "p"]


@pytest.mark.parametrize(
    ("tied", "decided_by"),
    [(("p", "q"), TieStep.COST), (("q", "r"), TieStep.VOTES), (("r", "s"), TieStep.LOT)],
)
def test_a_tie_says_what_told_the_projects_apart(tied: tuple[str, str], decided_by: TieStep) -> None:
    order = TieOrder.of(PROJECTS, VOTES, ("cost", "votes", "lot"), "seed")
    assert order.settle(tied).decided_by is decided_by


def test_a_rule_that_refuses_lots_still_decides_what_cost_and_votes_decide() -> None:
    order = TieOrder.of(PROJECTS, VOTES, ("cost", "votes", "refuse"), "seed")
    assert order.settle(("q", "p")).projects == ("q", "p")
    with pytest.raises(TieUnresolved, match="tie and the rule draws no lots"):
        order.settle(("r", "s"))


@pytest.mark.parametrize(
    "steps", [(), ("cost",), ("lot", "cost"), ("cost", "cost", "lot"), ("luck", "lot"), ("refuse", "lot")]
)
def test_a_tie_order_that_does_not_decide_is_refused(steps: tuple[str, ...]) -> None:
    with pytest.raises(BadRule, match="tie order"):
        checked_ties(steps)


def greedy(budget: int, ties: tuple[str, ...] = ("cost", "votes", "lot")) -> list[TieStep]:
    poll = Poll((Project("a", 20), Project("b", 20), Project("c", 30)), budget)
    profile = Profile.of(poll, ["abc", "abc"])
    return [tie.decided_by for tie in count(poll, profile, Greedy(ties), "seed").ties]


def test_greedy_notes_a_tie_only_where_not_all_of_the_tied_fit() -> None:
    assert greedy(70) == []
    assert greedy(50) == [TieStep.COST, TieStep.COST]
    assert greedy(40) == [TieStep.COST]
    assert greedy(20) == [TieStep.LOT]


def test_greedy_without_lots_stops_only_where_the_lot_would_choose() -> None:
    assert greedy(70, ("cost", "votes", "refuse")) == []
    assert greedy(50, ("cost", "votes", "refuse")) == [TieStep.COST, TieStep.COST]
    with pytest.raises(TieUnresolved, match="a, b") as refusal:
        greedy(20, ("cost", "votes", "refuse"))
    assert set(refusal.value.projects) == {"a", "b"}


def test_a_tie_that_decides_nothing_is_noted_even_where_lots_are_refused() -> None:
    order = TieOrder.of(PROJECTS, VOTES, ("cost", "votes", "refuse"), "seed")
    noted = order.noted(("r", "s"))
    assert not noted.decisive
    assert noted.decided_by is TieStep.REFUSE
    assert order.settle(("p", "q")).decisive
