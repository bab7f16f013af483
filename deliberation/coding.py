"""People code a drawn sample of messages apart from each other: the draw, the codes, and how far two coders agree."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

from deliberation.quality import ENOUGH, kappa_of

CODERS = 2


class Aspect(StrEnum):
    """What is coded of a message, after the Discourse Quality Index."""

    JUSTIFICATION = "justification"
    CONTENT = "content"
    RESPECT = "respect"


CODES = {
    Aspect.JUSTIFICATION: ("none", "inferior", "qualified", "sophisticated"),
    Aspect.CONTENT: ("group", "neutral", "greatest", "least"),
    Aspect.RESPECT: ("degrade", "neutral", "value", "agree"),
}
"""The codes of each aspect, in the order of the index."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A message that both have coded in one aspect: who wrote it, in which stage, and the two codes."""

    author: Hashable
    stage: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree over the same messages; no kappa where both gave one and the same code only."""

    messages: int
    same: int
    kappa: Fraction | None

    @property
    def share(self) -> Fraction:
        """The part on which they agree; of no message, nought."""
        return Fraction(self.same, self.messages) if self.messages else Fraction(0)

    @property
    def is_enough(self) -> bool:
        """Whether they agree well enough for their codes to be told."""
        return self.kappa is not None and self.kappa >= ENOUGH


def drawn(messages: Iterable[int], seed: str, many: int) -> tuple[int, ...]:
    """So many messages with the smallest SHA-256 of the seed, a space and their number; in their own order."""
    return tuple(sorted(sorted(messages, key=lambda one: sha256(f"{seed} {one}".encode()).hexdigest())[:many]))


def agreement(coded: Sequence[Coded]) -> Agreement:
    """How far the two agree."""
    pairs = [(one.first, one.second) for one in coded]
    return Agreement(len(pairs), sum(first == second for first, second in pairs), kappa_of(pairs))


def authors_by_code(aspect: Aspect, coded: Iterable[Coded]) -> dict[str, tuple[int, int]]:
    """For each code on which both agree: how many messages have it, and how many people wrote them."""
    same = [one for one in coded if one.first == one.second]
    return {
        code: (sum(one.first == code for one in same), len({one.author for one in same if one.first == code}))
        for code in CODES[aspect]
    }
