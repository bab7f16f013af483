"""Reading the parameters of a ranked rule back from the plain values in which they are stored."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from ballots.errors import BadRule, sentence

R = TypeVar("R")


def words(value: str | int | bool) -> tuple[str, ...]:  # noqa: FBT001  # a stored value, not a switch
    """Give the words of a list that is stored with commas."""
    return tuple(str(value).split(","))


def flag(value: str | int | bool) -> bool:  # noqa: FBT001  # a stored value, not a switch
    """Give a stored truth value; 1 and 0 stand for yes and no. Raises ValueError for anything else."""
    if value not in {True, False}:
        raise ValueError(value)  # a wrong value of a parameter, whatever its type
    return bool(value)


def seats_of(parameters: Mapping[str, str | int | bool]) -> int:
    """Give the number of places. Raises ValueError if it is not a whole number, KeyError if it is missing."""
    seats = parameters["seats"]
    if isinstance(seats, bool) or not isinstance(seats, int):
        raise ValueError(seats)  # noqa: TRY004  # a wrong value of a parameter, whatever its type
    return seats


def read_parameters(made: Callable[[], R]) -> R:
    """Build a rule. Raises BadRule where a parameter is missing, not a known word or of another type."""
    try:
        return made()
    except (KeyError, ValueError) as problem:
        if isinstance(problem, BadRule):
            raise
        raise BadRule(sentence("A parameter of the rule is missing or not known.")) from problem
