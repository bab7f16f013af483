"""On real polls our winners are those of pabutools in exact mode, in the same order; the large ones are in bench/."""

from pathlib import Path

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.rules import Completion, EqualShares, Greedy
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED, Ballots, question

APPROVALS = (
    "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb",
    "Netherlands_Amsterdam_588.pb",
    "Netherlands_Amsterdam_643.pb",
    "Netherlands_Assen_2024.pb",
    "Poland_Gdynia_2020_Babie_Doly__large.pb",
    "Poland_Swiecie_2023.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "US_Stanford_Dataset_PB_Chicago_36th_Ward_2017_vote_approvals.pb",
    "US_Stanford_Dataset_PB_Chicago_36th_Ward_2020_vote_knapsacks.pb",
)


@pytest.mark.parametrize("name", APPROVALS)
def test_real_polls_have_the_winners_that_pabutools_gives(real_polls: Path, pabutools: Oracle, name: str) -> None:
    read = pabulib.read(real_polls / name)
    ballots, unit = Ballots(read.poll, read.profile), read.poll.unit
    rules = {
        ("greedy", "cost"): Greedy(),
        ("shares", "cost"): EqualShares(Completion.NONE),
        ("add1", "cost"): EqualShares(Completion.ADD1, exhaustive=True, increment=unit),
    }
    ours = {asked: list(count(read.poll, read.profile, rule, SEED).winners) for asked, rule in rules.items()}
    theirs = {asked: pabutools.ask(question(ballots, *asked, unit))["winners"] for asked in rules}
    assert ours == theirs
