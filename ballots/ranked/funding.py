"""What a choice from rankings costs: each of the elected projects is given its cost, and nobody else anything."""

from dataclasses import dataclass, field

from ballots.outcome import JSON
from ballots.poll import Poll
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.stages import UNIT


@dataclass(frozen=True, slots=True)
class ElectedProjects:
    """A ranked count with its money, in minor units; `costs` are those of all that stood."""

    ranked: StvOutcome | CondorcetOutcome | PointsOutcome
    budget: int
    currency: str
    exponent: int
    costs: dict[str, int] = field(hash=False)

    @classmethod
    def of(cls, poll: Poll, ranked: StvOutcome | CondorcetOutcome | PointsOutcome) -> "ElectedProjects":
        """Put the money of a poll beside its count."""
        costs = {project.project_id: project.cost for project in poll.projects}
        return cls(ranked, poll.budget, poll.currency, poll.exponent, costs)

    @property
    def rule(self) -> str:
        """The name of the rule."""
        return self.ranked.rule

    @property
    def parameters(self) -> dict[str, str | int | bool]:
        """The parameters of the rule."""
        return self.ranked.parameters

    @property
    def lot_seed(self) -> str:
        """The published text by which lots were drawn."""
        return self.ranked.lot_seed

    @property
    def voters(self) -> int:
        """The ballots that rank something."""
        return self.ranked.voters

    @property
    def blank(self) -> int:
        """The ballots that rank nothing."""
        return self.ranked.blank

    @property
    def winners(self) -> tuple[str, ...]:
        """The elected, in their order."""
        return self.ranked.winners

    @property
    def free(self) -> tuple[str, ...]:
        """Nobody is chosen here for costing nothing."""
        return ()

    @property
    def spent(self) -> int:
        """What the elected cost together."""
        return sum(self.costs[one] for one in self.winners)

    @property
    def support(self) -> dict[str, int]:
        """First preferences in a count by stages, points in one by points; a count by pairs has no such figure."""
        if isinstance(self.ranked, StvOutcome):
            return (
                {one: votes // UNIT for one, votes in self.ranked.stages[0].votes.items()} if self.ranked.stages else {}
            )
        return dict(self.ranked.points) if isinstance(self.ranked, PointsOutcome) else {}

    def to_json(self) -> dict[str, JSON]:
        """Give the whole count as a canonical tree: the same count always gives the same tree."""
        money: dict[str, JSON] = {"budget": self.budget, "currency": self.currency, "exponent": self.exponent}
        return {**self.ranked.to_json(), **money, "costs": dict(self.costs), "spent": self.spent}
