"""Small polls drawn at random, with round numbers on purpose: they tie, and they hit costs to the penny."""

from dataclasses import dataclass

from hypothesis import strategies as st

from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.ties import DEFAULT_TIES, TieOrder

SEED = "the lot of the test"


@dataclass(frozen=True)
class Drawn:
    """A poll with single-letter projects; each ballot is the text of its letters."""

    costs: dict[str, int]
    ballots: list[str]
    budget: int

    @property
    def poll(self) -> Poll:
        return Poll(tuple(Project(p, cost) for p, cost in self.costs.items()), self.budget)

    @property
    def profile(self) -> Profile:
        return Profile.of(self.poll, self.ballots)

    @property
    def rank(self) -> list[str]:
        """All projects that can be funded, in the order in which they win ties."""
        order = TieOrder.of(self.poll.projects, self.profile.votes, DEFAULT_TIES, SEED)
        return sorted((p for p in self.costs if self.costs[p] <= self.budget), key=order.sort_key)

    @property
    def fitting(self) -> dict[str, int]:
        return {p: cost for p, cost in self.costs.items() if cost <= self.budget}


@st.composite
def polls(draw: st.DrawFn, most_voters: int = 9, most_projects: int = 6) -> Drawn:
    """Draw a poll with at least one mark on every ballot."""
    letters = "ABCDEFGH"[: draw(st.integers(1, most_projects))]
    round_to = draw(st.sampled_from([1, 10]))
    budget = draw(st.integers(1, 12)) * 10
    costs = {p: draw(st.integers(1, 130 // round_to)) * round_to for p in letters}
    sets = st.sets(st.sampled_from(letters), min_size=1)
    ballots = ["".join(sorted(draw(sets))) for _ in range(draw(st.integers(1, most_voters)))]
    return Drawn(costs, ballots, budget)
