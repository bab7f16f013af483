"""Why each project was funded or not, as data; whoever shows it writes the sentences."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from ballots.outcome import Loser, Outcome, Round, SpentOn, Stage


class Kind(StrEnum):
    """The reason in one word."""

    FUNDED = "funded"
    """Its supporters' shares paid for it (equal shares)."""
    FILLED = "filled"
    """Funded by most votes from what the shares left over."""
    MOST_VOTES = "most-votes"
    """Funded by most votes (greedy)."""
    CARRIED = "carried"
    """Its supporters carry its cost, and nothing else would have loaded anybody less (Phragmén)."""
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
    """Its turn by votes came when less was left than it costs (greedy)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one project was funded or not; a figure that does not belong to the kind is None (or empty).

    `number` is its round, or for a project not funded the round after which it was out of reach (0: from the start).
    `share` is what each voter had been given, `needed_votes` the supporters who with that share could have
    paid the cost; `money_left` what its supporters still held when it went out, `shortfall` what was then missing,
    `percent` money_left of the cost in whole percent, rounded down. `pot_left` is what was left of the budget at its
    turn by votes. `spent_on` is where its supporters' shares had gone by then. Money in minor units.
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
    money_left: Fraction | None = None
    shortfall: Fraction | None = None
    percent: int | None = None
    pot_left: int | None = None
    spent_on: tuple[SpentOn, ...] = ()


_FUNDED = {
    Stage.SHARES: Kind.FUNDED,
    Stage.FILL: Kind.FILLED,
    Stage.VOTES: Kind.MOST_VOTES,
    Stage.LOADS: Kind.CARRIED,
}


def explained(outcome: Outcome) -> tuple[Explanation, ...]:
    """Explain every project: the funded in their order, then the free, then the others by descending votes and id."""
    losers = sorted(outcome.losers, key=lambda loser: (-loser.votes, loser.project))
    free = [Explanation(Kind.FREE, project_id, 0, 0) for project_id in outcome.free]
    return (*map(_funded, outcome.rounds), *free, *(_unfunded(outcome, loser) for loser in losers))


def _funded(found: Round) -> Explanation:
    return Explanation(
        _FUNDED[found.stage],
        found.project,
        found.cost,
        found.votes,
        number=found.number,
        effective_votes=found.effective_votes,
        price=found.price,
        payers=found.payers,
        pot_left=found.pot_left,
    )


def _unfunded(outcome: Outcome, loser: Loser) -> Explanation:
    kind = _kind(outcome, loser)
    if loser.money_at_start is None or loser.money_when_out is None:
        return Explanation(
            kind, loser.project, loser.cost, loser.votes, number=loser.out_after, pot_left=loser.pot_left
        )
    share = loser.money_at_start / loser.votes
    return Explanation(
        kind,
        loser.project,
        loser.cost,
        loser.votes,
        number=loser.out_after,
        share=share,
        needed_votes=ceil(loser.cost / share),
        money_left=loser.money_when_out,
        shortfall=loser.cost - loser.money_when_out,
        percent=int(100 * loser.money_when_out / loser.cost),
        pot_left=loser.pot_left,
        spent_on=tuple(spending for spending in loser.spent_on if spending.round <= loser.out_after),
    )


def _kind(outcome: Outcome, loser: Loser) -> Kind:
    if not loser.votes:
        return Kind.NO_SUPPORT
    if loser.cost > outcome.budget:
        return Kind.TOO_DEAR
    if loser.money_at_start is None:
        return Kind.NOT_ENOUGH_LEFT
    return Kind.TOO_FEW_VOTES if loser.money_at_start < loser.cost else Kind.MONEY_SPENT_ELSEWHERE
