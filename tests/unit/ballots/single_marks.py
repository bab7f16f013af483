"""Small polls in which every ballot bears one mark, and what became of one project."""

from typing import Any

from ballots.count import count
from ballots.outcome import Loser, Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Greedy


def poll_of(costs: dict[str, int], budget: int, *rivals: str, **least: int) -> Poll:
    projects = tuple(Project(p, cost, least=least.get(p)) for p, cost in costs.items())
    return Poll(projects, budget, exclusive=tuple(tuple(names) for names in rivals))


def counted(poll: Poll, votes: dict[str, int], **rule: Any) -> Outcome:
    """Count with so many ballots for each project, every ballot with one mark."""
    ballots = [p for p, number in votes.items() for _ in range(number)]
    return count(poll, Profile.of(poll, ballots), Greedy(**rule), "seed")


def loser(outcome: Outcome, project_id: str) -> Loser:
    return next(found for found in outcome.losers if found.project == project_id)
