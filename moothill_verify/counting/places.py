"""Rankings counted by points (Borda): each place is worth points, by the convention that the rule names."""

from collections.abc import Mapping

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.greedy import Funded


def by_points(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Elect as many as there are seats, most points first; who has no point is not elected."""
    points = dict.fromkeys(ballots.costs, 0)
    longest = int(parameters["longest"]) or len(points)
    for ranking, voters in ballots.rankings:
        if len(ranking) > longest:
            raise ValueError(ranking)
        first = _first(str(parameters["convention"]), len(ranking), len(points), longest)
        for place, project in enumerate(ranking):
            points[project] += (first - place) * voters
    ranked = sorted((one for one in order if points[one]), key=lambda one: -points[one])
    return elected(ballots, {one: str(points[one]) for one in ranked[: int(parameters["seats"])]})


def elected(ballots: Ballots, told: dict[str, str]) -> Funded:
    """Return what is funded: those elected, each with its cost. Raises ValueError for more than there is money for."""
    found = Funded({one: ballots.costs[one] for one in told}, told=told)
    if found.spent > ballots.budget:
        raise ValueError(found.spent)
    return found


def _first(convention: str, places: int, projects: int, longest: int) -> int:
    """Return the points of the first place; each next place has one less. Raises KeyError."""
    known = {
        "tournament": projects - 1,
        "positional": longest,
        "last-is-nought": places - 1,
        "last-is-one": places,
    }
    return known[convention]
