"""Small polls whose outcome was worked out by hand."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.errors import TieUnresolved
from ballots.outcome import Outcome, StopReason
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.ties import Tie, TieStep, lot_rank

PLAIN = EqualShares(Completion.NONE)
SPORTS = {"bike": 700, "gym": 400, "park": 250, "play": 200, "lib": 100}
SPORTS_FANS = {
    "bike": {0, 1, 2, 3, 4, 5, 10},
    "gym": {0, 1, 2, 3, 4, 5},
    "park": {1, 3, 4, 6, 9},
    "play": {6, 7, 8, 9},
    "lib": {6, 8, 9},
}


def counted(costs: dict[str, int], budget: int, ballots: list[list[str]], rule: Rule, seed: str = "") -> Outcome:
    poll = Poll(tuple(Project(p, cost) for p, cost in costs.items()), budget)
    return count(poll, Profile.of(poll, ballots), rule, seed)


def letters(*ballots: str) -> list[list[str]]:
    return [list(ballot) for ballot in ballots]


def sports(fans: dict[str, set[int]], rule: Rule) -> Outcome:
    return counted(SPORTS, 1100, [[p for p in SPORTS if voter in fans[p]] for voter in range(11)], rule)


def left(outcome: Outcome) -> dict[str, Fraction | None]:
    return {loser.project: loser.money_left for loser in outcome.losers}


def test_equal_shares_pays_for_bikes_then_play_then_library() -> None:
    outcome = sports(SPORTS_FANS, PLAIN)
    assert outcome.winners == ("bike", "play", "lib")
    assert [found.effective_votes for found in outcome.rounds] == [7, 4, 3]
    assert [found.price for found in outcome.rounds] == [100, 50, Fraction(100, 3)]
    assert outcome.spent == 1000


def test_the_losers_are_left_with_what_their_supporters_kept() -> None:
    outcome = sports(SPORTS_FANS, PLAIN)
    assert left(outcome) == {"gym": 0, "park": Fraction(100, 3)}
    park = next(loser for loser in outcome.losers if loser.project == "park")
    assert [(one.project, one.shared_supporters, one.paid) for one in park.spent_on] == [
        ("bike", 3, 300),
        ("play", 2, 100),
        ("lib", 2, Fraction(200, 3)),
    ]
    assert park.money_when_out == 200
    assert outcome.rounds[0].unaffordable == ("gym", "park")


def test_greedy_spends_it_all_on_bikes_and_gym() -> None:
    assert sports(SPORTS_FANS, Greedy()).winners == ("bike", "gym")


def test_one_voter_who_moves_from_bikes_to_gym_changes_three_projects() -> None:
    fans = {**SPORTS_FANS, "bike": SPORTS_FANS["bike"] - {10}, "gym": SPORTS_FANS["gym"] | {10}}
    outcome = sports(fans, PLAIN)
    assert outcome.winners == ("gym", "park", "play")
    assert [found.price for found in outcome.rounds] == [Fraction(400, 7), Fraction(425, 7), Fraction(425, 7)]
    assert [found.effective_votes for found in outcome.rounds] == [7, Fraction(70, 17), Fraction(56, 17)]
    assert outcome.rounds[1].paid_all == 3
    assert outcome.spent == 850


def test_a_group_of_one_third_gets_its_third() -> None:
    outcome = counted({"p1": 100, "p2": 50, "p3": 50}, 150, [["p1", "p2"], ["p1"], ["p3"]], PLAIN)
    assert outcome.winners == ("p1", "p3")


@pytest.mark.parametrize(("exhaustive", "winners"), [(True, {"B", "C"}), (False, {"A"})])
def test_stopping_when_nothing_more_fits_gives_other_winners(*, exhaustive: bool, winners: set[str]) -> None:
    rule = EqualShares(Completion.ADD1, exhaustive=exhaustive, increment=1)
    costs = {"A": 58, "B": 12, "C": 34, "D": 38}
    outcome = counted(costs, 60, letters("AC", "CD", "A", "AB"), rule)
    assert set(outcome.winners) == winners
    assert outcome.steps
    assert outcome.steps.stopped is (StopReason.EXHAUSTED if exhaustive else StopReason.OVER_BUDGET)
    assert outcome.steps.endowment == (17 if exhaustive else 26)


def test_add1_stops_at_the_first_overspending_although_a_later_step_fits_again() -> None:
    costs = {"A": 46, "B": 56, "C": 36, "D": 16}
    ballots = letters("ACD", "ABC", "B", "C", "AB", "CD")
    outcome = counted(costs, 90, ballots, EqualShares(increment=1))
    assert set(outcome.winners) == {"C", "D"}
    assert outcome.spent == 52
    assert outcome.steps
    assert (outcome.steps.taken, outcome.steps.endowment) == (6, 21)
    assert [(change.step, change.added) for change in outcome.steps.changes] == [(2, ("D",))]


def test_add1_can_lose_projects_that_won_at_first() -> None:
    costs, ballots = {"A": 20, "B": 76, "C": 34}, letters("BC", "A", "B", "ABC", "BC")
    assert set(counted(costs, 90, ballots, PLAIN).winners) == {"A", "C"}
    added = counted(costs, 90, ballots, EqualShares(Completion.ADD1, increment=1))
    assert added.winners == ("B",)
    assert added.steps
    assert added.steps.changes[0].removed == ("C", "A")


def test_two_voters_with_exactly_ten_left_can_pay_twenty() -> None:
    """With floats 70/3 - 40/3 = 9.999999999999998."""
    outcome = counted({"A": 20, "B": 40}, 70, letters("AB", "B", "AB"), PLAIN)
    assert outcome.winners == ("B", "A")
    assert [found.price for found in outcome.rounds] == [Fraction(40, 3), 10]


LEVEL = {"A": 60, "B": 40, "C": 40}
LEVEL_BALLOTS = letters("AB", "AB", "AC", "BC", "C")


def test_a_tie_on_cost_and_votes_goes_by_the_published_lot() -> None:
    seeds = {min("BC", key=lambda p, text=text: lot_rank(text, p)): text for text in ("one", "two", "five", "six")}
    assert set(seeds) == {"B", "C"}
    outcome = counted(LEVEL, 100, LEVEL_BALLOTS, PLAIN, seeds["B"])
    assert outcome.winners == ("B", "C")
    assert outcome.rounds[1].effective_votes == Fraction(12, 5)
    assert outcome.ties == (Tie(("B", "C", "A"), TieStep.LOT),)
    assert counted(LEVEL, 100, LEVEL_BALLOTS, PLAIN, seeds["C"]).winners[0] == "C"


def test_a_rule_that_refuses_lots_names_the_tied_projects() -> None:
    rule = EqualShares(Completion.NONE, tie_order=("cost", "votes", "refuse"))
    with pytest.raises(TieUnresolved) as refusal:
        counted(LEVEL, 100, LEVEL_BALLOTS, rule)
    assert set(refusal.value.projects) == {"A", "B", "C"}


@pytest.mark.parametrize("rule", [Greedy(), PLAIN, EqualShares()])
def test_a_project_nobody_chose_is_not_funded_however_much_is_left(rule: Rule) -> None:
    outcome = counted({"a": 100, "b": 100, "z": 50}, 300, [["a", "b"], ["a"]], rule)
    assert set(outcome.winners) <= {"a", "b"}
    assert "z" in {loser.project for loser in outcome.losers}


def test_greedy_and_completed_shares_fund_both_supported_projects() -> None:
    for rule in (Greedy(), EqualShares()):
        assert counted({"a": 100, "b": 100, "z": 50}, 300, [["a", "b"], ["a"]], rule).winners == ("a", "b")


@pytest.mark.parametrize("rule", [Greedy(), PLAIN])
def test_a_project_that_costs_nothing_is_funded_apart_if_somebody_chose_it(rule: Rule) -> None:
    outcome = counted({"a": 100, "f": 0, "g": 0}, 300, [["a", "f"], ["a"]], rule)
    assert outcome.free == ("f",)
    assert outcome.winners == ("a",)
    assert [loser.project for loser in outcome.losers] == ["g"]


def test_a_blank_ballot_lowers_nobodys_share() -> None:
    outcome = counted({"a": 60}, 100, [["a"], []], PLAIN)
    assert (outcome.winners, outcome.voters, outcome.blank) == (("a",), 1, 1)


def test_a_project_dearer_than_the_budget_cannot_stop_the_adding() -> None:
    outcome = counted({"a": 60, "b": 101}, 100, [["b"], ["b"], ["a", "b"]], EqualShares(increment=1))
    assert outcome.winners == ("a",)
    assert outcome.steps
    assert outcome.steps.stopped is StopReason.ALL_BOUGHT
