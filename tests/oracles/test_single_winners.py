"""Where rankings elect one, the winner is one whom pref_voting elects, and the pairs are the same pairs."""

from random import Random
from typing import Any

import pytest

from ballots.ranked import Borda, Condorcet, Resolution, Stv
from ballots.rankings import Rankings
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED

Told = list[tuple[dict[str, Any], dict[str, Any]]]


def drawn(chance: Random) -> dict[str, Any]:
    """Draw a small election, half of them with voters who rank everybody; few voters, so that ties abound."""
    people = range(chance.randint(2, 6))
    fewest = chance.choice((1, len(people)))
    orders = [
        (chance.sample(people, chance.randint(fewest, len(people))), chance.choice((1, 1, 2, 5)))
        for _ in range(chance.randint(1, 9))
    ]
    return {"candidates": len(people), "orders": orders}


@pytest.fixture(scope="module")
def told(pref_voting: Oracle) -> Told:
    """Five hundred elections with the answers."""
    chance = Random(11)
    elections = [drawn(chance) for _ in range(500)]
    return list(zip(elections, pref_voting.ask_all(elections), strict=True))


def rankings(election: dict[str, Any]) -> tuple[Rankings, list[str]]:
    """Give the election as ours, candidates by the texts of their numbers."""
    candidates = [str(one) for one in range(election["candidates"])]
    counted = [(tuple(str(one) for one in order), voters) for order, voters in election["orders"]]
    return Rankings.of_counted(candidates, counted), candidates


def test_the_pairs_and_the_one_who_beats_all_are_the_same(told: Told) -> None:
    without = 0
    for election, theirs in told:
        ours = Condorcet().elect(*rankings(election), SEED)
        names = ours.candidates
        margins = [[ours.above[a].get(b, 0) - ours.above[b].get(a, 0) for b in names] for a in names]
        assert margins == theirs["margins"]
        assert ours.beats_all == (None if theirs["condorcet"] is None else str(theirs["condorcet"]))
        without += ours.beats_all is None
    assert without > 50


@pytest.mark.parametrize("resolution", Resolution)
def test_where_nobody_beats_all_the_resolution_leaves_the_same_candidates(told: Told, resolution: Resolution) -> None:
    compared = 0
    for election, theirs in told:
        ours = Condorcet(resolution).elect(*rankings(election), SEED)
        compared += bool(theirs[resolution.value])
        level = sorted(int(one) for one in ours.ties[-1].projects) if ours.ties else [int(ours.winners[0])]
        if resolution is Resolution.RANKED_PAIRS:
            assert int(ours.winners[0]) in (theirs[resolution.value] or range(election["candidates"]))
        else:
            assert level == theirs[resolution.value]
    assert compared > 200


def test_one_place_by_transferable_vote_is_the_instant_runoff(told: Told) -> None:
    """pref_voting excludes all who are level at once, so only counts without a tie are compared."""
    compared = 0
    for election, theirs in told:
        ours = Stv().elect(*rankings(election), SEED)
        if not any(stage.tie for stage in ours.stages):
            assert [int(one) for one in ours.winners] == theirs["instant-runoff"]
            compared += 1
    assert compared > 100


def test_most_points_win(told: Told) -> None:
    compared = 0
    for election, theirs in told:
        if theirs["borda"]:
            ours = Borda().elect(*rankings(election), SEED)
            level = ours.tie.projects if ours.tie else ours.winners
            assert sorted(int(one) for one in level) == theirs["borda"]
            compared += 1
    assert compared > 200
