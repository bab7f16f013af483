"""Agreement of two people who code the same messages, and how much a statement divides. Exact."""

from collections import Counter
from collections.abc import Hashable, Sequence
from fractions import Fraction

from deliberation.matrix import Counts

ENOUGH = Fraction(3, 5)
"""Below this kappa two coders do not agree well enough for their codes to be published."""
LEAST_SAMPLE = 30
SAMPLED_SHARE = 10


def kappa(observed: Fraction, by_chance: Fraction) -> Fraction:
    """Cohen's kappa from the share agreed on and the share that chance would give; chance must leave something over."""
    return (observed - by_chance) / (1 - by_chance)


def kappa_of(codes: Sequence[tuple[Hashable, Hashable]]) -> Fraction | None:
    """Kappa of two coders over the same messages; None without any, or where both gave one and the same code only."""
    if not codes:
        return None
    number = len(codes)
    observed = Fraction(sum(first == second for first, second in codes), number)
    firsts, seconds = (Counter(coder) for coder in zip(*codes, strict=True))
    by_chance = Fraction(sum(times * seconds[code] for code, times in firsts.items()), number * number)
    return None if by_chance == 1 else kappa(observed, by_chance)


def sample_size(messages: int) -> int:
    """How many of so many messages people code: a tenth, at least 30, and all where there are fewer."""
    return min(messages, max(LEAST_SAMPLE, -(-messages // SAMPLED_SHARE)))


def controversy(counts: Counts) -> Fraction:
    """How evenly those who saw it are divided: 1 at half and half, 0 where all took one side. Nobody: 0."""
    return Fraction(2 * min(counts.agree, counts.disagree), counts.seen) if counts.seen else Fraction(0)
