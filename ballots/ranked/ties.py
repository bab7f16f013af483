"""How ties between candidates are settled: by earlier stages and lot (STV), or by voters and lot (other rules).

Lots are the same as everywhere (`ballots.ties.lot_rank`): the smallest digest goes first. To go first is the better
fate: such a candidate wins, has the surplus moved first, or is excluded last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.errors import BadRule, TieUnresolved, sentence
from ballots.ties import TieOrder, TieStep, checked_ties, lot_rank


class StageTieStep(StrEnum):
    """What tells candidates with equal votes apart in a count by stages (SSI 2007/42, schedule 1, rules 49 and 51)."""

    STAGES = "stages"
    """The most recent earlier stage at which their votes were unequal."""
    LOT = "lot"
    """Votes were equal at all stages: the lot drawn by the published seed."""
    REFUSE = "refuse"
    """The same, and the rule draws no lots: the count stops and names the tied."""


STAGE_TIES = (StageTieStep.STAGES, StageTieStep.LOT)


@dataclass(frozen=True, slots=True)
class StageTie:
    """Candidates with equal votes, in the order of their ids, and the one who was picked to be moved or excluded.

    `stage` is the number of the earlier stage whose votes left only one (None: the lot decided).
    """

    candidates: tuple[str, ...]
    picked: str
    decided_by: StageTieStep
    stage: int | None


def checked_stage_ties(steps: Sequence[str]) -> tuple[StageTieStep, ...]:
    """Give the steps as words of the list. Raises BadRule unless they are stages and then lot or refuse."""
    if tuple(steps) not in {STAGE_TIES, (StageTieStep.STAGES, StageTieStep.REFUSE)}:
        raise BadRule(sentence("The tie order of this rule is stages and then lot or refuse."))
    return tuple(StageTieStep(step) for step in steps)


def settle_by_stages(
    tied: Sequence[str], history: Sequence[Mapping[str, int]], steps: Sequence[StageTieStep], seed: str, *, most: bool
) -> StageTie:
    """Pick the one with most (or fewest) votes at the most recent stage where the tied differ; else draw lots.

    `history[k]` holds the votes at the end of stage k + 1. Raises TieUnresolved if lots are refused.
    """
    left = sorted(tied)
    extreme = max if most else min
    for number in range(len(history), 0, -1):
        votes = history[number - 1]
        wanted = extreme(votes[one] for one in left)
        left = [one for one in left if votes[one] == wanted]
        if len(left) == 1:
            return StageTie(tuple(sorted(tied)), left[0], StageTieStep.STAGES, number)
    if steps[-1] is StageTieStep.REFUSE:
        raise TieUnresolved(tuple(left))
    picked = (min if most else max)(left, key=lambda one: (lot_rank(seed, one), one))
    return StageTie(tuple(sorted(tied)), picked, StageTieStep.LOT, None)


def candidate_ties(votes: Mapping[str, int], steps: tuple[str, ...], seed: str) -> TieOrder:
    """Give the order in which candidates win ties: more voters who ranked them, then lot or refuse.

    Raises BadRule for `cost`: candidates cost nothing.
    """
    words = checked_ties(steps)
    if TieStep.COST in words:
        raise BadRule(sentence("A tie order of candidates names votes, or not, and ends with lot or refuse."))
    return TieOrder(
        words,
        {
            one: tuple(-number if word is TieStep.VOTES else lot_rank(seed, one) for word in words)
            for one, number in votes.items()
        },
    )
