"""On small polls with round numbers our winners are those of pabutools in exact mode, in the same order."""

import pytest

from ballots.count import count
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.rules.greedy import Merit
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED, Ballots, all_fits, question, small_polls

APPROVALS = small_polls(700, seed=1)
POINTS = small_polls(300, seed=2, points=True)


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


def test_the_first_shares_buy_what_pabutools_buys(pabutools: Oracle) -> None:
    assert differing(pabutools, APPROVALS, EqualShares(Completion.NONE), ("shares", "cost")) == []


@pytest.mark.parametrize("step", [1, 7])
def test_add1_with_the_exhaustive_stop_ends_where_pabutools_ends(pabutools: Oracle, step: int) -> None:
    rule = EqualShares(Completion.ADD1, exhaustive=True, increment=step)
    assert differing(pabutools, APPROVALS[:300], rule, ("add1", "cost"), step) == []


def test_add1_without_the_exhaustive_stop_ends_where_pabutools_ends(pabutools: Oracle) -> None:
    polls = [ballots for ballots in APPROVALS[:200] if not all_fits(ballots)]
    assert differing(pabutools, polls, EqualShares(Completion.ADD1, increment=3), ("add1-on", "cost"), 3) == []
