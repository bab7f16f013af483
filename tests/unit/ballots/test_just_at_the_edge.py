"""Amounts that are just enough, and loads that differ by less than floats can see."""

import pytest

from ballots.count import count
from ballots.errors import TieUnresolved
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Phragmen, Rule
from ballots.rules.knapsack_search import Found, Items, best_choice


def counted(costs: dict[str, int], budget: int, ballots: list[str], rule: Rule) -> Outcome:
    poll = Poll(tuple(Project(p, cost) for p, cost in costs.items()), budget)
    return count(poll, Profile.of(poll, ballots), rule, "")


def test_a_project_whose_supporters_hold_just_its_cost_is_not_out_until_they_spend() -> None:
    outcome = counted({"A": 60, "B": 50}, 150, ["AB", "A", "A"], EqualShares(Completion.NONE))
    assert outcome.winners == ("A",)
    assert outcome.unaffordable_at_start == ()
    assert [(loser.project, loser.out_after) for loser in outcome.losers] == [("B", 1)]


def test_of_two_loads_that_floats_cannot_tell_apart_the_lesser_is_funded_first() -> None:
    fortune = 10**15
    outcome = counted({"A": fortune, "B": fortune - 1}, fortune, ["A", "B"], Phragmen(("votes", "lot")))
    assert outcome.winners == ("B",)
    assert outcome.rounds[0].tie is None


def test_a_project_that_costs_just_what_is_left_is_still_affordable() -> None:
    costs = {"A": 40, "B": 30, "C": 60, "D": 100}
    outcome = counted(costs, 100, ["A", "A", "B", "C", "D"], Phragmen())
    assert outcome.winners == ("A", "B")
    assert [found.unaffordable for found in outcome.rounds] == [("D",), ("C",)]


def test_a_lot_decides_where_two_of_three_that_are_level_are_rivals() -> None:
    poll = Poll(tuple(Project(p, 10) for p in "ABC"), 100, exclusive=(("A", "B"),))
    profile = Profile.of(poll, ["A", "B", "C"])
    with pytest.raises(TieUnresolved):
        count(poll, profile, Phragmen(("cost", "votes", "refuse")), "")
    assert set(count(poll, profile, Phragmen(), "").winners) in ({"A", "C"}, {"B", "C"})


def test_of_two_best_choices_the_one_found_first_stands() -> None:
    """Items 1, 2, 3 and items 1, 3, 4 are worth 12 alike; the search takes the earlier of equal items first."""
    items = Items(costs=(5, 2, 4, 1, 4), worths=(3, 5, 5, 2, 5), capacity=9)
    assert best_choice(items, 0, ()) == Found((1, 2, 3), 12, 12)
