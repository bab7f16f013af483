"""One winner by comparing candidates two by two, with a declared resolution where the majorities go in a circle."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar

from ballots.ranked.lock import locked_pairs
from ballots.ranked.outcome import CondorcetOutcome
from ballots.ranked.pairwise import Pairwise, beats_all, compare, widest_paths, worst_defeats
from ballots.ranked.papers import papers_of, ranked_by
from ballots.ranked.parameters import read_parameters, words
from ballots.ranked.ties import candidate_ties
from ballots.rankings import Rankings
from ballots.ties import TieOrder, TieStep


class Resolution(StrEnum):
    """Who wins where no candidate is preferred to each other one; margins of voters tell, in all three."""

    MINIMAX = "minimax"
    """The one whose widest defeat is the narrowest."""
    RANKED_PAIRS = "ranked-pairs"
    """The one at the top once majorities are kept from the widest down, except where they would close a circle."""
    SCHULZE = "schulze"
    """The one from whom the widest path of majorities to each other is at least as wide as the path back."""


@dataclass(frozen=True, slots=True)
class Condorcet:
    """Elect the candidate preferred to each other one; if there is none, the `resolution` decides."""

    NAME: ClassVar[str] = "condorcet"

    resolution: Resolution = Resolution.MINIMAX
    tie_order: tuple[str, ...] = (TieStep.LOT,)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", candidate_ties({}, self.tie_order, "").steps)

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `ranked_rule_from_parameters` is the inverse."""
        return {"rule": self.NAME, "resolution": self.resolution.value, "tie_order": ",".join(self.tie_order)}

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "Condorcet":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        return read_parameters(lambda: cls(Resolution(str(parameters["resolution"])), words(parameters["tie_order"])))

    def elect(
        self, rankings: Rankings, candidates: Collection[str], lot_seed: str, withdrawn: Collection[str] = ()
    ) -> CondorcetOutcome:
        """Compare. Where nobody ranked anybody, nobody is elected.

        Raises BadPoll or BadBallot as `papers_of` does; TieUnresolved where only a lot could tell and lots are refused.
        """
        papers = papers_of(rankings, candidates, withdrawn)
        pairwise = compare(papers, tuple(candidates))
        first = beats_all(pairwise.margins) if papers.voters else None
        outcome = CondorcetOutcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            candidates=tuple(candidates),
            withdrawn=tuple(withdrawn),
            voters=papers.voters,
            blank=papers.blank,
            winners=() if first is None else (pairwise.candidates[first],),
            above=pairwise.named(pairwise.above),
            beats_all=None if first is None else pairwise.candidates[first],
            worst=None,
            pairs=None,
            paths=None,
            ties=(),
        )
        if outcome.winners or not papers.voters:
            return outcome
        return self._resolved(
            outcome, pairwise, candidate_ties(ranked_by(papers, candidates), self.tie_order, lot_seed)
        )

    def _resolved(self, outcome: CondorcetOutcome, pairwise: Pairwise, ties: TieOrder) -> CondorcetOutcome:
        names, margins = pairwise.candidates, pairwise.margins
        if self.resolution is Resolution.MINIMAX:
            worst = dict(zip(names, worst_defeats(margins), strict=True))
            narrowest = min(worst.values())
            best = tuple(one for one in names if worst[one] == narrowest)
            return _first(replace(outcome, worst=worst), best, ties)
        if self.resolution is Resolution.RANKED_PAIRS:
            locked = locked_pairs(pairwise, ties)
            kept = replace(outcome, pairs=tuple(locked.pairs), ties=tuple(locked.ties))
            return _first(kept, locked.tops, ties)
        paths = widest_paths(margins)
        best = tuple(names[one] for one in range(len(names)) if bool((paths[one] >= paths[:, one]).all()))
        return _first(replace(outcome, paths=pairwise.named(paths)), best, ties)


def _first(outcome: CondorcetOutcome, best: tuple[str, ...], ties: TieOrder) -> CondorcetOutcome:
    """Let the first of those who stand level win."""
    if len(best) == 1:
        return replace(outcome, winners=best)
    tie = ties.settle(best)
    return replace(outcome, winners=tie.projects[:1], ties=(*outcome.ties, tie))
