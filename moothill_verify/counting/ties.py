"""The order in which projects win ties: fixed by the rules and the published seed before anything is counted."""

from collections.abc import Callable
from hashlib import sha256

from moothill_verify.counting.ballots import Ballots


def lot(seed: str, project: str) -> str:
    """Return the number that a project draws: SHA-256 of the seed and its id, the smallest first."""
    return sha256((seed + project).encode()).hexdigest()


def tie_order(ballots: Ballots, steps: str, seed: str) -> list[str]:
    """Return all projects in the order in which they win ties.

    `steps` are words parted by commas: "cost" (the cheaper first), "votes" (more voters first), "stages" (which a count
    by stages looks at itself), and at the end "lot" or "refuse". Where lots are refused a count that needed one was
    never recorded, so their order may stand for both.
    """
    votes = ballots.votes
    measures: dict[str, Callable[[str], int | str]] = {
        "cost": lambda project: ballots.costs[project],
        "votes": lambda project: -votes[project],
        "stages": lambda _project: 0,
        "lot": lambda project: lot(seed, project),
        "refuse": lambda project: lot(seed, project),
    }
    chosen = [measures[step] for step in steps.split(",")]
    return sorted(ballots.costs, key=lambda project: ([measure(project) for measure in chosen], project))
