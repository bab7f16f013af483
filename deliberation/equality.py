"""How evenly a room and a stage were shared by those present, the silent included. Shares are exact, logarithms not."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log


@dataclass(frozen=True, slots=True)
class Equality:
    """Never without how many people it is about, and of how many nothing was heard."""

    people: int
    gini: Fraction
    evenness: float
    silent: Fraction
    top: Fraction

    @property
    def corrected(self) -> Fraction:
        """Gini for a small room: one person who has everything gives 1."""
        return self.gini * self.people / (self.people - 1)


def equality(amounts: Sequence[int]) -> Equality | None:
    """What each of those present contributed (seconds, turns, messages), put into figures.

    None where there is nothing to compare: fewer than two people, or nobody said anything.
    """
    ranked, people, whole = sorted(amounts), len(amounts), sum(amounts)
    if people <= 1 or not whole:
        return None
    spread = sum((2 * rank - people - 1) * amount for rank, amount in enumerate(ranked, 1))
    shares = [amount / whole for amount in ranked if amount]
    return Equality(
        people=people,
        gini=Fraction(spread, people * whole),
        evenness=sum(-part * log(part) for part in shares) / log(people),
        silent=Fraction(ranked.count(0), people),
        top=Fraction(ranked[-1], whole),
    )
