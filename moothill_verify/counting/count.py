"""Counting by the rule that its parameters name."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.equal_shares import equal_shares
from moothill_verify.counting.greedy import Funded, greedy
from moothill_verify.counting.pairs import by_pairs
from moothill_verify.counting.phragmen import phragmen
from moothill_verify.counting.places import by_points
from moothill_verify.counting.ties import tie_order
from moothill_verify.counting.transfers import by_transfers

Rule: TypeAlias = Callable[[Ballots, list[str], Mapping[str, str | int]], Funded]
RULES: Mapping[str, Rule] = {
    "equal-shares": equal_shares,
    "greedy": greedy,
    "phragmen": phragmen,
    "stv": by_transfers,
    "borda": by_points,
    "condorcet": by_pairs,
}


def count(ballots: Ballots, parameters: Mapping[str, str | int], seed: str) -> Funded:
    """Return what is funded. Raises KeyError or ValueError for a rule or a parameter that is not known here."""
    order = tie_order(ballots, str(parameters["tie_order"]), seed)
    return RULES[str(parameters["rule"])](ballots, order, parameters)
