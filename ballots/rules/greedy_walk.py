"""Walking down a list of projects with a pot of money: what greedy does, and what fills up after equal shares."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from ballots.election import Election
from ballots.errors import WHICH_FIT, WHICH_RIVAL
from ballots.outcome import Round, Stage, Stop
from ballots.poll import Project
from ballots.ties import Tie


class Merit(StrEnum):
    """By what projects are ordered, the highest first."""

    SCORE = "score"
    """The points, or votes."""
    VALUE = "value"
    """The points for each minor unit of cost: value for money, compared exactly."""


class Misfit(StrEnum):
    """What happens at a project that costs more than is left."""

    SKIP = "skip"
    """It is passed over, and the walk goes on."""
    STOP = "stop"
    """The walk ends there for good."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a list is walked down.

    With `part_funding` a project that costs more than is left is given all that is left, if it has said that so
    much is of use to it (`Project.least`).
    """

    by: Merit = Merit.SCORE
    misfit: Misfit = Misfit.SKIP
    part_funding: bool = False

    def merit(self, election: Election) -> Callable[[Project], Fraction]:
        """Give the measure by which projects are ordered: an exact fraction, so that equal is equal."""
        if self.by is Merit.VALUE:
            return lambda project: Fraction(election.score(project.project_id), project.cost)
        return lambda project: Fraction(election.score(project.project_id))

    def reach(self, project: Project) -> int:
        """Give the least money with which the project can be funded, in minor units."""
        return project.least if self.part_funding and project.least is not None else project.cost


PLAINLY = Manner()
"""By points, passing over what does not fit."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Projects taken in their order.

    A round for each one funded; for each one that did not fit, what was left at its turn; for each one that a funded
    rival put out, that rival; and where the walk stopped, if it did.
    """

    rounds: tuple[Round, ...]
    passed: dict[str, int]
    excluded: dict[str, str] = field(default_factory=dict)
    stop: Stop | None = None


def by_votes(
    election: Election,
    projects: Iterable[Project],
    pot: int,
    stage: Stage,
    first_number: int = 1,
    *,
    manner: Manner = PLAINLY,
    bought: Iterable[str] = (),
) -> Walk:
    """Fund projects by descending merit and then tie order, each if `pot` still covers it.

    `bought` are projects funded before: their rivals are out. Raises TieUnresolved where only a lot could tell who is
    funded and the tie order refuses lots.
    """
    merit, key = manner.merit(election), election.ties.sort_key
    queue = sorted(projects, key=lambda project: (-merit(project), key(project.project_id)))
    walker = _Walker(election, manner, pot, queue)
    for project_id in bought:
        walker.shut_out(project_id)
    for _, level in groupby(queue, key=merit):
        walker.go_through(list(level))
    rounds = tuple(_round(election, step, stage, number) for number, step in enumerate(walker.steps, first_number))
    return Walk(rounds, walker.passed, walker.excluded, walker.stop)


@dataclass(frozen=True, slots=True)
class _Step:
    project: Project
    given: int
    pot_left: int
    unaffordable: tuple[str, ...]
    excluded: tuple[str, ...]
    tie: Tie | None


class _Walker:
    """Where a walk stands: the pot, the projects whose turn may still come, and what became of the others."""

    def __init__(self, election: Election, manner: Manner, pot: int, queue: list[Project]) -> None:
        self.election, self.manner, self.pot = election, manner, pot
        self.waiting = {project.project_id: project for project in queue}
        self.steps: list[_Step] = []
        self.passed: dict[str, int] = {}
        self.excluded: dict[str, str] = {}
        self.stop: Stop | None = None

    def shut_out(self, winner: str) -> tuple[str, ...]:
        """Put out the rivals of a funded project that still wait; give them."""
        rivals = tuple(rival for rival in self.election.rivals(winner) if self.waiting.pop(rival, None))
        self.excluded.update(dict.fromkeys(rivals, winner))
        return rivals

    def go_through(self, level: list[Project]) -> None:
        """Take projects of equal merit, which stand in tie order."""
        while self.stop is None:
            level = [project for project in level if project.project_id in self.waiting]
            if not level:
                return
            self._turn(level[0], self._tie(level))

    def _turn(self, project: Project, tie: Tie | None) -> None:
        del self.waiting[project.project_id]
        if self.manner.reach(project) <= self.pot:
            self._fund(project, tie)
            return
        self.passed[project.project_id] = self.pot
        if self.manner.misfit is Misfit.STOP:
            self.stop = Stop(project.project_id, self.pot, tie)

    def _fund(self, project: Project, tie: Tie | None) -> None:
        given, before, reach = min(project.cost, self.pot), self.pot, self.manner.reach
        self.pot -= given
        excluded = self.shut_out(project.project_id)
        gone = sorted(name for name, other in self.waiting.items() if self.pot < reach(other) <= before)
        self.steps.append(_Step(project, given, self.pot, tuple(gone), excluded, tie))

    def _tie(self, waiting: list[Project]) -> Tie | None:
        """Give the tie of the first project with those of equal merit whose turn could be its own.

        It decides something where they cannot all be funded. Projects that only a lot could order stand aside for
        the first of them as long as these alone can all be funded.
        """
        first = waiting[0]
        level = [project for project in waiting if self._counts(project)]
        if len(level) == 1 or first not in level:
            return None
        ties = self.election.ties
        if not self._conflict(level):
            return ties.noted(_ids(level))
        alike = [project for project in level if ties.only_a_lot_orders(first.project_id, project.project_id)]
        if not self._conflict(alike):
            level = [first, *(project for project in level if project not in alike)]
        return ties.settle(_ids(level), WHICH_RIVAL if self._fit(level) else WHICH_FIT)

    def _counts(self, project: Project) -> bool:
        """Say whether a project's place in the order could matter: it can be funded, or it would stop the walk."""
        return self.manner.misfit is Misfit.STOP or self.manner.reach(project) <= self.pot

    def _fit(self, level: list[Project]) -> bool:
        return sum(project.cost for project in level) <= self.pot

    def _conflict(self, level: list[Project]) -> bool:
        """Say whether the order of these projects decides which of them are funded."""
        if not any(self.manner.reach(project) <= self.pot for project in level):
            return False
        names = set(_ids(level))
        return not self._fit(level) or any(names.intersection(self.election.rivals(name)) for name in names)


def _round(election: Election, step: _Step, stage: Stage, number: int) -> Round:
    project = step.project
    score = election.score(project.project_id)
    return Round(
        number=number,
        stage=stage,
        project=project.project_id,
        cost=step.given,
        votes=election.votes(project.project_id),
        effective_votes=Fraction(score),
        price=None,
        payers=0,
        paid_all=0,
        pot_left=step.pot_left,
        unaffordable=step.unaffordable,
        tie=step.tie,
        asked=project.cost if step.given < project.cost else None,
        excluded=step.excluded,
        score=score,
    )


def _ids(projects: list[Project]) -> tuple[str, ...]:
    return tuple(project.project_id for project in projects)
