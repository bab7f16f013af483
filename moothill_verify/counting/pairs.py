"""Rankings counted by pairs (Condorcet): the one preferred to each other one, or whom the rule then takes."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import TypeAlias

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.greedy import Funded
from moothill_verify.counting.places import elected

Margins: TypeAlias = Mapping[str, Mapping[str, int]]
"""By how many voters one is preferred to another; below nought where it is the other way round."""


def by_pairs(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Elect one; of those whom the resolution leaves level the first in tie order."""
    resolved = RESOLUTIONS[str(parameters["resolution"])]
    if not ballots.voters:
        return Funded()
    margins = _margins(ballots)
    best = [one for one in order if all(margin > 0 for margin in margins[one].values())] or resolved(margins, order)
    return elected(ballots, {best[0]: str(ballots.votes[best[0]])})


def _margins(ballots: Ballots) -> Margins:
    """Compare all two by two; one who is not ranked stands below all who are."""
    before: dict[tuple[str, str], int] = defaultdict(int)
    for ranking, voters in ballots.rankings:
        for place, one in enumerate(ranking):
            for other in ranking[place + 1 :]:
                before[one, other] += voters
    votes = ballots.votes
    return {
        one: {
            other: votes[one] - before[other, one] - votes[other] + before[one, other]
            for other in ballots.costs
            if other != one
        }
        for one in ballots.costs
    }


def _minimax(margins: Margins, order: list[str]) -> list[str]:
    """Return those whose widest defeat is the narrowest."""
    worst = {one: max(0, *(-margin for margin in margins[one].values())) for one in order}
    return [one for one in order if worst[one] == min(worst.values())]


def _ranked_pairs(margins: Margins, order: list[str]) -> list[str]:
    """Keep majorities from the widest down, unless they close a circle; return those whom nobody stands above.

    Of equal ones those against whoever goes last come first, and of these that of whoever goes first.
    """
    place = {one: number for number, one in enumerate(order)}
    wins = [(one, other) for one in order for other, margin in margins[one].items() if margin > 0]
    wins.sort(key=lambda pair: (-margins[pair[0]][pair[1]], -place[pair[1]], place[pair[0]]))
    below: dict[str, set[str]] = {one: set() for one in order}
    """Whoever stands below each, over however many steps."""
    for one, other in wins:
        if one not in below[other]:
            fallen = {other, *below[other]}
            for higher in order:
                if higher == one or one in below[higher]:
                    below[higher] |= fallen
    return [one for one in order if not any(one in others for others in below.values())]


def _schulze(margins: Margins, order: list[str]) -> list[str]:
    """Return those from whom the widest path of majorities to each other is at least as wide as the path back."""
    wide = {one: {other: max(0, margin) for other, margin in margins[one].items()} for one in order}
    for through in order:
        for one in order:
            for other in order:
                if len({through, one, other}) == len("ABC"):
                    wide[one][other] = max(wide[one][other], min(wide[one][through], wide[through][other]))
    return [one for one in order if all(width >= wide[other][one] for other, width in wide[one].items())]


RESOLUTIONS: Mapping[str, Callable[[Margins, list[str]], list[str]]] = {
    "minimax": _minimax,
    "ranked-pairs": _ranked_pairs,
    "schulze": _schulze,
}
