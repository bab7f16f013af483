"""Which statements stand for a group, and which for the whole room. Tests of proportions, shown only as counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from deliberation.consensus import share
from deliberation.matrix import AGREE, DISAGREE, Counts

NINETY = 1.2816
"""One-sided, 90 per cent. Many such tests are made at once and none is corrected for: never shown as certainty."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How one side of a statement stands within a group against the rest of the room."""

    statement: int
    side: int
    within: float
    against_rest: float
    ratio: Fraction
    share: Fraction

    @property
    def metric(self) -> float:
        """What representative statements are ranked by."""
        return float(self.ratio) * self.against_rest * float(self.share) * self.within

    @property
    def is_representative(self) -> bool:
        """Whether it is held within the group, and more than in the rest."""
        return self.within > NINETY and self.against_rest > NINETY


@dataclass(frozen=True, slots=True)
class Common:
    """A side of a statement that most of the whole room takes; `statement` is its place in the matrix."""

    statement: int
    side: int
    metric: float


def p_test(part: int, seen: int) -> float:
    """How far a share lies above a half, in standard errors, smoothed by one."""
    return 2 * sqrt(seen + 1) * ((part + 1) / (seen + 1) - 0.5)


def two_prop(part_in: int, part_out: int, seen_in: int, seen_out: int) -> float:
    """How far a share within lies above that outside, in standard errors, all four smoothed by one."""
    s_in, s_out, n_in, n_out = part_in + 1, part_out + 1, seen_in + 1, seen_out + 1
    pooled = Fraction(s_in + s_out, n_in + n_out)
    if pooled == 1:
        return 0.0
    spread = float(pooled * (1 - pooled) * (Fraction(1, n_in) + Fraction(1, n_out)))
    return float(Fraction(s_in, n_in) - Fraction(s_out, n_out)) / sqrt(spread)


def standings(statement: int, group: Counts, rest: Counts) -> tuple[Standing, Standing]:
    """How agreeing and disagreeing with a statement stand within a group."""
    return (
        _standing(statement, AGREE, (group.agree, group.seen), (rest.agree, rest.seen)),
        _standing(statement, DISAGREE, (group.disagree, group.seen), (rest.disagree, rest.seen)),
    )


def representative(group: Sequence[Counts], rest: Sequence[Counts], most: int = MOST) -> list[Standing]:
    """The statements that stand for a group, agreed ones before disagreed ones; both counts in the matrix's order.

    The best agreed one is always among them. Ties are settled by the order of the statements.
    """
    found = [
        side
        for at, (inside, outside) in enumerate(zip(group, rest, strict=True))
        for side in standings(at, inside, outside)
        if side.is_representative
    ]
    ranked = sorted(found, key=lambda one: (-one.metric, one.statement))
    best = next((one for one in ranked if one.side == AGREE), None)
    chosen = sorted(ranked, key=lambda one: one is not best)[:most]
    return sorted(chosen, key=lambda one: -one.side)


def common(counts: Sequence[Counts], most: int = MOST) -> list[Common]:
    """What the whole room agrees with, then what it disagrees with; at most so many each way."""
    agreed = _common(((one.agree, one.seen) for one in counts), AGREE)
    disagreed = _common(((one.disagree, one.seen) for one in counts), DISAGREE)
    return [*agreed[:most], *disagreed[:most]]


def _standing(statement: int, side: int, inside: tuple[int, int], outside: tuple[int, int]) -> Standing:
    return Standing(
        statement=statement,
        side=side,
        within=p_test(*inside),
        against_rest=two_prop(inside[0], outside[0], inside[1], outside[1]),
        ratio=share(*inside) / share(*outside),
        share=share(*inside),
    )


def _common(parts: Iterable[tuple[int, int]], side: int) -> list[Common]:
    found = [
        Common(at, side, float(share(part, seen)) * p_test(part, seen))
        for at, (part, seen) in enumerate(parts)
        if share(part, seen) > Fraction(1, 2) and p_test(part, seen) > NINETY
    ]
    return sorted(found, key=lambda one: (-one.metric, one.statement))
