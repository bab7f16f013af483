"""Most votes first, in all the ways in which a round may declare it."""

import pytest

from ballots.count import count
from ballots.election import Election
from ballots.errors import BadRule
from ballots.outcome import Reason, Stage
from ballots.profile import Profile
from ballots.rules import Greedy, rule_from_parameters
from ballots.rules.greedy import Merit, Misfit, by_votes
from ballots.ties import DEFAULT_TIES, Tie, TieStep
from tests.unit.ballots.single_marks import counted, loser, poll_of

COSTS = {"a": 50, "b": 60, "c": 30}
VOTES = {"a": 3, "b": 2, "c": 1}


def test_what_does_not_fit_is_skipped_or_ends_the_count() -> None:
    skipped = counted(poll_of(COSTS, 100), VOTES)
    assert skipped.winners == ("a", "c")
    assert (loser(skipped, "b").reason, loser(skipped, "b").pot_left) == (Reason.DID_NOT_FIT, 50)
    assert skipped.stop is None
    stopped = counted(poll_of(COSTS, 100), VOTES, misfit="stop")
    assert stopped.winners == ("a",)
    assert stopped.stop
    assert (stopped.stop.project, stopped.stop.pot_left, stopped.stop.tie) == ("b", 50, None)
    assert loser(stopped, "b").reason is Reason.DID_NOT_FIT
    assert (loser(stopped, "c").reason, loser(stopped, "c").pot_left) == (Reason.STOPPED, None)
    assert stopped.left == 50


def test_a_project_that_just_fits_does_not_stop_the_count() -> None:
    assert counted(poll_of(COSTS, 140), VOTES, misfit="stop").winners == ("a", "b", "c")


def test_a_project_dearer_than_the_budget_stops_nothing_for_it_never_competes() -> None:
    outcome = counted(poll_of({"a": 101, "b": 60}, 100), {"a": 3, "b": 1}, misfit="stop")
    assert outcome.winners == ("b",)
    assert loser(outcome, "a").reason is Reason.TOO_DEAR


def test_value_for_money_goes_by_votes_for_each_penny() -> None:
    poll, votes = poll_of({"a": 60, "b": 30, "c": 50}, 100), {"a": 6, "b": 4, "c": 4}
    assert counted(poll, votes).winners == ("a", "b")
    assert counted(poll, votes, by="value").winners == ("b", "a")
    assert counted(poll, votes, by="value").rounds[0].effective_votes == 4


def test_equal_value_for_money_is_a_tie_however_large_the_amounts() -> None:
    huge = 10**14 + 7
    poll = poll_of({"a": 3 * huge, "b": 2 * huge}, 3 * huge)
    outcome = counted(poll, {"a": 3, "b": 2}, by="value")
    assert outcome.winners == ("b",)
    assert outcome.ties == (Tie(("b", "a"), TieStep.COST),)
    nearly = poll_of({"a": 3 * huge - 1, "b": 2 * huge}, 3 * huge)
    assert counted(nearly, {"a": 3, "b": 2}, by="value").winners == ("a",)


@pytest.mark.parametrize(
    ("least", "winners"),
    [({"min_score": 2}, ("a", "b")), ({"min_score": 3}, ("a",)), ({"min_score": 4}, ())],
)
def test_a_project_with_exactly_the_least_points_is_considered(least: dict[str, int], winners: tuple[str, ...]) -> None:
    outcome = counted(poll_of(COSTS, 200), VOTES, **least)
    assert outcome.winners == winners
    assert {found.reason for found in outcome.losers} == {Reason.BELOW_SCORE}


def test_a_project_with_exactly_the_least_voters_is_considered() -> None:
    poll = poll_of(COSTS, 200)
    profile = Profile.of_points(poll, [((("a", 9),), 1), ((("b", 1),), 2)])
    outcome = count(poll, profile, Greedy(min_voters=2), "")
    assert outcome.winners == ("b",)
    assert (loser(outcome, "a").reason, loser(outcome, "a").score) == (Reason.TOO_FEW_VOTERS, 9)
    assert loser(outcome, "c").reason is Reason.NO_SUPPORT


