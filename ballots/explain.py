"""Why each project was funded or not, as data; `ballots.wording` says it in sentences."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil

from ballots.outcome import Loser, Outcome, Reason, Round, SpentOn, Stage
from ballots.ties import Tie


class Kind(StrEnum):
    """The reason in one word."""

    FUNDED = "funded"
    """Its supporters' shares paid for it (equal shares)."""
    FILLED = "filled"
    """Funded by most votes from what the shares left over."""
    MOST_VOTES = "most-votes"
    """Funded at its turn by votes, points or value for money (greedy)."""
    CARRIED = "carried"
    """Its supporters carry its cost, and nothing else would have loaded anybody less (Phragmén)."""
    PART_FUNDED = "part-funded"
    """It was given what was left, a part of its cost."""
    FREE = "free"
    """It costs nothing and somebody chose it."""
    NO_SUPPORT = "no-support"
    """Nobody chose it."""
    TOO_DEAR = "too-dear"
    """It costs more than the whole budget."""
    TOO_FEW_VOTES = "too-few-votes"
    """The shares of all its supporters together never came to its cost."""
    MONEY_SPENT_ELSEWHERE = "money-spent-elsewhere"
    """Its supporters could have paid at first, but their shares went to other projects they chose."""
    NOT_ENOUGH_LEFT = "not-enough-left"
    """When its turn came, less was left than it costs."""
    BELOW_SCORE = "below-score"
    """Its points or votes stayed below the least that the rule asks for."""
    TOO_FEW_VOTERS = "too-few-voters"
    """Fewer voters chose it than the rule asks for."""
    BELOW_PERCENT = "below-percent"
    """A smaller part of the voters chose it than the rule asks for."""
    INELIGIBLE = "ineligible"
    """Too few chose it for what it costs, by a filter of the rule."""
    EXCLUDED = "excluded"
    """A rival was funded, and only one of them may be."""
    STOPPED = "stopped"
    """The count ended before its turn, at another project that did not fit."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one project was funded or not; a figure that does not belong to the kind is None (or empty).

    `number` is its round, or for a project not funded the round after which it was out of reach (0: from the start).
    `share` is what each voter had been given (who counts twice: twice that), `needed_votes` how many shares come to
    the cost; `money_at_start` is what its supporters held at first, `money_left` when it went out, `shortfall` what was
    then missing,
    `percent` money_left of the cost in whole percent, rounded down. `pot_left` is what was left of the budget at its
    turn by votes (funded: after it). `spent_on` is where its supporters' shares had gone by then. Money in minor units.
    `given` is what a funded project gets, `paid_all` the supporters who paid all they had left, `score` its points
    (None: each vote is one), `least` what the rule asked for at least, `rival` the project that put it out,
    `stopped_by` the one at which the count ended, `tie` the tie that it stood in and that decided something, `load`
    what each of its supporters carries with it, or would have (Phragmén).
    """

    kind: Kind
    project: str
    cost: int
    votes: int
    number: int = 0
    effective_votes: Fraction | None = None
    price: Fraction | None = None
    payers: int = 0
    share: Fraction | None = None
    needed_votes: int | None = None
    money_at_start: Fraction | None = None
    money_left: Fraction | None = None
    shortfall: Fraction | None = None
    percent: int | None = None
    pot_left: int | None = None
    spent_on: tuple[SpentOn, ...] = ()
    given: int = 0
    paid_all: int = 0
    score: int | None = None
    least: int | None = None
    rival: str = ""
    stopped_by: str = ""
    tie: Tie | None = None
    load: Fraction | None = None

    @property
    def has_factors(self) -> bool:
        """Whether some of its supporters count more than once, so that they hold more than a share each."""
        return self.share is not None and self.money_at_start != self.share * self.votes

    @property
    def is_funded(self) -> bool:
        """Whether it gets money, or costs nothing and is carried out."""
        return self.kind in FUNDED


FUNDED = frozenset({Kind.FUNDED, Kind.FILLED, Kind.MOST_VOTES, Kind.CARRIED, Kind.PART_FUNDED, Kind.FREE})
"""The kinds of projects that were funded."""

