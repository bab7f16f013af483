"""Where all projects cost the same, our winners are a committee that abcvoting allows, on its own 480 elections too."""

from random import Random
from typing import Any

import pytest

from ballots.count import count
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule
from scripts.oracles import INSTANCES
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED

RULES: dict[str, Rule] = {"av": Greedy(), "equal-shares-with-av-completion": EqualShares(Completion.FILL)}


@pytest.fixture(scope="module")
def known(abcvoting: Oracle) -> list[dict[str, Any]]:
    """The elections that come with abcvoting, and every committee that it gives for each rule."""
    found: list[dict[str, Any]] = abcvoting.ask({"instances": str(INSTANCES)})["elections"]
    return found


def committee(election: dict[str, Any], rule: Rule) -> list[int]:
    """Elect with costs of one pound and a budget of as many pounds as there are seats."""
    poll = Poll(tuple(Project(str(one), 100) for one in range(election["candidates"])), 100 * election["seats"])
    profile = Profile.of(poll, [[str(one) for one in ballot] for ballot in election["ballots"]])
    return sorted(int(one) for one in count(poll, profile, rule, SEED).winners)


def allowed(winners: list[int], election: dict[str, Any], committees: list[list[int]]) -> bool:
    """Say whether the winners are one of the committees, but for seats that abcvoting gives to whom nobody chose."""
    chosen = {one for ballot in election["ballots"] for one in ballot}
    return winners in [sorted(chosen.intersection(one)) for one in committees]


@pytest.mark.parametrize("name", RULES)
def test_the_elections_of_abcvoting_have_a_committee_that_it_knows(known: list[dict[str, Any]], name: str) -> None:
    asked = [election for election in known if name in election["known"]]
    wrong = [one["name"] for one in asked if not allowed(committee(one, RULES[name]), one, one["known"][name])]
    assert wrong == []
    assert len(asked) > 400


def test_random_committees_are_ones_that_abcvoting_allows(abcvoting: Oracle) -> None:
    chance = Random(5)
    for _ in range(100):
        candidates = chance.randint(2, 7)
        people = range(candidates)
        ballots = [chance.sample(people, chance.randint(1, candidates)) for _ in range(chance.randint(2, 9))]
        election = {"candidates": candidates, "ballots": ballots, "seats": chance.randint(1, candidates - 1)}
        told = abcvoting.ask(election)
        for name, rule in RULES.items():
            assert allowed(committee(election, rule), election, told[name]), (name, election)
