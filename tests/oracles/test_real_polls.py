"""On real polls our winners are those of pabutools in exact mode, in the same order; the large ones are in bench/."""

from pathlib import Path

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule
from ballots.rules.equal_shares import Utility
from ballots.rules.greedy import Merit
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED, Ballots, question

MOST_ADD1_BYTES = 20_000
"""pabutools takes long for Add1 on larger files; bench/counting.py and bench/oracles.py compare those."""
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


POINTS = (
    "Poland_Gdansk_2020_Oliwa.pb",
    "Poland_Krakow_2022_Czyzyny.pb",
    "Poland_Krakow_2024_Bienczyce.pb",
    "Switzerland_Zurich_D5.pb",
    "Switzerland_Zurich_S5D10.pb",
    "Switzerland_Zurich_SN.pb",
)


def differing(folder: Path, name: str, oracle: Oracle, rules: dict[tuple[str, str], Rule]) -> list[object]:
    """Count a file by every rule here and there; give those that differ. pabutools sorts the winners of Phragmén."""
    read = pabulib.read(folder / name)
    ballots = Ballots(read.poll, read.profile)
    unlike = []
    for asked, rule in rules.items():
        ours = list(count(read.poll, read.profile, rule, SEED).winners)
        theirs = oracle.ask(question(ballots, *asked, read.poll.unit))["winners"]
        if ours != theirs and (asked[0] != "phragmen" or sorted(ours) != sorted(theirs)):
            unlike.append((asked, ours, theirs))
    return unlike


@pytest.mark.parametrize("name", APPROVALS)
def test_approvals_have_the_winners_that_pabutools_gives(real_polls: Path, pabutools: Oracle, name: str) -> None:
    increment = pabulib.read_projects(real_polls / name).poll.unit
    rules: dict[tuple[str, str], Rule] = {
        ("greedy", "cost"): Greedy(),
        ("greedy", "score"): Greedy(by=Merit.VALUE),
        ("shares", "cost"): EqualShares(Completion.NONE),
        ("shares", "score"): EqualShares(Completion.NONE, utility=Utility.SCORE),
        ("phragmen", "cost"): Phragmen(),
    }
    if (real_polls / name).stat().st_size < MOST_ADD1_BYTES:
        rules["add1", "cost"] = EqualShares(Completion.ADD1, exhaustive=True, increment=increment)
    assert differing(real_polls, name, pabutools, rules) == []


@pytest.mark.parametrize("name", POINTS)
def test_points_and_rankings_have_the_winners_that_pabutools_gives(
    real_polls: Path, pabutools: Oracle, name: str
) -> None:
    rules: dict[tuple[str, str], Rule] = {
        ("greedy", "cost"): Greedy(),
        ("greedy", "score"): Greedy(by=Merit.VALUE),
        ("shares", "cost"): EqualShares(Completion.NONE),
        ("shares", "score"): EqualShares(Completion.NONE, utility=Utility.SCORE),
    }
    assert differing(real_polls, name, pabutools, rules) == []
