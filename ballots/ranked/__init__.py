"""Rules that choose from rankings without spending: single transferable vote, comparison by pairs, points.

Each is a frozen dataclass that holds its parameters; `elect(rankings, candidates, lot_seed, withdrawn)` counts.
"""

from collections.abc import Mapping
from typing import TypeAlias

from ballots.errors import BadRule, sentence
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
    kind = kinds.get(str(parameters.get("rule")))
    if kind is None:
        raise BadRule(sentence("The rule %(rule)s is not known."), rule=str(parameters.get("rule")))
    rule = kind.from_parameters(parameters)
    if rule.parameters() != dict(parameters):
        raise BadRule(sentence("The parameters of the rule contradict each other or are not known."))
    return rule
