"""Rules that choose from rankings without spending: single transferable vote, comparison by pairs, points.

Each is a frozen dataclass that holds its parameters; `elect(rankings, candidates, lot_seed, withdrawn)` counts.
"""

from collections.abc import Mapping
from typing import TypeAlias

from ballots.parameters import kind_of, same_again
from ballots.ranked.blt import BltPoll, read_blt
from ballots.ranked.condorcet import Condorcet, Resolution
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.points import Borda
from ballots.ranked.stv import Stv

RankedRule: TypeAlias = Stv | Condorcet | Borda
RankedOutcome: TypeAlias = StvOutcome | CondorcetOutcome | PointsOutcome

__all__ = [
    "BltPoll",
    "Borda",
    "Condorcet",
    "RankedOutcome",
    "RankedRule",
    "Resolution",
    "Stv",
    "ranked_rule_from_parameters",
    "read_blt",
]


def ranked_rule_from_parameters(parameters: Mapping[str, str | int | bool]) -> RankedRule:
    """Build the rule whose `parameters()` these are. Raises BadRule for an unknown rule, name or value."""
    kinds: dict[str, type[Stv | Condorcet | Borda]] = {kind.NAME: kind for kind in (Stv, Condorcet, Borda)}
    return same_again(kind_of(kinds, parameters).from_parameters(parameters), parameters)
