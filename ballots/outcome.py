"""What a count gives back: the winners and everything needed to check and to explain them, as data."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from ballots.ties import Tie

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | bool | None"
"""What `to_json` gives: no floats; a fraction is the text "numerator/denominator"."""


class Stage(StrEnum):
    """By which part of a rule a project was funded."""

    SHARES = "shares"
    """Paid for by its supporters' equal shares."""
    FILL = "fill"
    """By most votes, from what the shares left over."""
    VOTES = "votes"
    """By most votes, under the greedy rule."""
    LOADS = "loads"
    """By the least load that its supporters then carry (sequential Phragmén)."""


class StopReason(StrEnum):
    """Why no more was added to the voters' shares."""

    OVER_BUDGET = "over-budget"
    """The next step would have bought more than the budget."""
    EXHAUSTED = "exhausted"
    """Nothing more fits into the budget."""
    ALL_BOUGHT = "all-bought"
    """Every project that competes was bought."""


class Reason(StrEnum):
    """Why a project was not funded."""

    NO_SUPPORT = "no-support"
    """Nobody chose it."""
    TOO_DEAR = "too-dear"
    """It costs more than the whole budget."""
    BELOW_SCORE = "below-score"
    """Its points (or votes) stayed below the least that the rule asks for."""
    TOO_FEW_VOTERS = "too-few-voters"
    """Fewer voters chose it than the rule asks for."""
    BELOW_PERCENT = "below-percent"
    """A smaller part of the voters chose it than the rule asks for."""
    INELIGIBLE = "ineligible"
    """Too few chose it for what it costs, by a filter that the rule has (equal shares)."""
    EXCLUDED = "excluded"
    """Another project of a set was funded of which at most one may be."""
    DID_NOT_FIT = "did-not-fit"
    """When its turn came, less was left than it costs."""
    STOPPED = "stopped"
    """The count ended before its turn, at another project that did not fit."""
    OUT_OF_REACH = "out-of-reach"
    """What its supporters still held did not come to its cost (equal shares)."""


@dataclass(frozen=True, slots=True)
class Round:
    """One project funded.

    `cost` is the money it is given: its whole cost, or, where `asked` is not None, a part of the cost `asked`.
    `effective_votes` is cost / price (stages FILL and VOTES: the points, or votes); `price` the most any one
    supporter paid, in minor units (None where supporters do not pay); `payers` the voters who paid anything,
    `paid_all` those of them who gave all they had left; `pot_left` the budget after this round; `unaffordable`
    the projects that could no longer be funded after it; `excluded` those of which it is the rival and which
    went out with it; `tie` the projects it stood level with, if any; `votes` the voters who chose it and `score`
    their points (None: each counts one); `load` what each supporter carries after this round, in minor units
    (stage LOADS alone).
    """

    number: int
    stage: Stage
    project: str
    cost: int
    votes: int
    effective_votes: Fraction
    price: Fraction | None
    payers: int
    paid_all: int
    pot_left: int
    unaffordable: tuple[str, ...]
    tie: Tie | None
    asked: int | None = None
    excluded: tuple[str, ...] = ()
    score: int | None = None
    load: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a rule that skips nothing came to its end: at `project`, with `pot_left` less than it costs."""

    project: str
    pot_left: int
    tie: Tie | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A step of Add1 after which the list of winners was another one."""

    step: int
    endowment: Fraction
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """How much every voter was given: `start` = B/n, `taken` times `increment` more makes `endowment` (minor units)."""

    start: Fraction
    increment: int
    taken: int
    endowment: Fraction
    stopped: StopReason
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Equal shares beside greedy: the voters with more of their projects funded by the one, by the other, by neither.

    `greedy_used`: the rule has the comparison step and more voters preferred greedy, so that its winners stand.
    """

    shares: tuple[str, ...]
    shares_spent: int
    greedy: tuple[str, ...]
    greedy_spent: int
    prefer_shares: int
    prefer_greedy: int
    indifferent: int
    greedy_used: bool


@dataclass(frozen=True, slots=True)
class SpentOn:
    """What the supporters of a project that was not funded paid for another in a round, and how many chose both."""

    round: int
    project: str
    shared_supporters: int
    paid: Fraction


@dataclass(frozen=True, slots=True)
class Loser:
    """A project that was not funded.

    `money_at_start`, `money_when_out`, `money_left`: what its supporters held together at the beginning, when
    it could no longer be paid, and at the end (minor units of the shares handed out; None under greedy).
    `out_after` is the number of the round after which it was out, 0 for the beginning. `pot_left` is what
    was left of the budget when its turn by votes came (None: it never came). `reason` says why it was not funded
    (None: the rule does not say), `rival` which funded project put it out, `score` its points (None: each vote is one).
    `load` is what each of its supporters would have carried with it when it was out (minor units; stage LOADS alone).
    """

    project: str
    cost: int
    votes: int
    out_after: int
    money_at_start: Fraction | None
    money_when_out: Fraction | None
    money_left: Fraction | None
    pot_left: int | None
    spent_on: tuple[SpentOn, ...]
    reason: Reason | None = None
    rival: str = ""
    score: int | None = None
    load: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a count. Money in minor units; `winners` in the order in which they were funded.

    `free` are funded projects that cost nothing (not among `winners`); `voters` is n, `blank` the ballots
    without a mark; `losers` are all other projects, in the order of their ids; `stop` is where a rule that skips
    nothing came to its end (None: it did not); `share` is what each voter was given in the end under equal shares, in
    minor units (a voter who counts for more: so much for each share).
    """

    rule: str
    parameters: dict[str, str | int | bool] = field(hash=False)
    lot_seed: str
    voters: int
    blank: int
    budget: int
    currency: str
    exponent: int
    winners: tuple[str, ...]
    free: tuple[str, ...]
    spent: int
    unaffordable_at_start: tuple[str, ...]
    rounds: tuple[Round, ...]
    steps: Steps | None
    comparison: Comparison | None
    losers: tuple[Loser, ...]
    stop: Stop | None = None
    share: Fraction | None = None

    @property
    def ties_met(self) -> tuple[Tie, ...]:
        """Every tie met on the way to this outcome, in order, whether or not it decided anything."""
        at_the_end = self.stop.tie if self.stop else None
        return tuple(tie for tie in (*(found.tie for found in self.rounds), at_the_end) if tie)

    @property
    def ties(self) -> tuple[Tie, ...]:
        """The ties whose order decided who is funded, in order."""
        return tuple(tie for tie in self.ties_met if tie.decisive)

    @property
    def left(self) -> int:
        """What the winners leave of the budget, in minor units: what may be carried forward."""
        return self.budget - self.spent

    @property
    def part_funded(self) -> tuple[str, ...]:
        """The winners that were given a part of their cost, in order."""
        return tuple(found.project for found in self.rounds if found.asked is not None)

    def to_json(self) -> dict[str, JSON]:
        """Give the whole outcome as a canonical tree: the same count always gives the same tree."""
        tree = plain(asdict(self))
        assert isinstance(tree, dict)  # noqa: S101  # a dataclass becomes a dictionary
        return tree


def plain(value: object) -> JSON:
    """Give data as canonical JSON: a fraction becomes the text "numerator/denominator"; a float is refused."""
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(type(value).__name__)
