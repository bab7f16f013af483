"""Whether somebody writes far more than others in a room, or nothing at all, so that they can be told, once."""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

FEWEST_MESSAGES = 20
FEWEST_VOICES = 5
LEAST_SHARE = Fraction(1, 5)
TIMES_THE_MEAN = 2


class Nudge(StrEnum):
    """What somebody is told about how they take part."""

    DOMINANT = "dominant"
    QUIET = "quiet"


def nudge_of(said: Mapping[int, int], person: int) -> Nudge | None:
    """What to tell somebody, by how many messages each person wrote. Nothing in a room that has hardly begun.

    Dominant is a fifth of all and twice an even share, so that it scales with how many people write.
    """
    total, voices = sum(said.values()), sum(number > 0 for number in said.values())
    if total < FEWEST_MESSAGES or voices < FEWEST_VOICES:
        return None
    share = Fraction(said.get(person, 0), total)
    if share == 0:
        return Nudge.QUIET
    return Nudge.DOMINANT if share > max(LEAST_SHARE, Fraction(TIMES_THE_MEAN, voices)) else None
