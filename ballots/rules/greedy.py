"""The greedy rule: most votes first, skipping what no longer fits (counting by most votes until the money is gone)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import ClassVar

from ballots.election import Election, Progress
from ballots.errors import BadRule, sentence
from ballots.outcome import Loser, Outcome, Round, Stage
from ballots.poll import Project
from ballots.ties import DEFAULT_TIES, Tie, checked_ties


@dataclass(frozen=True, slots=True)
class Greedy:
    """Fund projects by descending votes, each if it still fits; a project nobody chose is never funded."""

    NAME: ClassVar[str] = "greedy"

    tie_order: tuple[str, ...] = DEFAULT_TIES

    def __post_init__(self) -> None:
        object.__setattr__(self, "tie_order", checked_ties(self.tie_order))

    def parameters(self) -> dict[str, str | int | bool]:
        """Give all parameters by name; `rule_from_parameters` is the inverse."""
        return {"rule": self.NAME, "tie_order": ",".join(self.tie_order)}

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, str | int | bool]) -> "Greedy":
        """Build the rule from its parameters."""
        order = parameters.get("tie_order")
        if not isinstance(order, str):
            raise BadRule(sentence("The tie order is missing."))
        return cls(tuple(order.split(",")))

    def outcome(self, election: Election, lot_seed: str, progress: Progress | None = None) -> Outcome:
        """Count. Raises TieUnresolved where only a lot could tell and the tie order refuses lots."""
        walk = by_votes(election, election.standing, election.poll.budget, Stage.VOTES)
        winners = tuple(found.project for found in walk.rounds)
        spent = sum(found.cost for found in walk.rounds)
        if progress:
            progress(0, spent)
        return Outcome(
            rule=self.NAME,
            parameters=self.parameters(),
            lot_seed=lot_seed,
            voters=election.profile.voters,
            blank=election.profile.blank,
            budget=election.poll.budget,
            currency=election.poll.currency,
            exponent=election.poll.exponent,
            winners=winners,
            free=election.free,
            spent=spent,
            unaffordable_at_start=(),
            rounds=walk.rounds,
            steps=None,
            comparison=None,
            losers=greedy_losers(election, walk),
        )


@dataclass(frozen=True, slots=True)
class Walk:
    """Projects taken by votes: a round for each one funded; for each one passed over, what was left at its turn."""

    rounds: tuple[Round, ...]
    passed: dict[str, int]


def by_votes(election: Election, projects: Iterable[Project], pot: int, stage: Stage, first_number: int = 1) -> Walk:
    """Fund projects by descending votes and then tie order, each if `pot` still covers it."""
    queue = sorted(projects, key=lambda p: (-election.votes(p.project_id), election.ties.sort_key(p.project_id)))
    rounds: list[Round] = []
    passed: dict[str, int] = {}
    for _, level in groupby(queue, key=lambda project: election.votes(project.project_id)):
        waiting = list(level)
        while waiting:
            tie = _tie_that_matters(election, waiting, pot)
            project = waiting.pop(0)
            if project.cost > pot:
                passed[project.project_id] = pot
                continue
            pot -= project.cost
            rounds.append(_round(election, project, pot, stage=stage, number=first_number + len(rounds), tie=tie))
    return Walk(_with_unaffordable(rounds, queue), passed)


def _tie_that_matters(election: Election, waiting: list[Project], pot: int) -> Tie | None:
    """Give the tie between the projects with equal votes that fit, where they do not all fit together.

    Projects that only a lot could order stand aside for the first of them as long as they all fit.
    """
    first = waiting[0]
    fitting = [project for project in waiting if project.cost <= pot]
    if first.cost > pot or sum(project.cost for project in fitting) <= pot:
        return None
    level = [project for project in fitting if election.ties.only_a_lot_orders(first.project_id, project.project_id)]
    if sum(project.cost for project in level) <= pot:
        fitting = [first, *(project for project in fitting if project not in level)]
    return election.ties.settle(tuple(project.project_id for project in fitting))


def _round(election: Election, project: Project, pot: int, *, stage: Stage, number: int, tie: Tie | None) -> Round:
    votes = election.votes(project.project_id)
    return Round(
        number=number,
        stage=stage,
        project=project.project_id,
        cost=project.cost,
        votes=votes,
        effective_votes=Fraction(votes),
        price=None,
        payers=0,
        paid_all=0,
        pot_left=pot,
        unaffordable=(),
        tie=tie,
    )


def _with_unaffordable(rounds: list[Round], queue: list[Project]) -> tuple[Round, ...]:
    """Note with each round the projects that fitted before it and no longer do."""
    funded = {found.project for found in rounds}
    waiting = [project for project in queue if project.project_id not in funded]
    done: list[Round] = []
    for found in rounds:
        gone = sorted(p.project_id for p in waiting if found.pot_left < p.cost <= found.pot_left + found.cost)
        done.append(replace(found, unaffordable=tuple(gone)))
    return tuple(done)


def greedy_losers(election: Election, walk: Walk) -> tuple[Loser, ...]:
    """Give every project that is neither funded nor free, with what was left when its turn came."""
    funded = {found.project for found in walk.rounds} | set(election.free)
    out_after = {project_id: found.number for found in walk.rounds for project_id in found.unaffordable}
    unfunded = sorted(p.project_id for p in election.poll.projects if p.project_id not in funded)
    return tuple(
        Loser(
            project=project_id,
            cost=election.cost(project_id),
            votes=election.votes(project_id),
            out_after=out_after.get(project_id, 0),
            money_at_start=None,
            money_when_out=None,
            money_left=None,
            pot_left=walk.passed.get(project_id),
            spent_on=(),
        )
        for project_id in unfunded
    )
