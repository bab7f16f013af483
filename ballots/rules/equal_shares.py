"""The Method of Equal Shares for approval ballots with its declared parameters, as one rule."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from ballots.election import Election, Progress
from ballots.errors import BadRule, sentence
from ballots.outcome import Loser, Outcome, Round, Stage, Steps
from ballots.rules.accounts import Account, account
from ballots.rules.comparison import compared
from ballots.rules.completion import Adding, Completion, add_to_shares, default_increment
from ballots.rules.electorate import Electorate
from ballots.rules.greedy import Walk, by_votes, greedy_losers
from ballots.rules.shares import run_shares
from ballots.ties import DEFAULT_TIES, checked_ties

DEFAULT_INCREMENT = "default"
"""How a parameter says that the increment follows from the poll: max(1 unit, 0.1 % of B/n rounded down)."""

FIXED: dict[str, str] = {"start": "B/n", "utility": "cost", "too_dear": "left out"}
"""What does not vary: shares start at exactly B/n, a project's worth is its cost, one above the budget stays out."""


@dataclass(frozen=True, slots=True)
class EqualShares:
    """Equal shares with cost utilities, from exactly B/n.

    `completion`: what follows the first run; `exhaustive`: Add1 stops as soon as nothing more fits; `increment`: the
    step of Add1 in minor units (None: the default); `comparison`: greedy replaces it if more voters prefer greedy.
    """

    NAME: ClassVar[str] = "equal-shares"

    completion: Completion = Completion.ADD1_FILL
    exhaustive: bool = False
    increment: int | None = None
    comparison: bool = False
    tie_order: tuple[str, ...] = DEFAULT_TIES

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_ties(self.tie_order))
        if self.increment is not None and self.increment < 1:
            raise BadRule(sentence("The increment must be above zero."))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `rule_from_parameters` is the inverse."""
        return {
            "rule": self.NAME,
            **FIXED,
            "completion": self.completion.value,
            "exhaustive": self.exhaustive,
            "increment": DEFAULT_INCREMENT if self.increment is None else self.increment,
            "comparison": self.comparison,
            "tie_order": ",".join(self.tie_order),
        }

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "EqualShares":
        """Build the rule from its parameters. Raises BadRule if one is missing or not a known word."""
        try:
            increment = parameters["increment"]
            return cls(
                completion=Completion(str(parameters["completion"])),
                exhaustive=bool(parameters["exhaustive"]),
                increment=None if increment == DEFAULT_INCREMENT else int(increment),
                comparison=bool(parameters["comparison"]),
                tie_order=tuple(str(parameters["tie_order"]).split(",")),
            )
        except (KeyError, ValueError) as problem:
            if isinstance(problem, BadRule):
                raise
            raise BadRule(sentence("A parameter of the rule is missing or not known.")) from problem

    def outcome(self, election: Election, lot_seed: str, progress: Progress | None = None) -> Outcome:
        """Count. Raises TieUnresolved or IncrementTooSmall; never funds more than the budget."""
        told, steps = self._by_shares(election, progress)
        filled = self._filled(election, told.rounds)
        walk = by_votes(election, election.standing, election.poll.budget, Stage.VOTES)
        shares = tuple(found.project for found in (*told.rounds, *filled.rounds))
        greedy = tuple(found.project for found in walk.rounds)
        comparison = compared(election, shares, greedy, binding=self.comparison)
        if comparison.greedy_used:
            rounds, losers = walk.rounds, greedy_losers(election, walk)
        else:
            rounds, losers = (*told.rounds, *filled.rounds), _losers(election, told, filled)
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
        )

    def _by_shares(self, election: Election, progress: Progress | None) -> tuple[Account, Steps | None]:
        """Run the shares and Add1 and tell the last run in full; steps are None where nothing was to be added."""
        if not election.standing:
            return Account((), (), {}), None
        electorate = Electorate.of(election)
        if not self.completion.adds:
            start = Fraction(electorate.budget, electorate.voters)
            return account(election, electorate, run_shares(electorate, start, electorate.budget)), None
        unit = election.poll.unit
        increment = self.increment or default_increment(electorate.budget, electorate.voters, unit)
        run, steps = add_to_shares(electorate, Adding(increment, self.exhaustive), progress)
        return account(election, electorate, run), steps

    def _filled(self, election: Election, rounds: tuple[Round, ...]) -> Walk:
        """Spend what is left by votes, if the completion says so."""
        if not self.completion.fills:
            return Walk((), {})
        bought = {found.project for found in rounds}
        rest = [project for project in election.standing if project.project_id not in bought]
        pot = election.poll.budget - sum(found.cost for found in rounds)
        return by_votes(election, rest, pot, Stage.FILL, len(rounds) + 1)


def _losers(election: Election, told: Account, filled: Walk) -> tuple[Loser, ...]:
    """Give every project that is neither funded nor free, with the story of its supporters' money."""
    funded = {found.project for found in (*told.rounds, *filled.rounds)} | set(election.free)
    unfunded = sorted(p.project_id for p in election.poll.projects if p.project_id not in funded)
    return tuple(
        replace(told.losers[project_id], pot_left=filled.passed.get(project_id))
        if project_id in told.losers
        else _outsider(election, project_id)
        for project_id in unfunded
    )


def _outsider(election: Election, project_id: str) -> Loser:
    """Give a project that never competed: nobody chose it, or it costs more than the budget."""
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
    )
