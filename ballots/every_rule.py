"""Every rule by which a poll can be decided: those that spend a budget, and those that choose from rankings."""

from collections.abc import Mapping
from typing import TypeAlias

from ballots.ranked import Borda, Condorcet, RankedRule, Stv, ranked_rule_from_parameters
from ballots.rules import RULES, EqualShares, Greedy, Phragmen, Rule, rule_from_parameters

AnyRule: TypeAlias = Rule | RankedRule
Kind: TypeAlias = type[EqualShares | Greedy | Phragmen | Stv | Condorcet | Borda]

RANKED_RULES: dict[str, Kind] = {kind.NAME: kind for kind in (Stv, Condorcet, Borda)}
"""Every rule that chooses from rankings without spending, by its name."""
ANY_RULES: dict[str, Kind] = {**RULES, **RANKED_RULES}
"""Every rule there is, by its name."""


def any_rule_from_parameters(parameters: Mapping[str, str | int | bool]) -> AnyRule:
    """Build the rule whose `parameters()` these are. Raises BadRule for an unknown rule, name or value."""
    if parameters.get("rule") in RANKED_RULES:
        return ranked_rule_from_parameters(parameters)
    return rule_from_parameters(parameters)
