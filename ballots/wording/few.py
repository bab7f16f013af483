"""Numbers of people that are too few to be told, and what else is left open so that none can be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ballots.errors import sentence
from ballots.fairness import FEWEST
from ballots.wording.voice import Voice, decimal

STEPS = (Fraction(1, 100), Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), Fraction(1))
"""How fine an average may be told."""
UNKNOWN = "–"


class How(StrEnum):
    """How a number is told."""

    EXACTLY = "exactly"
    FEWER = "fewer"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Veiled:
    """A number of people as it may be told: exactly so many, fewer or more than `number`."""

    how: How
    number: int


@dataclass(frozen=True, slots=True)
class Range:
    """So many voters have from `first` to `last` of something."""

    first: int
    last: int
    voters: int


def is_few(voters: int) -> bool:
    """Say whether there are some people and too few of them to be told."""
    return 0 < voters < FEWEST


def veiled(parts: Sequence[int]) -> tuple[Veiled, ...] | None:
    """Give parts of a number that everybody knows as they may be told; None where there is nobody, or too few.

    Where one is too small the largest is not told exactly either, for the rest would give it away.
    """
    small = [part for part in parts if is_few(part)]
    if not any(parts):
        return None
    if not small:
        return tuple(Veiled(How.EXACTLY, part) for part in parts)
    largest = max(parts)
    bound = largest + sum(small) - FEWEST * len(small)
    if bound < FEWEST:
        return None
    place = parts.index(largest)
    told = [Veiled(How.FEWER, FEWEST) if is_few(part) else Veiled(How.EXACTLY, part) for part in parts]
    told[place] = Veiled(How.MORE, bound)
    return tuple(told)


def in_ranges(histogram: Sequence[int]) -> tuple[Range, ...]:
    """Put the voters with 0, 1, 2 and more of something together until none are too few, unless all are."""
    told: list[Range] = []
    first = held = 0
    for number, voters in enumerate(histogram):
        held += voters
        if not is_few(held):
            told.append(Range(first, number, held))
            first, held = number + 1, 0
    while held and is_few(held) and told:
        before = told.pop()
        first, held = before.first, held + before.voters
    return (*told, Range(first, len(histogram) - 1, held)) if held else tuple(told)


def some(voice: Voice, voters: int | None) -> str:
    """Write a number of people; None are too few of them."""
    if voters is None or is_few(voters):
        return voice.say(sentence("fewer than %(number)s"), number=voice.number(FEWEST))
    return voice.number(voters)


def share(voice: Voice, voters: int, others: int) -> str:
    """Give voters and their part of all; where they or the others are too few to be told, only which of the two."""
    if is_few(voters):
        return some(voice, voters)
    if is_few(others):
        most = voice.number(max(voters + others - FEWEST, 0))
        return voice.say(sentence("more than %(number)s"), number=most)
    return f"{voice.number(voters)} ({voice.percent(voters, voters + others)})"


def part(voice: Voice, voters: int, of: int) -> str:
    """Give the part that voters are of all."""
    if is_few(voters):
        return UNKNOWN
    if 0 < 100 * voters < of:
        return voice.say(sentence("less than %(part)s"), part=voice.percent(1, 100))
    return voice.percent(voters, of)


def mean(value: Fraction, voters: int) -> str:
    """Write what each of so many has on average: so roughly that ten people or more stand between two such figures."""
    step = next((step for step in STEPS if step * voters >= FEWEST), None)
    if step is None:
        return UNKNOWN
    return decimal(value // step * step, 2 if step < Fraction(1, 10) else 1)
