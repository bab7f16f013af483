"""What is voted on: projects with their costs, the money at hand, and how many projects one ballot may name."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from ballots.errors import BadBallot, BadPoll, sentence

MOST_MONEY = 10**15
"""The largest amount, in minor units, that a poll may hold."""


@dataclass(frozen=True, slots=True)
class Project:
    """One project on the ballot paper; its cost is in minor units (pence) and may be 0.

    `area` is the part of the place it belongs to ("" for none); `least` the smallest part of its cost with which
    it could still be carried out, for rules that part-fund (None: it is funded whole or not at all).
    """

    project_id: str
    cost: int
    name: str = ""
    area: str = ""
    least: int | None = None

    def __post_init__(self) -> None:
        if not self.project_id or self.project_id != self.project_id.strip():
            raise BadPoll(sentence("Every project needs an id without spaces around it."))
        if not 0 <= self.cost <= MOST_MONEY:
            raise BadPoll(sentence("The cost of project %(project)s is out of range."), project=self.project_id)
        if self.least is not None and not 0 < self.least <= self.cost:
            raise BadPoll(
                sentence("The least useful part of project %(project)s must be above zero and no more than its cost."),
                project=self.project_id,
            )


@dataclass(frozen=True, slots=True)
class Poll:
    """Projects and the budget they compete for, in minor units of `currency` (1 unit = 10**exponent minor units).

    `exclusive` are sets of project ids of which at most one may be funded.
    Raises BadPoll: no project, two with one id, a budget that is not above 0, or a set of `exclusive` that names
    a project twice, an unknown one, fewer than two, or one that costs nothing (such a project is always funded).
    """

    projects: tuple[Project, ...]
    budget: int
    currency: str = "GBP"
    exponent: int = 2
    exclusive: tuple[tuple[str, ...], ...] = ()
    by_id: dict[str, Project] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.projects:
            raise BadPoll(sentence("A poll needs at least one project."))
        if not 0 < self.budget <= MOST_MONEY:
            raise BadPoll(sentence("A poll needs a budget above zero and within range."))
        object.__setattr__(self, "by_id", {p.project_id: p for p in self.projects})
        if len(self.by_id) < len(self.projects):
            raise BadPoll(sentence("Two projects have the same id."))
        for rivals in self.exclusive:
            if len(rivals) == 1 or len(set(rivals)) < max(1, len(rivals)) or not self.by_id.keys() >= set(rivals):
                raise BadPoll(sentence("A set of rivals names two or more projects of this poll, each of them once."))
            if not all(self.by_id[project_id].cost for project_id in rivals):
                raise BadPoll(sentence("A project that costs nothing cannot be one of a set of rivals."))

    @property
    def unit(self) -> int:
        """How many minor units one unit of the currency has."""
        return int(10**self.exponent)


@dataclass(frozen=True, slots=True)
class BallotStyle:
    """How many projects a ballot may name; `max_choices` None means any number."""

    min_choices: int = 0
    max_choices: int | None = None

    def __post_init__(self) -> None:
        if self.min_choices < 0 or (self.max_choices is not None and self.max_choices < max(1, self.min_choices)):
            raise BadPoll(sentence("The least and the most choices of a ballot contradict each other."))

    def checked(self, poll: Poll, marks: Iterable[str]) -> tuple[str, ...]:
        """Give the marked ids in ascending order.

        Raises BadBallot for a project marked twice, one that is not on the paper, too many or too few.
        """
        chosen = sorted(marks)
        for left, right in pairwise(chosen):
            if left == right:
                raise BadBallot(sentence("Project %(project)s is chosen twice. Choose it once."), project=left)
        for project_id in chosen:
            if project_id not in poll.by_id:
                raise BadBallot(sentence("Project %(project)s is not on this ballot paper."), project=project_id)
        self._check_number(len(chosen))
        return tuple(chosen)

    def _check_number(self, chosen: int) -> None:
        if self.max_choices is not None and chosen > self.max_choices:
            raise BadBallot(_most(self.max_choices), most=self.max_choices)
        if chosen < self.min_choices:
            raise BadBallot(_fewest(self.min_choices), fewest=self.min_choices)


def _most(number: int) -> str:
    return sentence("Choose at most one project.") if number == 1 else sentence("Choose at most %(most)d projects.")


def _fewest(number: int) -> str:
    return sentence("Choose at least one project.") if number == 1 else sentence("Choose at least %(fewest)d projects.")