def test_ten_per_cent_of_the_voters_is_enough_and_less_is_not() -> None:
    poll = poll_of({"a": 10, "b": 10}, 100)
    enough = counted(poll, {"a": 18, "b": 2}, min_percent=10)
    assert enough.winners == ("a", "b")
    short = counted(poll, {"a": 19, "b": 2}, min_percent=10)
    assert short.winners == ("a",)
    assert loser(short, "b").reason is Reason.BELOW_PERCENT


def test_what_costs_nothing_needs_the_least_support_too() -> None:
    poll = poll_of({"a": 10, "f": 0, "g": 0}, 100)
    outcome = counted(poll, {"a": 3, "f": 3, "g": 1}, min_voters=2)
    assert outcome.free == ("f",)
    assert loser(outcome, "g").reason is Reason.TOO_FEW_VOTERS
    assert counted(poll, {"a": 3, "f": 3, "g": 1}).free == ("f", "g")


def test_points_decide_and_voters_are_told_beside_them() -> None:
    poll = poll_of({"a": 60, "b": 60}, 100)
    profile = Profile.of_points(poll, [((("a", 1),), 3), ((("b", 4),), 1)])
    outcome = count(poll, profile, Greedy(), "")
    assert outcome.winners == ("b",)
    assert (outcome.rounds[0].votes, outcome.rounds[0].score, outcome.rounds[0].effective_votes) == (1, 4, 4)


def test_the_next_project_is_given_the_part_that_is_left_if_that_is_of_use_to_it() -> None:
    outcome = counted(poll_of(COSTS, 100, b=50), VOTES, part_funding=True)
    assert outcome.winners == ("a", "b")
    part = outcome.rounds[1]
    assert (part.cost, part.asked, part.pot_left) == (50, 60, 0)
    assert (outcome.spent, outcome.left, outcome.part_funded) == (100, 0, ("b",))
    assert outcome.rounds[0].asked is None


def test_a_part_below_the_least_useful_one_is_given_to_nobody() -> None:
    outcome = counted(poll_of(COSTS, 100, b=51), VOTES, part_funding=True)
    assert outcome.winners == ("a", "c")
    assert outcome.part_funded == ()
    assert outcome.rounds[0].unaffordable == ("b",)


def test_a_project_that_said_nothing_of_parts_is_funded_whole_or_not_at_all() -> None:
    assert counted(poll_of(COSTS, 100), VOTES, part_funding=True).winners == ("a", "c")
    assert counted(poll_of(COSTS, 100, b=1), VOTES).winners == ("a", "c")


def test_after_a_part_nothing_is_left_for_anybody() -> None:
    outcome = counted(poll_of(COSTS, 100, b=1, c=1), VOTES, part_funding=True)
    assert outcome.winners == ("a", "b")
    assert outcome.rounds[1].unaffordable == ("c",)
    assert loser(outcome, "c").reason is Reason.DID_NOT_FIT


def test_a_rule_that_stops_still_gives_the_last_project_its_part() -> None:
    outcome = counted(poll_of(COSTS, 100, b=50), VOTES, misfit="stop", part_funding=True)
    assert outcome.winners == ("a", "b")
    assert outcome.stop
    assert (outcome.stop.project, outcome.stop.pot_left) == ("c", 0)


def test_once_one_of_a_set_is_funded_the_others_are_out() -> None:
    outcome = counted(poll_of({"a": 10, "b": 10, "c": 10, "d": 10}, 100, "ac", "bd"), {"a": 4, "b": 3, "c": 2, "d": 1})
    assert outcome.winners == ("a", "b")
    assert [found.excluded for found in outcome.rounds] == [("c",), ("d",)]
    gone = loser(outcome, "d")
    assert (gone.reason, gone.rival, gone.out_after, gone.pot_left) == (Reason.EXCLUDED, "b", 2, None)


def test_a_rival_that_is_out_neither_stops_the_count_nor_puts_others_out() -> None:
    poll = poll_of({"a": 50, "b": 60, "c": 50}, 100, "ab", "bc")
    outcome = counted(poll, VOTES, misfit="stop")
    assert outcome.winners == ("a", "c")
    assert outcome.stop is None


