"""The Method of Equal Shares with its declared parameters, as one rule: for approval, points, scores and rankings.

A ranking is counted by the points that its declared convention gives it. Where voters count by a factor (weights by
area), a voter starts with so many shares of B / (all shares); the factor changes nobody's points.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

from ballots.election import Election, Progress
from ballots.errors import BadRule, sentence
from ballots.outcome import Loser, Outcome, Reason, Stage, Steps
from ballots.rules.accounts import NOTHING_BOUGHT, Account, account
from ballots.rules.comparison import compared
from ballots.rules.completion import Adding, Completion, add_to_shares, default_increment
from ballots.rules.electorate import Electorate
from ballots.rules.greedy import greedy_losers
from ballots.rules.greedy_walk import Walk, by_votes
from ballots.rules.shares import complete_run
from ballots.ties import DEFAULT_TIES, checked_ties

DEFAULT_INCREMENT = "default"
"""How a parameter says that the increment follows from the poll: max(1 unit, 0.1 % of the start rounded down)."""

TOO_DEAR = "left out"
"""What does not vary: a project that costs more than the budget does not compete."""


class Utility(StrEnum):
    """What a funded project is worth to a voter, for each point that she gave it."""

    COST = "cost"
    """Its cost: the priority is cost / price, the effective votes of equalshares.net."""
    SCORE = "score"
    """One: the priority is 1 / price, as in the first papers on the method."""


class Start(StrEnum):
    """With how much money the shares begin."""

    EXACT = "exact"
    """B/n, as a fraction."""
    WHOLE = "whole"
    """B/n rounded down to whole units of the currency."""


_START_WORDS = {Start.EXACT: "B/n", Start.WHOLE: "whole"}


@dataclass(frozen=True, slots=True)
class EqualShares:
    """Equal shares.

    `completion`: what follows the first run; `exhaustive`: Add1 stops as soon as nothing more fits; `increment`: the
    step of Add1 in minor units (None: the default); `comparison`: greedy replaces it if more voters prefer greedy;
    `eligibility` k above 0: a project competes only if its part of the voters is at least cost / (k x budget).
    """

    NAME: ClassVar[str] = "equal-shares"

    completion: Completion = Completion.ADD1_FILL
    exhaustive: bool = False
    increment: int | None = None
    comparison: bool = False
    tie_order: tuple[str, ...] = DEFAULT_TIES
    utility: Utility = Utility.COST
    start: Start = Start.EXACT
    eligibility: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_ties(self.tie_order))
        if self.increment is not None and self.increment < 1:
            raise BadRule(sentence("The increment must be above zero."))
        if self.eligibility < 0:
            raise BadRule(sentence("The number of the eligibility filter must not be below zero."))
        try:
            object.__setattr__(self, "utility", Utility(self.utility))
            object.__setattr__(self, "start", Start(self.start))
        except ValueError as problem:
            raise BadRule(sentence("A parameter of the rule is missing or not known.")) from problem

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name, a filter only if there is one; `rule_from_parameters` is the inverse."""
        return {
            "rule": self.NAME,
            "start": _START_WORDS[self.start],
            "utility": self.utility.value,
            "too_dear": TOO_DEAR,
            "completion": self.completion.value,
            "exhaustive": self.exhaustive,
            "increment": DEFAULT_INCREMENT if self.increment is None else self.increment,
            "comparison": self.comparison,
            **({"eligibility": self.eligibility} if self.eligibility else {}),
            "tie_order": ",".join(self.tie_order),
        }

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "EqualShares":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        try:
            increment = parameters["increment"]
            starts = {word: start for start, word in _START_WORDS.items()}
            return cls(
                completion=Completion(str(parameters["completion"])),
                exhaustive=bool(parameters["exhaustive"]),
                increment=None if increment == DEFAULT_INCREMENT else int(increment),
                comparison=bool(parameters["comparison"]),
                tie_order=tuple(str(parameters["tie_order"]).split(",")),
                utility=Utility(str(parameters["utility"])),
                start=starts[str(parameters["start"])],
                eligibility=int(parameters.get("eligibility", 0)),
            )
        except (KeyError, ValueError) as problem:
            if isinstance(problem, BadRule):
                raise
            raise BadRule(sentence("A parameter of the rule is missing or not known.")) from problem

    def ineligible(self, election: Election) -> frozenset[str]:
        """Give the standing projects that the eligibility filter keeps out: V / n < cost / (k x budget)."""
        reach = self.eligibility * election.poll.budget
        voters = election.profile.voters
        return frozenset(
            project.project_id
            for project in election.standing
            if self.eligibility and election.votes(project.project_id) * reach < project.cost * voters
        )

    def outcome(self, election: Election, lot_seed: str, progress: Progress | None = None) -> Outcome:
        """Count. Raises TieUnresolved or IncrementTooSmall; never funds more than the budget."""
        barred = self.ineligible(election)
        told, steps, share = self._by_shares(election, barred, progress)
        filled = self._filled(election, told, barred)
        walk = self._by_votes(election)
        shares = tuple(found.project for found in (*told.rounds, *filled.rounds))
        greedy = tuple(found.project for found in walk.rounds)
        comparison = compared(election, shares, greedy, binding=self.comparison)
        if comparison.greedy_used:
            rounds, losers = walk.rounds, greedy_losers(election, walk)
        else:
            rounds, losers = (*told.rounds, *filled.rounds), _losers(election, told, filled, barred)
        return Outcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            voters=election.profile.voters,
            blank=election.profile.blank,
            budget=election.poll.budget,
            currency=election.poll.currency,
            exponent=election.poll.exponent,
            winners=tuple(found.project for found in rounds),
            free=election.free,
            spent=sum(found.cost for found in rounds),
            unaffordable_at_start=told.unaffordable_at_start,
            rounds=rounds,
            steps=steps,
            comparison=comparison,
            losers=losers,
            share=share,
        )

    def _by_votes(self, election: Election) -> Walk:
        """Count by votes for the comparison; where that binds nobody, lots that the rule refuses are drawn in it."""
        beside = election if self.comparison else replace(election, ties=election.ties.drawn())
        return by_votes(beside, election.standing, election.poll.budget, Stage.VOTES)

    def _first_share(self, election: Election) -> Fraction:
        exact = Fraction(election.poll.budget, election.profile.power)
        unit = election.poll.unit
        return Fraction(exact // unit * unit) if self.start is Start.WHOLE else exact

    def _by_shares(
        self, election: Election, barred: frozenset[str], progress: Progress | None
    ) -> tuple[Account, Steps | None, Fraction | None]:
        """Run the shares and Add1 and tell the last run in full; steps are None where nothing was to be added."""
        if len(barred) == len(election.standing):
            return NOTHING_BOUGHT, None, None
        electorate = Electorate.of(election, by_cost=self.utility is Utility.COST, leave_out=barred)
        first = self._first_share(election)
        if not self.completion.adds:
            return account(election, electorate, complete_run(electorate, first)), None, first
        default = default_increment(electorate.budget, electorate.power, election.poll.unit)
        adding = Adding(first, self.increment or default, self.exhaustive, exponent=election.poll.exponent)
        run, steps = add_to_shares(electorate, adding, progress)
        return account(election, electorate, run), steps, run.endowment

    def _filled(self, election: Election, told: Account, barred: frozenset[str]) -> Walk:
        """Spend what is left by votes, if the completion says so."""
        if not self.completion.fills:
            return Walk((), {}, {}, None)
        bought = {found.project for found in told.rounds}
        rest = [project for project in election.standing if project.project_id not in bought | barred]
        pot = election.poll.budget - sum(found.cost for found in told.rounds)
        return by_votes(election, rest, pot, Stage.FILL, len(told.rounds) + 1, bought=bought)


def _losers(election: Election, told: Account, filled: Walk, barred: frozenset[str]) -> tuple[Loser, ...]:
    """Give every project that is neither funded nor free, with the story of its supporters' money."""
    funded = {found.project for found in (*told.rounds, *filled.rounds)} | set(election.free)
    unfunded = sorted(p.project_id for p in election.poll.projects if p.project_id not in funded)
    return tuple(
        _passed_by(told.losers[project_id], filled)
        if project_id in told.losers
        else _outsider(election, project_id, barred)
        for project_id in unfunded
    )


def _passed_by(loser: Loser, filled: Walk) -> Loser:
    """Add what the fill did to a loser: it did not fit, or a rival was funded."""
    rival = filled.excluded.get(loser.project)
    if rival and not loser.rival:
        loser = replace(loser, reason=Reason.EXCLUDED, rival=rival)
    return replace(loser, pot_left=filled.passed.get(loser.project))


def _outsider(election: Election, project_id: str, barred: frozenset[str]) -> Loser:
    """Give a project that never competed: nobody chose it, it costs more than the budget, or the filter kept it out."""
    unsupported = Reason.TOO_DEAR if election.votes(project_id) else Reason.NO_SUPPORT
    return Loser(
        project=project_id,
        cost=election.cost(project_id),
        votes=election.votes(project_id),
        out_after=0,
        money_at_start=None,
        money_when_out=None,
        money_left=None,
        pot_left=None,
        spent_on=(),
        reason=Reason.INELIGIBLE if project_id in barred else unsupported,
        score=election.score(project_id),
    )
