"""Ranked choices by points (Borda): each place is worth points by a declared convention, and most points win."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ballots.errors import BadRule, sentence
from ballots.poll import Poll, Project
from ballots.ranked.outcome import PointsOutcome
from ballots.ranked.papers import papers_of, ranked_by
from ballots.ranked.parameters import read_parameters, seats_of, words
from ballots.ranked.ties import candidate_ties
from ballots.rankings import CONVENTIONS, Rankings
from ballots.ties import Tie, TieOrder, TieStep


@dataclass(frozen=True, slots=True)
class Borda:
    """Elect the `seats` candidates with most points, by a `convention` of `Rankings.points`.

    `longest` is the most places a ballot may have, for the convention "positional" (None: as many as candidates).
    One without a point is not elected.
    """

    NAME: ClassVar[str] = "borda"

    seats: int = 1
    convention: str = "tournament"
    longest: int | None = None
    tie_order: tuple[str, ...] = (TieStep.VOTES, TieStep.LOT)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", candidate_ties({}, self.tie_order, "").steps)
        if self.seats < 1:
            raise BadRule(sentence("There must be at least one place to fill."))
        if self.convention not in CONVENTIONS:
            raise BadRule(sentence("%(name)s is not a known way to turn places into points."), name=self.convention)
        if self.longest is not None and (self.longest < 1 or self.convention != "positional"):
            raise BadRule(sentence("The most places of a ballot are above zero, and only the way positional has them."))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `ranked_rule_from_parameters` is the inverse."""
        return {
            "rule": self.NAME,
            "seats": self.seats,
            "convention": self.convention,
            "longest": 0 if self.longest is None else self.longest,
            "tie_order": ",".join(self.tie_order),
        }

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "Borda":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        return read_parameters(
            lambda: cls(
                seats_of(parameters),
                str(parameters["convention"]),
                int(parameters["longest"]) or None,
                words(parameters["tie_order"]),
            )
        )

    def elect(
        self, rankings: Rankings, candidates: Collection[str], lot_seed: str, withdrawn: Collection[str] = ()
    ) -> PointsOutcome:
        """Add up the points.

        Raises BadPoll or BadBallot as `papers_of` does and for a ballot with more than `longest` places;
        TieUnresolved where only a lot could tell and lots are refused.
        """
        papers = papers_of(rankings, candidates, withdrawn)
        places = Poll(tuple(Project(one, 1) for one in candidates), self.seats)
        points = papers.points(self.convention, places, self.longest).scores
        ties = candidate_ties(ranked_by(papers, candidates), self.tie_order, lot_seed)
        winners, tie = _most(points, self.seats, ties)
        return PointsOutcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            candidates=tuple(candidates),
            withdrawn=tuple(withdrawn),
            voters=papers.voters,
            blank=papers.blank,
            winners=winners,
            seats=self.seats,
            points={one: points[one] for one in candidates},
            tie=tie,
        )


def _most(points: Mapping[str, int], seats: int, ties: TieOrder) -> tuple[tuple[str, ...], Tie | None]:
    """Give those with most points, and the tie that decided on the last place; other ties change only the order."""
    ordered = sorted((one for one in points if points[one]), key=lambda one: (-points[one], ties.sort_key(one)))
    winners, others = ordered[:seats], ordered[seats:]
    if not others or points[winners[-1]] != points[others[0]]:
        return tuple(winners), None
    level = tuple(one for one in ordered if points[one] == points[others[0]])
    return tuple(winners), ties.settle(level)
