"""Single transferable vote as Scottish councillors are elected, for one place or many, as one rule."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ballots.errors import BadRule, sentence
from ballots.ranked.counting import Counting, Terms, quota
from ballots.ranked.outcome import StvOutcome
from ballots.ranked.papers import papers_of
from ballots.ranked.parameters import flag, read_parameters, seats_of, words
from ballots.ranked.ties import STAGE_TIES, checked_stage_ties
from ballots.rankings import Rankings


@dataclass(frozen=True, slots=True)
class Stv:
    """Fill `seats` places (SSI 2007/42, schedule 1, rules 45 to 52; with one place this is the alternative vote).

    `last_transfer`: the papers of the last one excluded are moved on although nothing hangs on it any more. Rule 52(2)
    forbade that until SSI 2021/437; counting machines do it. It never changes who is elected.
    """

    NAME: ClassVar[str] = "stv"

    seats: int = 1
    tie_order: tuple[str, ...] = STAGE_TIES
    last_transfer: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_stage_ties(self.tie_order))
        if self.seats < 1:
            raise BadRule(sentence("There must be at least one place to fill."))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `ranked_rule_from_parameters` is the inverse."""
        return {
            "rule": self.NAME,
            "seats": self.seats,
            "tie_order": ",".join(self.tie_order),
            "last_transfer": self.last_transfer,
        }

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "Stv":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        return read_parameters(
            lambda: cls(seats_of(parameters), words(parameters["tie_order"]), flag(parameters["last_transfer"]))
        )

    def elect(
        self, rankings: Rankings, candidates: Collection[str], lot_seed: str, withdrawn: Collection[str] = ()
    ) -> StvOutcome:
        """Count. Where nobody ranked anybody, nobody is elected.

        Raises BadPoll or BadBallot as `papers_of` does; TieUnresolved where only a lot could tell and lots are refused.
        """
        papers = papers_of(rankings, candidates, withdrawn)
        terms = Terms(self.seats, checked_stage_ties(self.tie_order), self.last_transfer, lot_seed)
        counting = Counting(papers, tuple(candidates), terms)
        if papers.voters:
            counting.run()
        return StvOutcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            candidates=tuple(candidates),
            withdrawn=tuple(withdrawn),
            voters=papers.voters,
            blank=papers.blank,
            winners=tuple(counting.winners),
            seats=self.seats,
            quota=quota(papers.voters, self.seats),
            stages=tuple(counting.stages),
        )