def test_a_project_that_had_its_turn_is_not_said_to_be_put_out_later() -> None:
    outcome = counted(poll_of(COSTS, 100, "bc"), VOTES)
    assert outcome.winners == ("a", "c")
    assert outcome.rounds[1].excluded == ()
    assert (loser(outcome, "b").reason, loser(outcome, "b").rival) == (Reason.DID_NOT_FIT, "")


def test_a_rival_below_the_least_support_puts_nobody_out() -> None:
    outcome = counted(poll_of(COSTS, 200, "bc"), VOTES, by="value", min_score=2)
    assert outcome.winners == ("a", "b")
    assert loser(outcome, "c").reason is Reason.BELOW_SCORE


@pytest.mark.parametrize(
    "rule",
    [
        Greedy(by=Merit.VALUE, misfit=Misfit.STOP),
        Greedy(("votes", "refuse"), min_score=3, min_voters=2, min_percent=10, part_funding=True),
    ],
)
def test_a_rule_comes_back_from_its_parameters(rule: Greedy) -> None:
    assert rule_from_parameters(rule.parameters()) == rule


def test_a_plain_rule_states_what_it_always_stated() -> None:
    assert Greedy().parameters() == {"rule": "greedy", "tie_order": "cost,votes,lot"}
    assert Greedy(min_percent=10).parameters()["min_percent"] == 10


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "luck"},
        {"misfit": "shrug"},
        {"min_score": -1},
        {"min_voters": -1},
        {"min_percent": -1},
        {"min_percent": 101},
        {"min_score": "many"},
        {"part_funding": "perhaps"},
        {"min_votes": 2},
    ],
)
def test_parameters_that_make_no_greedy_rule_are_refused(wrong: dict[str, str | int | bool]) -> None:
    with pytest.raises(BadRule):
        rule_from_parameters({**Greedy().parameters(), **wrong})


def test_words_that_greedy_does_not_know_are_refused() -> None:
    with pytest.raises(BadRule, match="score or value"):
        Greedy(by="luck")  # type: ignore[arg-type]
    with pytest.raises(BadRule, match="skip or stop"):
        Greedy(misfit="shrug")  # type: ignore[arg-type]


def test_a_hundred_per_cent_asks_for_everybody() -> None:
    assert counted(poll_of({"a": 10, "b": 10}, 100), {"a": 2}, min_percent=100).winners == ("a",)


def test_the_rivals_of_what_was_bought_before_the_fill_are_out() -> None:
    poll = poll_of(COSTS, 100, "ac")
    election = Election.of(poll, Profile.of(poll, ["a", "b", "c"]), DEFAULT_TIES, "")
    rest = [poll.by_id["b"], poll.by_id["c"]]
    walk = by_votes(election, rest, 90, Stage.FILL, 2, bought=("a",))
    assert [(found.number, found.project) for found in walk.rounds] == [(2, "b")]
    assert walk.excluded == {"c": "a"}
    assert walk.passed == {}


def test_what_is_out_of_reach_after_a_round_is_told_to_the_penny_and_by_id() -> None:
    poll = poll_of({"a": 40, "z": 61, "m": 100, "b": 60, "n": 60}, 100)
    outcome = counted(poll, {"a": 9, "z": 5, "m": 4, "b": 3, "n": 2})
    assert [(found.project, found.unaffordable) for found in outcome.rounds] == [("a", ("m", "z")), ("b", ("n",))]
    assert [(found.payers, found.paid_all, found.price) for found in outcome.rounds] == [(0, 0, None)] * 2


def test_a_project_that_costs_the_whole_budget_is_not_too_dear() -> None:
    outcome = counted(poll_of({"a": 40, "b": 100, "c": 101}, 100), {"a": 3, "b": 2, "c": 1})
    assert loser(outcome, "b").reason is Reason.DID_NOT_FIT
    assert (loser(outcome, "c").reason, loser(outcome, "c").out_after) == (Reason.TOO_DEAR, 0)
    assert counted(poll_of({"b": 100}, 100), {"b": 1}).winners == ("b",)


def test_where_a_count_stopped_the_others_were_not_out_after_any_round() -> None:
    outcome = counted(poll_of(COSTS, 100), VOTES, misfit="stop")
    assert (loser(outcome, "b").out_after, loser(outcome, "c").out_after) == (1, 0)
