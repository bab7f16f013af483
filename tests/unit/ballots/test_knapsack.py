"""The knapsack optimum is proven in whole numbers, whatever the solver proposes in floats."""

import importlib.util
import json
import sys
from itertools import combinations
from random import Random
from types import ModuleType

import pytest

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import knapsack
from ballots.rules.knapsack import Optimum, SolverMissing, Worth, optimum
from ballots.rules.knapsack_search import Found, Items, best_choice
from ballots.ties import DEFAULT_TIES

NODES = 8
"""What it takes to see that of three items that do not go together none is worth more than another."""


def election(costs: dict[str, int], budget: int, ballots: list[str], *rivals: str) -> Election:
    projects = tuple(Project(p, cost) for p, cost in costs.items())
    poll = Poll(projects, budget, exclusive=tuple(map(tuple, rivals)))
    return Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, "")


def best_by_trying(found: Election, by: Worth) -> int:
    """Give the worth of the best choice by looking at every choice there is."""
    best = 0
    for size in range(len(found.standing) + 1):
        for chosen in combinations([p.project_id for p in found.standing], size):
            names = set(chosen)
            if sum(found.cost(p) for p in names) <= found.poll.budget and not any(
                names.intersection(found.rivals(p)) for p in names
            ):
                weight = {p: found.cost(p) if by is Worth.COST else 1 for p in names}
                best = max(best, sum(found.score(p) * weight[p] for p in names))
    return best


@pytest.mark.parametrize("by", list(Worth))
def test_on_small_polls_it_is_what_trying_every_choice_gives(by: Worth) -> None:
    chance = Random(5)
    for _ in range(60):
        costs = {p: chance.randint(1, 9) * chance.choice([1, 10]) for p in "abcdefg"}
        ballots = ["".join(chance.sample("abcdefg", chance.randint(1, 4))) for _ in range(9)]
        rivals = ["".join(chance.sample("abcdefg", chance.randint(2, 4))) for _ in range(chance.randint(0, 3))]
        found = election(costs, chance.randint(10, 120), ballots, *rivals)
        told = optimum(found, by)
        items = knapsack._items(found, by)
        proposed, _ = knapsack._proposed(items)
        assert items.allows(proposed)
        assert items.worth(proposed) == told.worth
        assert told.proven
        assert told.worth == told.bound == best_by_trying(found, by)
        assert told.spent == sum(costs[p] for p in told.projects) <= found.poll.budget
        assert not any(set(told.projects).intersection(found.rivals(p)) for p in told.projects)


def test_most_votes_and_most_votes_times_cost_are_two_questions() -> None:
    costs, ballots = {"a": 90, "b": 50, "c": 50}, ["a", "a", "b", "b", "c"]
    assert optimum(election(costs, 100, ballots), Worth.SCORE) == Optimum(
        Worth.SCORE, ("b", "c"), spent=100, worth=3, bound=3, proven=True
    )
    by_cost = optimum(election(costs, 100, ballots), Worth.COST)
    assert (by_cost.projects, by_cost.worth) == (("a",), 180)
    assert json.loads(json.dumps(by_cost.to_json())) == {
        "by": "cost",
        "projects": ["a"],
        "spent": 90,
        "worth": 180,
        "bound": 180,
        "proven": True,
    }


def test_of_two_best_choices_the_same_is_given_whatever_the_solver_proposes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = election({"a": 10, "b": 10, "c": 10}, 20, ["abc"])
    told = set()
    for proposed in ((0, 1), (1, 2), (0, 2), ()):
        monkeypatch.setattr(knapsack, "_proposed", lambda _items, proposed=proposed: (proposed, ()))
        told.add(optimum(found, Worth.SCORE))
    assert len(told) == 1


def test_a_proposal_that_breaks_the_bounds_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    found = election({"a": 10, "b": 10, "c": 10}, 20, ["abc"], "ab")
    for proposed in ((0, 1, 2), (0, 1)):
        monkeypatch.setattr(knapsack, "_proposed", lambda _items, proposed=proposed: (proposed, (0,)))
        told = optimum(found, Worth.SCORE)
        assert (told.worth, told.spent, told.proven) == (2, 20, True)


def test_a_poor_proposal_is_bettered_and_the_better_one_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knapsack, "_proposed", lambda _items: ((0,), ()))
    found = election({"a": 10, "b": 30}, 30, ["a", "b", "b"])
    assert optimum(found, Worth.SCORE) == Optimum(Worth.SCORE, ("b",), 30, 2, 2, proven=True)


