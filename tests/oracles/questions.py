"""Our polls as questions to the oracles, and small polls with round numbers, where floats go wrong and ties abound."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rankings import Rankings
from ballots.ties import DEFAULT_TIES

SEED = "the lot of the oracles"


@dataclass(frozen=True, slots=True)
class Ballots:
    """A poll with its profile."""

    poll: Poll
    profile: Profile

    @property
    def election(self) -> Election:
        """The election as every rule gets it."""
        return Election.of(self.poll, self.profile, DEFAULT_TIES, SEED)


def question(ballots: Ballots, rule: str, utility: str = "cost", step: int = 1) -> dict[str, Any]:
    """Ask for a count of what competes: pabutools would also fund what nobody chose and buy what nobody can afford."""
    election = ballots.election
    costs = {project.project_id: project.cost for project in election.standing}
    return {
        "rule": rule,
        "utility": utility,
        "budget": ballots.poll.budget,
        "step": step,
        "seed": SEED,
        "costs": costs,
        "groups": list(_groups(ballots.profile, costs)),
        "bound": sum(costs.values()) * ballots.profile.voters,
    }


def _groups(profile: Profile, costs: dict[str, int]) -> Iterator[tuple[list[str], list[int], int]]:
    for group in profile.groups:
        kept = [(mark, points) for mark, points in zip(group.marks, group.scores, strict=True) if mark in costs]
        yield [mark for mark, _ in kept], [points for _, points in kept] if group.points else [], group.weight


def all_fits(ballots: Ballots) -> bool:
    """Say whether the budget covers everything that competes."""
    return sum(project.cost for project in ballots.election.standing) <= ballots.poll.budget


def small_polls(number: int, seed: int, *, points: bool = False) -> list[Ballots]:
    """Draw small polls with round amounts; always the same ones for one seed."""
    chance = Random(seed)
    return [_small_poll(chance, points=points) for _ in range(number)]


def small_rankings(number: int, seed: int) -> list[tuple[Poll, Rankings]]:
    """Draw small polls with rankings of two projects or more; always the same ones for one seed."""
    chance = Random(seed)
    found = []
    for _ in range(number):
        poll = _small_poll(chance, points=False).poll
        names = list(poll.by_id)
        orders = [tuple(chance.sample(names, chance.randint(2, len(names)))) for _ in range(chance.randint(1, 10))]
        found.append((poll, Rankings.of_counted(names, [(order, 1) for order in orders])))
    return found


def _small_poll(chance: Random, *, points: bool) -> Ballots:
    round_to = chance.choice((1, 5, 10, 10))
    names = [str(number) for number in range(1, chance.randint(2, 12) + 1)]
    costs = {name: round_to * chance.randint(1, 100 // round_to) for name in names}
    budget = max(10, sum(costs.values()) * chance.randint(15, 85) // 1000 * 10)
    poll = Poll(tuple(Project(name, cost) for name, cost in costs.items()), budget)
    voters = chance.randint(1, 10)
    if not points:
        return Ballots(
            poll, Profile.of(poll, [chance.sample(names, chance.randint(1, len(names))) for _ in range(voters)])
        )
    given = [
        tuple((name, chance.choice((1, 2, 3, 5, 10))) for name in chance.sample(names, chance.randint(1, len(names))))
        for _ in range(voters)
    ]
    return Ballots(poll, Profile.of_points(poll, [(ballot, 1) for ballot in given]))
