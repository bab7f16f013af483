"""What would have funded a project, on polls drawn at random, is what trying everything one by one finds."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule
from ballots.what_if import what_if
from tests.properties.polls import SEED, Drawn, polls

PROVED = (Greedy(), Greedy(misfit="stop"), Greedy(by="value", min_voters=2), Phragmen(), Phragmen(misfit="skip"))
CHEAPER_PROVED = (*PROVED, EqualShares(Completion.NONE), EqualShares(Completion.FILL, utility="score"))
FURTHER = 3
"""So many numbers beyond an answer are looked at too: enough must stay enough."""
STRIDE = 17
"""Costs so far apart are looked at, beside those at the answer: whatever is cheaper than enough must be enough."""


def with_voters(drawn: Drawn, rule: Rule, project: str, more: int) -> bool:
    profile = Profile.of(drawn.poll, [*drawn.ballots, *[project] * more])
    return project in count(drawn.poll, profile, rule, SEED).winners


def at_cost(drawn: Drawn, rule: Rule, project: str, cost: int) -> bool:
    other = replace(drawn, costs={**drawn.costs, project: cost})
    return project in count(other.poll, other.profile, rule, SEED).winners


@pytest.mark.parametrize("rule", CHEAPER_PROVED)
@given(drawn=polls(most_voters=5, most_projects=4), pick=st.integers(0, 7))
@settings(max_examples=15, deadline=None)
def test_proved_answers_are_those_of_trying_everything(rule: Rule, drawn: Drawn, pick: int) -> None:
    outcome = count(drawn.poll, drawn.profile, rule, SEED)
    losers = [loser.project for loser in outcome.losers]
    if not losers:
        return
    project = losers[pick % len(losers)]
    found = what_if(drawn.poll, drawn.profile, outcome, rule, project, one_by_one=3)
    if found.step == 1 and found.cost.certain:
        answer = found.cost.answer or 0
        costs = {*range(1, drawn.costs[project], STRIDE), answer, answer + 1} - {0, drawn.costs[project]}
        assert {cost for cost in costs if at_cost(drawn, rule, project, cost)} == {c for c in costs if c <= answer}
    assert found.cost.certain
    if rule in PROVED and found.supporters.answer is not None:
        assert found.supporters.certain
        tried = range(1, found.supporters.answer + FURTHER)
        assert [with_voters(drawn, rule, project, more) for more in tried] == [
            more >= found.supporters.answer for more in tried
        ]


@given(drawn=polls(most_voters=5, most_projects=3), pick=st.integers(0, 7))
@settings(max_examples=15, deadline=None)
def test_answers_without_a_proof_are_enough_and_nothing_counted_before_them_is(drawn: Drawn, pick: int) -> None:
    rule = EqualShares(increment=1)
    outcome = count(drawn.poll, drawn.profile, rule, SEED)
    losers = [loser.project for loser in outcome.losers]
    if not losers:
        return
    project = losers[pick % len(losers)]
    found = what_if(drawn.poll, drawn.profile, outcome, rule, project, one_by_one=3).supporters
    if found.answer is not None:
        assert with_voters(drawn, rule, project, found.answer)
        assert not with_voters(drawn, rule, project, found.answer - 1)
    if found.certain and found.answer is not None:
        assert not any(with_voters(drawn, rule, project, more) for more in range(found.answer))
