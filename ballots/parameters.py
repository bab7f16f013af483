"""Rules read back from the parameters in which they are stored: the kind they name, and proof that nothing was lost."""

from collections.abc import Mapping
from typing import Protocol, TypeAlias, TypeVar

from ballots.errors import BadRule, sentence

Parameters: TypeAlias = Mapping[str, str | int | bool]


class Stored(Protocol):
    """A rule that is stored by its parameters."""

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name, the rule's name among them."""


K = TypeVar("K")
R = TypeVar("R", bound=Stored)


def kind_of(kinds: Mapping[str, K], parameters: Parameters) -> K:
    """Give the kind of rule that the parameters name. Raises BadRule for one that is not known."""
    kind = kinds.get(str(parameters.get("rule")))
    if kind is None:
        raise BadRule(sentence("The rule %(rule)s is not known."), rule=str(parameters.get("rule")))
    return kind


def same_again(rule: R, parameters: Parameters) -> R:
    """Give the rule. Raises BadRule unless its parameters are exactly those that it was built from."""
    if rule.parameters() != dict(parameters):
        raise BadRule(sentence("The parameters of the rule contradict each other or are not known."))
    return rule