_BY_STAGE = {
    Stage.SHARES: Kind.FUNDED,
    Stage.FILL: Kind.FILLED,
    Stage.VOTES: Kind.MOST_VOTES,
    Stage.LOADS: Kind.CARRIED,
}
_BY_REASON = {
    Reason.NO_SUPPORT: Kind.NO_SUPPORT,
    Reason.TOO_DEAR: Kind.TOO_DEAR,
    Reason.BELOW_SCORE: Kind.BELOW_SCORE,
    Reason.TOO_FEW_VOTERS: Kind.TOO_FEW_VOTERS,
    Reason.BELOW_PERCENT: Kind.BELOW_PERCENT,
    Reason.INELIGIBLE: Kind.INELIGIBLE,
    Reason.EXCLUDED: Kind.EXCLUDED,
    Reason.DID_NOT_FIT: Kind.NOT_ENOUGH_LEFT,
    Reason.STOPPED: Kind.STOPPED,
}
_LEAST = {
    Kind.BELOW_SCORE: "min_score",
    Kind.TOO_FEW_VOTERS: "min_voters",
    Kind.BELOW_PERCENT: "min_percent",
    Kind.INELIGIBLE: "eligibility",
}
"""The parameter of the rule that says what it asks for at least."""


_BY_SHARES = frozenset({Kind.TOO_FEW_VOTES, Kind.MONEY_SPENT_ELSEWHERE})


def explained(outcome: Outcome) -> tuple[Explanation, ...]:
    """Explain every project: the funded in their order, then the free, then the others by descending votes and id."""
    losers = sorted(outcome.losers, key=lambda loser: (-loser.votes, loser.project))
    free = [Explanation(Kind.FREE, project_id, 0, 0) for project_id in outcome.free]
    return (*map(_funded, outcome.rounds), *free, *(_unfunded(outcome, loser) for loser in losers))


def _funded(found: Round) -> Explanation:
    return Explanation(
        _BY_STAGE[found.stage] if found.asked is None else Kind.PART_FUNDED,
        found.project,
        found.cost if found.asked is None else found.asked,
        found.votes,
        number=found.number,
        effective_votes=found.effective_votes,
        price=found.price,
        payers=found.payers,
        pot_left=found.pot_left,
        given=found.cost,
        paid_all=found.paid_all,
        score=found.score,
        tie=found.tie,
        load=found.load,
    )


def _unfunded(outcome: Outcome, loser: Loser) -> Explanation:
    kind = _kind(outcome, loser)
    told = Explanation(
        kind,
        loser.project,
        loser.cost,
        loser.votes,
        number=loser.out_after,
        pot_left=loser.pot_left,
        score=loser.score,
        least=_least(outcome, kind),
        rival=loser.rival,
        stopped_by=outcome.stop.project if outcome.stop and kind is Kind.STOPPED else "",
        tie=next((tie for tie in outcome.ties if loser.project in tie.projects), None),
        load=loser.load,
    )
    return _with_money(outcome, told, loser)


def _with_money(outcome: Outcome, told: Explanation, loser: Loser) -> Explanation:
    """Add what the supporters' shares came to and where they went."""
    if told.kind not in _BY_SHARES or not loser.money_at_start or loser.money_when_out is None:
        return told
    share = outcome.share or loser.money_at_start / loser.votes
    return replace(
        told,
        share=share,
        needed_votes=ceil(loser.cost / share),
        money_at_start=loser.money_at_start,
        money_left=loser.money_when_out,
        shortfall=loser.cost - loser.money_when_out,
        percent=int(100 * loser.money_when_out / loser.cost),
        spent_on=tuple(spending for spending in loser.spent_on if spending.round <= loser.out_after),
    )


def _kind(outcome: Outcome, loser: Loser) -> Kind:
    """Tell the reason that the rule gave, and where it gave none or only that it was out of reach, look closer."""
    if loser.reason in _BY_REASON:
        return _BY_REASON[loser.reason]
    if not loser.votes:
        return Kind.NO_SUPPORT
    if loser.cost > outcome.budget:
        return Kind.TOO_DEAR
    if loser.money_at_start is None:
        return Kind.NOT_ENOUGH_LEFT
    return Kind.TOO_FEW_VOTES if loser.money_at_start < loser.cost else Kind.MONEY_SPENT_ELSEWHERE


def _least(outcome: Outcome, kind: Kind) -> int | None:
    name = _LEAST.get(kind)
    return None if name is None else int(outcome.parameters[name])
