"""On small polls with round numbers our winners are those of pabutools in exact mode, in the same order."""

import pytest

from ballots.count import count
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule
from ballots.rules.equal_shares import Utility
from ballots.rules.greedy import Merit
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED, Ballots, all_fits, question, small_polls, small_rankings

APPROVALS = small_polls(500, seed=1)
POINTS = small_polls(250, seed=2, points=True)


def ours(ballots: Ballots, rule: Rule) -> list[str]:
    return list(count(ballots.poll, ballots.profile, rule, SEED).winners)


def differing(oracle: Oracle, polls: list[Ballots], rule: Rule, asked: tuple[str, str], step: int = 1) -> list[object]:
    """Give the polls on which the two counts differ, with both lists of winners."""
    answers = oracle.ask_all([question(ballots, *asked, step) for ballots in polls])
    return [
        (ballots, mine, theirs["winners"])
        for ballots, theirs in zip(polls, answers, strict=True)
        if (mine := ours(ballots, rule)) != theirs["winners"]
    ]


@pytest.mark.parametrize("polls", [APPROVALS, POINTS], ids=["approvals", "points"])
def test_most_points_first_takes_what_pabutools_takes(pabutools: Oracle, polls: list[Ballots]) -> None:
    assert differing(pabutools, polls, Greedy(), ("greedy", "cost")) == []


@pytest.mark.parametrize("polls", [APPROVALS, POINTS], ids=["approvals", "points"])
def test_most_value_first_takes_what_pabutools_takes(pabutools: Oracle, polls: list[Ballots]) -> None:
    assert differing(pabutools, polls, Greedy(by=Merit.VALUE), ("greedy", "score")) == []


@pytest.mark.parametrize("polls", [APPROVALS, POINTS], ids=["approvals", "points"])
@pytest.mark.parametrize("utility", Utility)
def test_the_first_shares_buy_what_pabutools_buys(pabutools: Oracle, polls: list[Ballots], utility: Utility) -> None:
    rule = EqualShares(Completion.NONE, utility=utility)
    assert differing(pabutools, polls, rule, ("shares", utility.value)) == []


@pytest.mark.parametrize(("utility", "step"), [(Utility.COST, 1), (Utility.COST, 7), (Utility.SCORE, 1)])
def test_add1_with_the_exhaustive_stop_ends_where_pabutools_ends(
    pabutools: Oracle, utility: Utility, step: int
) -> None:
    rule = EqualShares(Completion.ADD1, exhaustive=True, increment=step, utility=utility)
    assert differing(pabutools, APPROVALS[:120] + POINTS[:60], rule, ("add1", utility.value), step) == []


def test_add1_without_the_exhaustive_stop_ends_where_pabutools_ends(pabutools: Oracle) -> None:
    polls = [ballots for ballots in APPROVALS[:100] + POINTS[:40] if not all_fits(ballots)]
    assert differing(pabutools, polls, EqualShares(Completion.ADD1, increment=3), ("add1-on", "cost"), 3) == []


def test_phragmens_loads_fund_what_pabutools_funds(pabutools: Oracle) -> None:
    """It tells the winners in the order of their names, so the order is not compared."""
    polls = APPROVALS[:300]
    answers = pabutools.ask_all([question(ballots, "phragmen") for ballots in polls])
    assert [sorted(ours(ballots, Phragmen())) for ballots in polls] == [sorted(told["winners"]) for told in answers]


def test_rankings_by_the_points_of_pabutools_buy_what_it_buys(pabutools: Oracle) -> None:
    """Its Borda points give the last place of a ballot nothing."""
    rule = EqualShares(Completion.NONE, utility=Utility.SCORE)
    for poll, rankings in small_rankings(100, seed=3):
        ballots = Ballots(poll, rankings.points("last-is-nought", poll))
        asked = {**question(ballots, "shares", "score"), "orders": [list(group) for group in rankings.groups]}
        standing = set(asked["costs"])
        if all(standing.issuperset(group.order) for group in rankings.groups) and not ballots.profile.blank:
            assert ours(ballots, rule) == pabutools.ask(asked)["winners"]
