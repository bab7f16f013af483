"""The rules by which ballots become winners; each rule is a frozen dataclass that holds its parameters."""

from collections.abc import Mapping
from typing import TypeAlias

from ballots.parameters import kind_of, same_again
from ballots.rules.completion import Completion
from ballots.rules.equal_shares import EqualShares
from ballots.rules.greedy import Greedy, Merit, Misfit
from ballots.rules.phragmen import Phragmen

Rule: TypeAlias = Greedy | EqualShares | Phragmen

RULES: dict[str, type[Greedy] | type[EqualShares] | type[Phragmen]] = {
    kind.NAME: kind for kind in (EqualShares, Greedy, Phragmen)
}
"""Every rule that spends a budget, by its name; the first is the one that counts where nothing else is said."""

__all__ = [
    "RULES",
    "Completion",
    "EqualShares",
    "Greedy",
    "Merit",
    "Misfit",
    "Phragmen",
    "Rule",
    "rule_from_parameters",
]


def rule_from_parameters(parameters: Mapping[str, str | int | bool]) -> Rule:
    """Build the rule whose `parameters()` these are. Raises BadRule for an unknown rule, name or value."""
    return same_again(kind_of(RULES, parameters).from_parameters(parameters), parameters)
