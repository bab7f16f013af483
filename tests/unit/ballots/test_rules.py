"""Rules are their parameters, and parameters that make no rule are refused."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.election import Election
from ballots.errors import BadRule, IncrementTooSmall, TieUnresolved
from ballots.outcome import StopReason
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Completion, EqualShares, Greedy, rule_from_parameters
from ballots.rules.completion import Adding, add_to_shares, default_increment
from ballots.rules.electorate import Electorate
from ballots.rules.equal_shares import Start, Utility

DECLARED = EqualShares().parameters()


def test_the_default_rule_declares_all_its_parameters() -> None:
    assert DECLARED == {
        "rule": "equal-shares",
        "start": "B/n",
        "utility": "cost",
        "too_dear": "left out",
        "completion": "add1-fill",
        "exhaustive": False,
        "increment": "default",
        "comparison": False,
        "tie_order": "cost,votes,lot",
    }


VARIANT = EqualShares(utility=Utility.SCORE, start=Start.WHOLE, eligibility=3)


@pytest.mark.parametrize(
    "rule", [Greedy(), Greedy(("votes", "lot")), EqualShares(increment=250, exhaustive=True), VARIANT]
)
def test_a_rule_comes_back_from_its_parameters(rule: Greedy | EqualShares) -> None:
    assert rule_from_parameters(rule.parameters()) == rule


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"rule": "first-past-the-post"},
        {"rule": "greedy"},
        {"rule": "greedy", "tie_order": "cost"},
        {"rule": "greedy", "tie_order": "cost,lot", "increment": 3},
        {"rule": "equal-shares"},
        {**DECLARED, "completion": "add2"},
        {**DECLARED, "increment": "much"},
        {**DECLARED, "increment": 0},
        {**DECLARED, "start": "0"},
        {**DECLARED, "utility": "votes"},
        {**DECLARED, "eligibility": -1},
        {**DECLARED, "eligibility": "three"},
        {**DECLARED, "exhaustive": "perhaps"},
        {**DECLARED, "tie_order": "lot,cost"},
    ],
)
def test_parameters_that_make_no_rule_are_refused(parameters: dict[str, str | int | bool]) -> None:
    with pytest.raises(BadRule):
        rule_from_parameters(parameters)


@pytest.mark.parametrize(
    ("budget", "voters", "unit", "increment"),
    [(1_000_000, 100, 100, 100), (100_000_000, 100, 100, 1000), (100_199_999, 100, 100, 1001), (500, 1, 1, 1)],
)
def test_the_default_increment_is_one_unit_or_a_thousandth_of_the_share(
    budget: int, voters: int, unit: int, increment: int
) -> None:
    assert default_increment(budget, voters, unit) == increment


def fine_grained() -> tuple[Poll, Profile]:
    poll = Poll((Project("a", 900_000), Project("b", 900_000), Project("c", 1_000_000)), 1_000_000)
    ballots = ["a", "ab", "bc", "c", "ac"]
    return poll, Profile.of(poll, ballots)


def test_too_small_an_increment_is_refused_and_one_that_would_do_is_named() -> None:
    poll, profile = fine_grained()
    electorate = Electorate.of(Election.of(poll, profile, ("cost", "votes", "lot"), ""))
    start = Fraction(poll.budget, profile.power)
    with pytest.raises(IncrementTooSmall, match="After 49 steps of 1 ") as refusal:
        add_to_shares(electorate, Adding(start, 1, exhaustive=False, jumping=False, most_runs=50))
    enough = Adding(start, refusal.value.suggested, exhaustive=False, jumping=False, most_runs=50)
    assert add_to_shares(electorate, enough)[1].stopped is StopReason.OVER_BUDGET


def test_an_increment_is_named_as_the_command_line_takes_it() -> None:
    assert "After 5 steps of 0.01 " in str(IncrementTooSmall(5, 1, 23_334, 2))
    assert "An increment of 233.34 would do" in str(IncrementTooSmall(5, 1, 23_334, 2))


def test_an_increment_that_would_do_is_named_for_points_and_factors_too() -> None:
    poll, _ = fine_grained()
    groups = [BallotGroup(("a", "b"), 2, (3, 1), 2), BallotGroup(("b", "c"), 3, (1, 5)), BallotGroup(("c",), 1)]
    electorate = Electorate.of(Election.of(poll, Profile.of_groups(poll, groups), ("lot",), ""))
    start = Fraction(poll.budget, electorate.power)
    with pytest.raises(IncrementTooSmall) as refusal:
        add_to_shares(electorate, Adding(start, 1, exhaustive=False, jumping=False, most_runs=40))
    enough = Adding(start, refusal.value.suggested, exhaustive=False, jumping=False, most_runs=40)
    assert add_to_shares(electorate, enough)[1].stopped is StopReason.OVER_BUDGET


def test_a_long_count_jumps_to_where_its_steps_would_lead() -> None:
    poll, profile = fine_grained()
    outcome = count(poll, profile, EqualShares(Completion.ADD1, increment=1), "")
    assert outcome.steps
    assert outcome.steps.taken > 50_000
    hundred = count(poll, profile, EqualShares(Completion.ADD1, increment=100), "")
    assert hundred.winners == outcome.winners
    assert hundred.steps
    assert abs(hundred.steps.endowment - outcome.steps.endowment) < 100


def test_progress_is_told_after_every_run() -> None:
    poll = Poll((Project("a", 300), Project("b", 300)), 400)
    told: list[tuple[int, int]] = []
    rule = EqualShares(increment=10)
    outcome = count(poll, Profile.of(poll, ["a", "b"]), rule, "", lambda step, spent: told.append((step, spent)))
    assert outcome.steps
    assert [step for step, _ in told] == sorted(step for step, _ in told)
    assert told[-1] == (outcome.steps.taken, 0)
    count(poll, Profile.of(poll, ["a", "b"]), Greedy(), "", lambda step, spent: told.append((step, spent)))
    assert told[-1] == (0, 300)


def test_greedy_stands_where_the_comparison_step_says_that_more_voters_prefer_it() -> None:
    poll = Poll((Project("big", 90), Project("small", 30)), 100)
    profile = Profile.of(poll, [*[["big"]] * 6, *[["small"]] * 5])
    kept = count(poll, profile, EqualShares(Completion.NONE), "")
    assert kept.winners == ("small",)
    assert kept.comparison
    assert (kept.comparison.prefer_shares, kept.comparison.prefer_greedy) == (5, 6)
    assert not kept.comparison.greedy_used
    replaced = count(poll, profile, EqualShares(Completion.NONE, comparison=True), "")
    assert replaced.winners == ("big",)
    assert replaced.comparison
    assert replaced.comparison.greedy_used
    assert [loser.project for loser in replaced.losers] == ["small"]


def test_a_supporter_with_an_empty_purse_is_not_said_to_have_paid() -> None:
    poll = Poll((Project("first", 30), Project("then", 8), Project("loser", 15)), 50)
    ballots = [["first", "then", "loser"], ["then"], ["first"], ["first"], ["loser"]]
    outcome = count(poll, Profile.of(poll, ballots), EqualShares(Completion.NONE), "")
    assert outcome.winners == ("first", "then")
    assert [(one.project, one.paid) for one in outcome.losers[0].spent_on] == [("first", 10)]


def test_equal_shares_stand_where_as_many_voters_prefer_them_as_prefer_greedy() -> None:
    poll = Poll((Project("big", 90), Project("mid", 25), Project("small", 20)), 100)
    profile = Profile.of(poll, [*[["big"]] * 6, *[["mid"]] * 3, *[["small"]] * 3])
    outcome = count(poll, profile, EqualShares(Completion.NONE, comparison=True), "")
    assert set(outcome.winners) == {"mid", "small"}
    assert outcome.comparison
    assert outcome.comparison.prefer_shares == outcome.comparison.prefer_greedy == 6


def test_a_tie_in_a_comparison_that_binds_nobody_stops_no_count() -> None:
    poll = Poll((Project("x", 60), Project("y", 60), Project("small", 20)), 100)
    profile = Profile.of(poll, [*[["x"]] * 5, *[["y"]] * 5, *[["small"]] * 4])
    refusing, drawing = ("cost", "votes", "refuse"), ("cost", "votes", "lot")
    outcome = count(poll, profile, EqualShares(Completion.NONE, tie_order=refusing), "seed")
    assert (outcome.winners, outcome.ties_met) == (("small",), ())
    assert (
        outcome.comparison == count(poll, profile, EqualShares(Completion.NONE, tie_order=drawing), "seed").comparison
    )
    with pytest.raises(TieUnresolved):
        count(poll, profile, EqualShares(Completion.NONE, comparison=True, tie_order=refusing), "seed")


def test_a_utility_or_a_start_that_is_not_known_is_refused() -> None:
    assert EqualShares(utility="score", start="whole") == EqualShares(utility=Utility.SCORE, start=Start.WHOLE)
    with pytest.raises(BadRule):
        EqualShares(utility="votes")
    with pytest.raises(BadRule):
        EqualShares(start="half")
