"""Equal shares on small polls worked by hand: points, both utilities, whole starts, factors, rivals, the filter."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.outcome import Outcome, Reason
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Completion, EqualShares
from ballots.rules.equal_shares import Start, Utility
from ballots.rules.payments import payments

BARE = EqualShares(Completion.NONE)
SPORTS = {"bike": 700, "gym": 400, "park": 250, "play": 200, "lib": 100}
SPORTS_BALLOTS = [
    ["bike", "gym"],
    ["bike", "gym", "park"],
    ["bike", "gym"],
    ["bike", "gym", "park"],
    ["bike", "gym", "park"],
    ["bike", "gym"],
    ["park", "play", "lib"],
    ["play"],
    ["play", "lib"],
    ["park", "play", "lib"],
    ["bike"],
]


def paper(costs: dict[str, int], budget: int, exponent: int = 0, exclusive: tuple[tuple[str, ...], ...] = ()) -> Poll:
    projects = tuple(Project(p, cost) for p, cost in costs.items())
    return Poll(projects, budget, exponent=exponent, exclusive=exclusive)


def approved(poll: Poll, ballots: list[list[str]], rule: EqualShares) -> Outcome:
    return count(poll, Profile.of(poll, ballots), rule, "")


def loser(outcome: Outcome, project: str) -> tuple[Reason | None, str]:
    return next((one.reason, one.rival) for one in outcome.losers if one.project == project)


def test_with_score_utilities_the_cheapest_for_each_vote_comes_first() -> None:
    """After the library park and play stand level at 50 a vote; with the cheaper first, the park is out of reach."""
    votes_first = EqualShares(Completion.NONE, utility=Utility.SCORE, tie_order=("votes", "cost", "lot"))
    outcome = approved(paper(SPORTS, 1100), SPORTS_BALLOTS, votes_first)
    assert outcome.winners == ("lib", "park", "gym", "play")
    assert outcome.rounds[0].price == Fraction(100, 3)
    assert outcome.rounds[1].tie
    assert outcome.rounds[1].tie.projects == ("park", "play")
    cost_first = EqualShares(Completion.NONE, utility=Utility.SCORE)
    assert approved(paper(SPORTS, 1100), SPORTS_BALLOTS, cost_first).winners == ("lib", "play", "gym")


def test_points_are_paid_for_point_by_point() -> None:
    poll = paper({"A": 60, "B": 40, "C": 30}, 100)
    ballots = [{"A": 7, "B": 3}, {"A": 5, "C": 5}, {"B": 10}, {"B": 6, "C": 4}]
    profile = Profile.of_points(poll, [(tuple(ballot.items()), 1) for ballot in ballots])
    outcome = count(poll, profile, BARE, "")
    assert profile.scores == {"A": 12, "B": 19, "C": 9}
    assert (outcome.winners, outcome.spent) == (("B", "C"), 70)
    left = {one.group.marks: one.left for _, paid in payments(profile, outcome) for one in paid}
    assert left == {
        ("A", "B"): Fraction(355, 19),
        ("A", "C"): Fraction(140, 19),
        ("B",): Fraction(75, 19),
        ("B", "C"): 0,
    }


def test_what_each_voter_paid_and_keeps_can_be_told_round_by_round() -> None:
    """In the second worked example voters 1, 3 and 4 pay their last 300/7 for the park."""
    ballots = [*SPORTS_BALLOTS[:10], ["gym"]]
    poll = paper(SPORTS, 1100)
    profile = Profile.of(poll, ballots)
    outcome = count(poll, profile, BARE, "")
    told = list(payments(profile, outcome))
    assert [found.project for found, _ in told] == ["gym", "park", "play"]
    park = {one.group.marks: (one.paid, one.left) for one in told[1][1]}
    assert park[("bike", "gym", "park")] == (Fraction(300, 7), 0)
    assert park[("lib", "park", "play")] == (Fraction(425, 7), Fraction(275, 7))
    assert outcome.share == 100


def test_somebody_who_holds_nothing_any_more_is_not_told_among_those_who_pay() -> None:
    """Six voters hold 25 each: four pay all of theirs for a; of the three who want b the two others pay 25 each."""
    poll = paper({"a": 100, "b": 50}, 150)
    profile = Profile.of(poll, [["a", "b"], ["a"], ["a"], ["a"], ["b"], ["b"]])
    told = list(payments(profile, count(poll, profile, BARE, "")))
    assert [{one.group.marks for one in paid} for _, paid in told] == [{("a",), ("a", "b")}, {("b",)}]


def test_a_start_in_whole_units_leaves_the_pennies_out() -> None:
    """200 for three voters: 66.66 each pay a project of two that costs 133.33, 66.00 each do not."""
    poll = paper({"a": 133_33, "b": 200_00}, 200_00, exponent=2)
    ballots = [["a"], ["a"], ["b"]]
    assert approved(poll, ballots, BARE).winners == ("a",)
    whole = approved(poll, ballots, EqualShares(Completion.NONE, start=Start.WHOLE))
    assert (whole.winners, whole.share) == ((), 66_00)


def test_shares_that_begin_at_nothing_are_raised_like_any_others() -> None:
    poll = paper({"a": 3, "b": 3}, 4)
    rule = EqualShares(Completion.ADD1, increment=1, start=Start.WHOLE)
    outcome = approved(poll, [["a"]] * 3 + [["b"]] * 2, rule)
    assert outcome.steps
    assert (outcome.steps.start, outcome.steps.taken, outcome.winners) == (0, 1, ("a",))


def test_a_voter_who_counts_twice_has_two_shares_and_gives_no_more_points() -> None:
    poll = paper({"a": 60, "b": 60}, 90)
    groups = [BallotGroup(("a",), 1, factor=2), BallotGroup(("b",), 1)]
    profile = Profile.of_groups(poll, groups)
    outcome = count(poll, profile, BARE, "")
    assert (outcome.winners, outcome.share) == (("a",), 30)
    assert outcome.rounds[0].effective_votes == 1


def test_a_rival_of_a_winner_is_out_from_that_round_on() -> None:
    poll = paper({"a": 30, "b": 20, "c": 20}, 90, exclusive=(("a", "b"),))
    outcome = approved(poll, [["a", "b"], ["a", "b", "c"], ["a", "c"]], BARE)
    assert outcome.winners == ("a", "c")
    assert outcome.rounds[0].excluded == ("b",)
    assert loser(outcome, "b") == (Reason.EXCLUDED, "a")


def test_a_rival_is_not_filled_in_either_and_one_that_the_fill_puts_out_says_so() -> None:
    poll = paper({"a": 30, "b": 20, "c": 70, "d": 60}, 100, exclusive=(("a", "b"), ("c", "d")))
    outcome = approved(poll, [["a", "b"], ["a", "b", "c"], ["a", "c", "d"], ["d"]], EqualShares(Completion.FILL))
    assert outcome.winners == ("a", "d")
    assert loser(outcome, "b") == (Reason.EXCLUDED, "a")
    assert loser(outcome, "c") == (Reason.EXCLUDED, "d")


@pytest.mark.parametrize("exhaustive", [True, False])
def test_adding_ends_where_only_rivals_of_winners_are_left(*, exhaustive: bool) -> None:
    poll = paper({"a": 30, "b": 20}, 90, exclusive=(("a", "b"),))
    rule = EqualShares(Completion.ADD1, exhaustive=exhaustive, increment=1)
    outcome = approved(poll, [["a", "b"], ["a"]], rule)
    assert outcome.winners == ("a",)
    assert outcome.steps
    assert outcome.steps.taken == 0


def test_a_project_just_at_the_eligibility_limit_competes_and_one_below_does_not() -> None:
    """With k = 3 a project of 60 out of 100 needs a fifth of the voters: one of five."""
    poll = paper({"a": 60, "b": 61, "c": 10}, 100)
    outcome = approved(poll, [["a"], ["b"], ["c"], ["c"], ["c"]], EqualShares(eligibility=3))
    assert outcome.winners == ("c", "a")
    assert loser(outcome, "b") == (Reason.INELIGIBLE, "")


def test_where_the_filter_keeps_everything_out_nothing_is_funded() -> None:
    poll = paper({"a": 90, "b": 80}, 100)
    outcome = approved(poll, [["a"], ["b"], ["b"]], EqualShares(eligibility=1))
    assert (outcome.winners, outcome.steps, outcome.share) == ((), None, None)
    assert {one.reason for one in outcome.losers} == {Reason.INELIGIBLE}


def test_the_comparison_step_tells_both_lists_and_the_three_figures() -> None:
    poll = paper({"big": 90, "small": 30}, 100)
    outcome = approved(poll, [["big"]] * 6 + [["small"]] * 5, EqualShares(Completion.NONE, comparison=True))
    figures = outcome.comparison
    assert figures
    assert (figures.shares, figures.greedy, figures.greedy_used) == (("small",), ("big",), True)
    assert (figures.prefer_shares, figures.prefer_greedy, figures.indifferent) == (5, 6, 0)
