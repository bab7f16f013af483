"""Counting by single transferable vote, stage by stage, as Scottish councillors are elected.

Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52; the same rules stand in
SSI 2011/399, the last of them relaxed by SSI 2021/437. This is the weighted inclusive Gregory method.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.ranked.stages import UNIT, CountStage, Election, Parcel, Step, Why
from ballots.ranked.ties import StageTie, StageTieStep, settle_by_stages
from ballots.ranked.transfers import Papers
from ballots.rankings import Rankings


@dataclass(frozen=True, slots=True)
class Terms:
    """What a count is to do: places to fill, how ties end, and whether a needless last transfer is made."""

    seats: int
    ties: tuple[StageTieStep, ...]
    last_transfer: bool
    seed: str


class Counting:
    """A count under way; `stages` and `winners` hold what is done, once `run` has returned."""

    def __init__(self, rankings: Rankings, candidates: Sequence[str], terms: Terms) -> None:
        self.terms = terms
        self.papers = Papers(rankings, candidates)
        self.candidates = tuple(candidates)
        self.quota = quota(rankings.voters, terms.seats)
        self.continuing = set(range(len(candidates)))
        self.surpluses: set[int] = set()
        self.winners: list[str] = []
        self.stages: list[CountStage] = []
        self.non_transferable = self.dust = 0

    def run(self) -> None:
        """Count to the end. Raises TieUnresolved where only a lot could tell and lots are refused."""
        self._close_stage(Step.FIRST, None, None, ())
        while self._vacancies and self.continuing:
            if self.surpluses:
                self._move_surplus()
            else:
                self._exclude()

    @property
    def _vacancies(self) -> int:
        return self.terms.seats - len(self.winners)

    def _move_surplus(self) -> None:
        """Move on the papers of the largest surplus (rules 48 and 49); what falls below 0.00001 is lost."""
        one, tie = self._picked(self.surpluses, most=True)
        self.surpluses.remove(one)
        total = self.papers.votes[one]
        surplus = total - self.quota * UNIT
        parcels = self.papers.move_on(one, lambda value: surplus * value // total)
        self.papers.votes[one] = self.quota * UNIT
        self.dust += surplus - sum(parcel.value * parcel.papers for parcel in parcels)
        self._close_stage(Step.SURPLUS, one, tie, parcels)

    def _exclude(self) -> None:
        """Exclude the candidate with fewest votes and move on the papers (rules 50 and 51)."""
        one, tie = self._picked(self.continuing, most=False)
        self.continuing.remove(one)
        self.papers.close(one)
        parcels: tuple[Parcel, ...] = ()
        if self.terms.last_transfer or len(self.continuing) > self._vacancies:
            parcels = self.papers.move_on(one, lambda value: value)
            self.papers.votes[one] = 0
        self._close_stage(Step.EXCLUSION, one, tie, parcels)

    def _picked(self, among: set[int], *, most: bool) -> tuple[int, StageTie | None]:
        votes = self.papers.votes
        wanted = (max if most else min)(votes[one] for one in among)
        tied = [one for one in among if votes[one] == wanted]
        if len(tied) == 1:
            return tied[0], None
        history = [stage.votes for stage in self.stages]
        names = [self.candidates[one] for one in tied]
        tie = settle_by_stages(names, history, self.terms.ties, self.terms.seed, most=most)
        return self.candidates.index(tie.picked), tie

    def _close_stage(self, step: Step, one: int | None, tie: StageTie | None, parcels: tuple[Parcel, ...]) -> None:
        """Elect whoever may now be elected and note how everything stands."""
        self.non_transferable += sum(parcel.value * parcel.non_transferable for parcel in parcels)
        reached = {other for other in self.continuing if self.papers.votes[other] >= self.quota * UNIT}
        elected = self._elect(reached, Why.QUOTA)
        self.surpluses |= {other for other in reached if self.papers.votes[other] > self.quota * UNIT}
        if len(self.continuing) <= self._vacancies:
            elected += self._elect(set(self.continuing), Why.LAST_PLACES)
        self.stages.append(
            CountStage(
                number=len(self.stages) + 1,
                step=step,
                candidate=None if one is None else self.candidates[one],
                tie=tie,
                parcels=parcels,
                votes=dict(zip(self.candidates, self.papers.votes, strict=True)),
                non_transferable=self.non_transferable,
                dust=self.dust,
                elected=tuple(elected),
            )
        )

    def _elect(self, chosen: set[int], why: Why) -> list[Election]:
        """Elect candidates; at one stage they stand by votes, then by id."""
        votes = self.papers.votes
        ordered = sorted(chosen, key=lambda one: (-votes[one], self.candidates[one]))
        for one in ordered:
            self.continuing.remove(one)
            self.papers.close(one)
            self.winners.append(self.candidates[one])
        return [Election(self.candidates[one], why, votes[one]) for one in ordered]


def quota(valid: int, seats: int) -> int:
    """Give the least whole number of votes that only as many candidates as there are places can reach (rule 46)."""
    return valid // (seats + 1) + 1
