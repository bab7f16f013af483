"""The order in which tied projects go first, fixed before the count begins.

The lot order ranks projects by SHA-256 of the bytes of the published seed followed directly by the bytes of
the project id, both in UTF-8 and with nothing between them; the smallest digest (as hexadecimal text) goes first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from ballots.errors import WHICH_IS_FIRST, BadRule, TieUnresolved, sentence
from ballots.poll import Project


class TieStep(StrEnum):
    """What is looked at, one after the other, when projects tie."""

    COST = "cost"
    """The lower cost goes first."""
    VOTES = "votes"
    """The project more voters chose goes first."""
    LOT = "lot"
    """The lot drawn by the published seed decides."""
    REFUSE = "refuse"
    """The count stops and names the tied projects."""


DEFAULT_TIES = (TieStep.COST, TieStep.VOTES, TieStep.LOT)


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that stood exactly level, in the order in which they then went first, and what told them apart.

    `decisive` says whether another order could have changed who is funded, or only the order of the list.
    """

    projects: tuple[str, ...]
    decided_by: TieStep
    decisive: bool = True


def checked_ties(steps: tuple[str, ...]) -> tuple[TieStep, ...]:
    """Give the steps as words of the list. Raises BadRule unless each is known, none repeats and the last decides."""
    known = {step.value for step in TieStep}
    ends = {TieStep.LOT, TieStep.REFUSE}
    good = bool(steps) and set(steps) <= known and len(set(steps)) == len(steps)
    if not good or steps[-1] not in ends or ends & set(steps[:-1]):
        raise BadRule(sentence("A tie order names cost and votes in any order and ends with lot or refuse."))
    return tuple(TieStep(step) for step in steps)


def drawn(steps: tuple[str, ...]) -> tuple[TieStep, ...]:
    """Give the same steps with lots drawn where they are refused, for a count that binds nobody."""
    return tuple(TieStep.LOT if step == TieStep.REFUSE else TieStep(step) for step in steps)


def lot_rank(seed: str, project_id: str) -> str:
    """Give the hexadecimal digest by which lots are ranked, smallest first."""
    return sha256(seed.encode() + project_id.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class TieOrder:
    """The projects of a count in the order in which they win ties."""

    steps: tuple[TieStep, ...]
    ranks: Mapping[str, tuple[int | str, ...]]

    @classmethod
    def of(
        cls, projects: tuple[Project, ...], votes: Mapping[str, int], steps: tuple[str, ...], seed: str
    ) -> "TieOrder":
        """Rank every project by each step in turn."""
        measures: dict[TieStep, Callable[[Project], int | str]] = {
            TieStep.COST: lambda project: project.cost,
            TieStep.VOTES: lambda project: -votes[project.project_id],
            TieStep.LOT: lambda project: lot_rank(seed, project.project_id),
            TieStep.REFUSE: lambda project: lot_rank(seed, project.project_id),
        }
        words = checked_ties(steps)
        return cls(words, {p.project_id: tuple(measures[word](p) for word in words) for p in projects})

    def sort_key(self, project_id: str) -> tuple[tuple[int | str, ...], str]:
        """Give the key that sorts projects so that the one which wins a tie stands first."""
        return self.ranks[project_id], project_id

    def only_a_lot_orders(self, one: str, other: str) -> bool:
        """Say whether two projects (or one with itself) are alike in everything but the lot."""
        return self.ranks[one][:-1] == self.ranks[other][:-1]

    def settle(self, tied: tuple[str, ...], refusal: str = WHICH_IS_FIRST) -> Tie:
        """Order tied projects and say what told the first from the next.

        Raises TieUnresolved if lots are refused; `refusal` is then its sentence.
        """
        tie = self.noted(tied)
        if tie.decided_by is TieStep.REFUSE:
            raise TieUnresolved(tie.projects, refusal)
        return replace(tie, decisive=True)

    def drawn(self) -> "TieOrder":
        """Give the same order with lots drawn where they are refused, for a count that binds nobody."""
        return replace(self, steps=drawn(self.steps))

    def noted(self, tied: tuple[str, ...]) -> Tie:
        """Order tied projects whose order decides nothing; where lots are refused, by the order of the lot."""
        ordered = tuple(sorted(tied, key=self.sort_key))
        first, second = self.ranks[ordered[0]], self.ranks[ordered[1]]
        differing = (step for step, a, b in zip(self.steps, first, second, strict=True) if a != b)
        return Tie(ordered, next(differing, self.steps[-1]), decisive=False)
