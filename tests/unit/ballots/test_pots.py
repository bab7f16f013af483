"""Several pots are several counts, and every penny of them stands in one account."""

import json
from dataclasses import replace

import pytest

from ballots.count import count
from ballots.errors import BadPoll
from ballots.poll import Poll, Project
from ballots.pots import Pot, PotAccount, count_pots
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy


def pot(name: str, budget: int, costs: dict[str, int], *ballots: str) -> Pot:
    poll = Poll(tuple(Project(p, cost) for p, cost in costs.items()), budget)
    return Pot(name, poll, Profile.of(poll, ballots), Greedy())


NORTH = pot("north", 100, {"a": 70, "b": 60}, "ab", "a")
SOUTH = pot("south", 50, {"c": 60, "d": 20}, "c", "c", "d")
YOUTH = pot("youth", 40, {"e": 30}, "e")


def test_pots_without_a_carry_order_are_counted_each_by_itself() -> None:
    told = count_pots([NORTH, SOUTH, YOUTH], "seed")
    assert told.winners == ("a", "d", "e")
    assert [found.outcome for found in told.pots] == [
        count(one.poll, one.profile, one.rule, "seed") for one in (NORTH, SOUTH, YOUTH)
    ]
    assert (told.budget, told.spent, told.left) == (190, 120, 70)


def test_what_a_pot_leaves_over_goes_to_the_next_of_the_declared_order() -> None:
    told = count_pots([SOUTH, YOUTH, NORTH], "seed", ("north", "south"))
    accounts = {found.account.name: found.account for found in told.pots}
    assert list(accounts) == ["south", "youth", "north"]
    assert accounts["north"] == PotAccount("north", 100, 0, 70, 30, 0)
    assert accounts["south"] == PotAccount("south", 50, 30, 80, 0, 0)
    assert accounts["youth"] == PotAccount("youth", 40, 0, 30, 0, 10)
    assert told.winners == ("c", "d", "e", "a")
    assert told.budget == told.spent + told.left


def test_the_last_of_the_order_keeps_what_it_leaves() -> None:
    told = count_pots([NORTH, SOUTH, YOUTH], "", ("youth", "north", "south"))
    assert [found.account.carried_in for found in told.pots] == [10, 40, 0]
    assert told.pots[1].account.left == 10
    assert told.pots[0].outcome.budget == 110


def test_every_pot_has_its_own_rule() -> None:
    shares = replace(SOUTH, rule=EqualShares(Completion.NONE))
    told = count_pots([NORTH, shares], "")
    assert [found.outcome.rule for found in told.pots] == ["greedy", "equal-shares"]


def test_the_account_is_plain_data() -> None:
    tree = count_pots([NORTH, SOUTH], "", ("north", "south")).to_json()
    assert json.loads(json.dumps(tree)) == tree
    assert (tree["budget"], tree["spent"], tree["left"], tree["carry"]) == (150, 150, 0, ["north", "south"])
    assert tree["pots"][0]["account"]["carried_out"] == 30  # type: ignore[index, call-overload]


@pytest.mark.parametrize(
    ("pots", "carry", "why"),
    [
        ([], (), "a name each"),
        ([NORTH, replace(SOUTH, name="north")], (), "a name each"),
        ([NORTH, replace(NORTH, name="south")], (), "stands in two pots"),
        ([NORTH, replace(SOUTH, poll=replace(SOUTH.poll, currency="EUR"))], (), "different currencies"),
        ([NORTH, replace(SOUTH, poll=replace(SOUTH.poll, exponent=0))], (), "different currencies"),
        ([NORTH, SOUTH], ("north", "east"), "known ones only"),
        ([NORTH, SOUTH], ("north", "north"), "at most once"),
    ],
)
def test_pots_that_contradict_each_other_are_refused(pots: list[Pot], carry: tuple[str, ...], why: str) -> None:
    with pytest.raises(BadPoll, match=why):
        count_pots(pots, "", carry)
