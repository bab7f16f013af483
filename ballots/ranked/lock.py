"""Ranked pairs: majorities kept from the widest margin down, except where they would close a circle.

Tideman, Independence of clones as a criterion for voting rules (1987). Where majorities of one margin cannot all be
kept, the tie order decides which come first: those against whoever goes last, and of these that of whoever goes first.
"""

from dataclasses import dataclass, field
from itertools import groupby

from ballots.ranked.outcome import Pair
from ballots.ranked.pairwise import Pairwise
from ballots.ties import Tie, TieOrder


@dataclass(slots=True)
class Locked:
    """The majorities kept so far, as who stands above whom; `pairs` in the order in which they were considered."""

    below: dict[str, set[str]]
    pairs: list[Pair] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)

    @property
    def tops(self) -> tuple[str, ...]:
        """The candidates above whom nobody stands."""
        beaten = {loser for losers in self.below.values() for loser in losers}
        return tuple(one for one in self.below if one not in beaten)


def locked_pairs(pairwise: Pairwise, ties: TieOrder) -> Locked:
    """Consider all majorities. Raises TieUnresolved where only a lot could order them and lots are refused."""
    margins = pairwise.margins.tolist()
    names = pairwise.candidates
    majorities = [
        (margin, names[a], names[b]) for a, row in enumerate(margins) for b, margin in enumerate(row) if margin > 0
    ]
    place = {one: number for number, one in enumerate(sorted(names, key=ties.sort_key))}
    majorities.sort(key=lambda found: (-found[0], -place[found[2]], place[found[1]]))
    locked = Locked({one: set() for one in names})
    for margin, level in groupby(majorities, key=lambda found: found[0]):
        _consider(locked, margin, [(winner, loser) for _, winner, loser in level], ties)
    return locked


def _consider(locked: Locked, margin: int, level: list[tuple[str, str]], ties: TieOrder) -> None:
    open_pairs = [pair for pair in level if not _reaches(locked.below, pair[1], pair[0])]
    together = {one: set(losers) for one, losers in locked.below.items()}
    for winner, loser in open_pairs:
        together[winner].add(loser)
    circle = [pair for pair in open_pairs if _reaches(together, pair[1], pair[0])]
    if circle:
        locked.ties.append(ties.settle(tuple(sorted({winner for winner, _ in circle}))))
    for winner, loser in level:
        fits = not _reaches(locked.below, loser, winner)
        if fits:
            locked.below[winner].add(loser)
        locked.pairs.append(Pair(winner, loser, margin, fits))


def _reaches(below: dict[str, set[str]], start: str, end: str) -> bool:
    """Say whether a chain of kept majorities leads from one candidate down to another."""
    waiting, seen = [start], {start}
    while waiting:
        for one in below[waiting.pop()] - seen:
            if one == end:
                return True
            seen.add(one)
            waiting.append(one)
    return False
