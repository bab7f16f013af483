"""Real polls counted by most votes: the winners are those that the towns announced, but for the two that are named."""

import csv
from pathlib import Path

import pytest

from ballots import pabulib
from ballots.count import count
from ballots.pabulib import PabulibPoll
from ballots.rules import Greedy
from ballots.rules.greedy import Misfit

POLLS = (
    "Poland_Gdynia_2020_Babie_Doly__large.pb",
    "Poland_Krakow_2022_Czyzyny.pb",
    "Poland_Krakow_2024_Bienczyce.pb",
    "Poland_Lodz_2023.pb",
    "Poland_Warszawa_2021_Ursynow.pb",
    "Poland_Warszawa_2026.pb",
    "Poland_Wroclaw_2018.pb",
)
KNOWN = {
    "Poland_Krakow_2022_Czyzyny.pb": ({"24"}, {"26"}),
    "Poland_Warszawa_2021_Ursynow.pb": ({"459", "1471", "1687", "2136"}, {"976", "2150"}),
}
"""What our count funds and the town did not, and the other way round.

Czyżyny: 24 and 26 have the same points, and the town took the dearer one. Ursynów: 459, 1687 and 2150 overlap on the
ground (the file's own comment); the town kept 2150, which has the fewest votes of the three.
"""
MISFITS = {"greedy-no-skip": Misfit.STOP}


def announced(path: Path) -> set[str]:
    """Give the projects that the file's own column `selected` marks with 1."""
    text = path.read_text(encoding="utf-8")
    projects = text[text.index("PROJECTS") : text.index("VOTES")].splitlines()[1:]
    return {row["project_id"] for row in csv.DictReader(projects, delimiter=";") if row.get("selected") == "1"}


def by_its_own_rule(read: PabulibPoll) -> Greedy:
    least = int(read.meta.get("min_project_score_threshold") or 0)
    return Greedy(misfit=MISFITS.get(read.meta["rule"], Misfit.SKIP), min_score=least)


def has_greedy_winners(path: Path) -> bool:
    return "\nrule;greedy" in path.read_text(encoding="utf-8")[:2000] and bool(announced(path))


def test_these_are_all_the_greedy_polls_that_tell_their_winners(real_polls: Path) -> None:
    assert {path.name for path in real_polls.glob("*.pb") if has_greedy_winners(path)} == {*POLLS}


@pytest.mark.parametrize("name", POLLS)
def test_a_greedy_poll_has_the_winners_the_town_announced(real_polls: Path, name: str) -> None:
    read = pabulib.read(real_polls / name)
    winners = set(count(read.poll, read.profile, by_its_own_rule(read), "golden").winners)
    official = announced(real_polls / name)
    assert (winners - official, official - winners) == KNOWN.get(name, (set(), set()))
