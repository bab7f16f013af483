"""What is voted on: projects with their costs, and the money at hand."""

from dataclasses import dataclass, field

from ballots.errors import BadPoll, sentence

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

    def money(self, amount: int) -> str:
        """Give an amount of minor units in words of the currency: £1,250, £1,250.50, 1,250.50 PLN."""
        whole, rest = divmod(amount, self.unit)
        figures = f"{whole:,}.{rest:0{self.exponent}d}" if rest else f"{whole:,}"
        return f"£{figures}" if self.currency == "GBP" else f"{figures} {self.currency}"
