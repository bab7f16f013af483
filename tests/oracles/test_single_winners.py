"""Where rankings elect one, the winner is one whom pref_voting elects, and the pairs are the same pairs."""

from collections import Counter
from collections.abc import Iterable
from random import Random
from typing import Any

from ballots.ranked import Borda, Condorcet, Resolution, Stv
from ballots.rankings import Rankings
from tests.oracles.asking import Oracle
from tests.oracles.questions import SEED


def drawn(chance: Random) -> dict[str, Any]:
    """Draw a small election, half of them with voters who rank everybody; few voters, so that ties abound."""
    people = range(chance.randint(2, 6))
    fewest = chance.choice((1, len(people)))
    orders = [
        (chance.sample(people, chance.randint(fewest, len(people))), chance.choice((1, 1, 2, 5)))
        for _ in range(chance.randint(1, 9))
    ]
    return {"candidates": len(people), "orders": orders}


def rankings(election: dict[str, Any]) -> tuple[Rankings, list[str]]:
    """Give the election as ours, candidates by the texts of their numbers."""
    candidates = [str(one) for one in range(election["candidates"])]
    counted = [(tuple(str(one) for one in order), voters) for order, voters in election["orders"]]
    return Rankings.of_counted(candidates, counted), candidates


def numbers(candidates: Iterable[str]) -> list[int]:
    return sorted(int(one) for one in candidates)


def check_pairs(election: dict[str, Any], theirs: dict[str, Any]) -> bool:
    ours = Condorcet().elect(*rankings(election), SEED)
    names = ours.candidates
    margins = [[ours.above[a].get(b, 0) - ours.above[b].get(a, 0) for b in names] for a in names]
    assert margins == theirs["margins"], election
    assert ours.beats_all == (None if theirs["condorcet"] is None else str(theirs["condorcet"])), election
    return ours.beats_all is None


def check_resolutions(election: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Those who are left level are the same; by ranked pairs the winner is one of theirs."""
    for resolution in Resolution:
        ours = Condorcet(resolution).elect(*rankings(election), SEED)
        if resolution is Resolution.RANKED_PAIRS:
            assert int(ours.winners[0]) in (theirs[resolution.value] or range(election["candidates"])), election
        else:
            assert numbers(ours.ties[-1].projects if ours.ties else ours.winners) == theirs[resolution.value], election
    return bool(theirs[Resolution.RANKED_PAIRS.value])


def check_runoff(election: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """pref_voting excludes all who are level at once, so only counts without a tie are compared."""
    ours = Stv().elect(*rankings(election), SEED)
    if any(stage.tie for stage in ours.stages):
        return False
    assert numbers(ours.winners) == theirs["instant-runoff"], election
    return True


def check_points(election: dict[str, Any], theirs: dict[str, Any]) -> bool:
    if not theirs["borda"]:
        return False
    ours = Borda().elect(*rankings(election), SEED)
    assert numbers(ours.tie.projects if ours.tie else ours.winners) == theirs["borda"], election
    return True


def test_pairs_resolutions_runoffs_and_points_elect_whom_pref_voting_elects(pref_voting: Oracle) -> None:
    """One test, since the program takes long to begin."""
    chance = Random(11)
    elections = [drawn(chance) for _ in range(400)]
    compared: Counter[str] = Counter()
    for election, theirs in zip(elections, pref_voting.ask_all(elections), strict=True):
        for check in (check_pairs, check_resolutions, check_runoff, check_points):
            compared[check.__name__] += check(election, theirs)
    assert min(compared.values()) > 40, compared
    assert sum(compared.values()) > 500, compared