def test_amounts_that_floats_cannot_tell_apart_are_told_apart() -> None:
    huge = 10**15 - 1
    found = election({"a": huge // 2 + 1, "b": huge // 2 + 1, "c": huge // 2}, huge, ["ab", "ab", "c"])
    told = optimum(found, Worth.SCORE)
    assert (told.worth, told.spent, told.proven) == (3, huge, True)


def test_without_enough_nodes_the_best_known_choice_comes_with_an_honest_bound() -> None:
    found = election({"a": 60, "b": 61, "c": 59}, 100, ["abc"] * 3)
    short = optimum(found, Worth.SCORE, most_nodes=2)
    assert (short.worth, short.bound, short.proven, len(short.projects)) == (3, 5, False, 1)
    whole = optimum(found, Worth.SCORE)
    assert (whole.worth, whole.bound, whole.proven) == (3, 3, True)
    barely = optimum(found, Worth.SCORE, most_nodes=1)
    assert (barely.worth, barely.bound, barely.proven, len(barely.projects)) == (3, 5, False, 1)


def test_the_prices_of_the_sets_make_the_bound_better_and_change_no_answer() -> None:
    items = Items((5, 5, 5), (9, 8, 3), 15, ((0, 1, 2),))
    root_alone = best_choice(items, 0, (0,), most_nodes=1)
    root_priced = best_choice(items, 0, (8,), most_nodes=1)
    assert root_alone is not None
    assert root_priced is not None
    assert (root_alone.bound, root_priced.bound) == (20, 9)
    assert best_choice(items, 0, (8,)) == best_choice(items, 0, (0,))


def test_the_solver_prices_a_set_whose_places_are_wanted() -> None:
    found = election({"a": 5, "b": 5, "c": 5}, 100, ["abc", "ab", "a"], "abc")
    _, prices = knapsack._proposed(knapsack._items(found, Worth.SCORE))
    assert prices[0] >= 2


def test_a_place_that_nobody_wants_is_priced_at_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    found = election({"a": 5, "b": 5, "c": 90}, 7, ["a", "bc"], "ac")
    assert knapsack._proposed(knapsack._items(found, Worth.SCORE))[1] == ()
    wide = election({"a": 10, "b": 10, "c": 10}, 10, ["a", "b", "b", "b", "c"], "ac")
    assert knapsack._proposed(knapsack._items(wide, Worth.SCORE))[1] == (0,)
    assert capfd.readouterr() == ("", "")


def test_a_choice_may_fill_the_capacity_and_take_one_of_a_set() -> None:
    items = Items((5, 5, 5), (1, 1, 1), 10, ((0, 1),))
    assert items.allows((0, 2))
    assert items.allows((2,))
    assert not items.allows((0, 1))
    assert not Items((5, 6), (1, 1), 10).allows((0, 1))


def test_of_several_best_choices_the_first_by_worth_for_cost_is_given() -> None:
    found = best_choice(Items((6, 5, 4), (6, 6, 6), 10), 0, ())
    assert found == Found((1, 2), worth=12, bound=12)


def test_a_search_ends_as_soon_as_nothing_can_be_better() -> None:
    items = Items((61, 60, 59), (3, 3, 3), 100)
    needed = next(nodes for nodes in range(1, 99) if is_proven(items, nodes))
    assert needed == NODES
    assert all(is_proven(items, nodes) == (nodes >= NODES) for nodes in range(3, 20))


def is_proven(items: Items, nodes: int) -> bool:
    found = best_choice(items, 0, (), nodes)
    assert found
    return found.worth == found.bound


def test_a_search_for_more_than_there_is_finds_nothing() -> None:
    assert best_choice(Items((5,), (3,), 10), 4, ()) is None


def test_where_nobody_chose_anything_nothing_is_best() -> None:
    assert optimum(election({"a": 5}, 10, [""]), Worth.SCORE) == Optimum(Worth.SCORE, (), 0, 0, 0, proven=True)


def test_rivals_that_nobody_chose_are_in_nobodys_way() -> None:
    found = election({"a": 5, "b": 5, "c": 5, "d": 5}, 20, ["ab"], "ac", "cd")
    assert optimum(found, Worth.SCORE).projects == ("a", "b")


def without_solver() -> ModuleType:
    """Load the module once more as it is where the solver is not installed."""
    spec = importlib.util.spec_from_file_location("knapsack_without_solver", str(knapsack.__file__))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_the_solver_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    monkeypatch.setitem(sys.modules, "knapsack_without_solver", ModuleType("knapsack_without_solver"))
    assert without_solver().highspy is None
    monkeypatch.setattr(knapsack, "highspy", None)
    with pytest.raises(SolverMissing, match="Install the package highspy"):
        optimum(election({"a": 5}, 10, ["a"]), Worth.SCORE)
