"""Most votes first: down the list of projects until the money is gone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from moothill_verify.counting.ballots import Ballots

ALL = 100


@dataclass(slots=True)
class Funded:
    """What a count funds: each project with the money it is given (minor units), in the order of funding.

    `free` cost nothing and have a supporter. `told` has a line for people beside each project.
    """

    given: dict[str, int] = field(default_factory=dict)
    free: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        """What is given in all."""
        return sum(self.given.values())


def standing(ballots: Ballots, order: list[str]) -> list[str]:
    """Return the projects that compete, in tie order: somebody chose them, and they cost no more than there is."""
    votes = ballots.votes
    return [one for one in order if votes[one] and 0 < ballots.costs[one] <= ballots.budget]


def free(ballots: Ballots) -> list[str]:
    """Return the projects that somebody chose and that cost nothing, in ascending order."""
    votes = ballots.votes
    return sorted(one for one, cost in ballots.costs.items() if cost == 0 and votes[one])


def rivals_of(ballots: Ballots, project: str) -> set[str]:
    """Return the projects that go out when this one is funded."""
    return {one for among in ballots.rivals if project in among for one in among} - {project}


def greedy(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Count by most votes, or by most votes for the money, with what the rule asks of a project."""
    barred = _barred(ballots, parameters)
    queue = [one for one in standing(ballots, order) if one not in barred]
    scores = ballots.scores
    by_value = parameters.get("by", "score") == "value"
    queue.sort(key=lambda one: -Fraction(scores[one], ballots.costs[one] if by_value else 1))
    found = walk(
        ballots,
        queue,
        ballots.budget,
        stops=parameters.get("misfit", "skip") == "stop",
        in_part=bool(parameters.get("part_funding", 0)),
    )
    found.free = [one for one in free(ballots) if one not in barred]
    return found


def by_votes(ballots: Ballots, projects: Iterable[str], pot: int, before: Iterable[str] = ()) -> Funded:
    """Spend a pot on projects in tie order by most votes; rivals of those funded `before` are out."""
    scores = ballots.scores
    return walk(ballots, sorted(projects, key=lambda one: -scores[one]), pot, before=before)


def walk(
    ballots: Ballots,
    queue: list[str],
    pot: int,
    *,
    stops: bool = False,
    in_part: bool = False,
    before: Iterable[str] = (),
) -> Funded:
    """Go down the queue and fund what the pot still covers; skip what it does not, or stop there."""
    found, scores = Funded(), ballots.scores
    out = {rival for one in before for rival in rivals_of(ballots, one)}
    for project in queue:
        cost = ballots.costs[project]
        enough = ballots.least.get(project, cost) if in_part else cost
        if project in out:
            continue
        if enough <= pot:
            found.given[project] = min(cost, pot)
            found.told[project] = str(scores[project])
            pot -= found.given[project]
            out |= rivals_of(ballots, project)
        elif stops:
            break
    return found


def _barred(ballots: Ballots, parameters: Mapping[str, str | int]) -> set[str]:
    """Return the projects that fall short of what the rule asks for."""
    votes, scores = ballots.votes, ballots.scores
    least = {name: int(parameters.get(name, 0)) for name in ("min_score", "min_voters", "min_percent")}
    return {
        one
        for one in ballots.costs
        if scores[one] < least["min_score"]
        or votes[one] < least["min_voters"]
        or ALL * votes[one] < least["min_percent"] * ballots.voters
    }
