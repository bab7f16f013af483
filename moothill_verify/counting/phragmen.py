"""Sequential Phragmén: each time the project whose supporters then carry least, exactly."""

from collections.abc import Mapping
from fractions import Fraction

from moothill_verify.counting.ballots import Ballots
from moothill_verify.counting.greedy import Funded, free, rivals_of, standing


def phragmen(ballots: Ballots, order: list[str], parameters: Mapping[str, str | int]) -> Funded:
    """Count by least loads. What does not fit when its turn has come stops the count, or is skipped by the rule.

    Loads are whole numbers of 1/`parts` of a minor unit; `parts` grows as fractions come up.
    """
    found = Funded(free=free(ballots))
    waiting = standing(ballots, order)
    supporters: dict[str, list[int]] = {project: [] for project in waiting}
    for number, group in enumerate(ballots.groups):
        for project, _ in group.points:
            if project in supporters:
                supporters[project].append(number)
    votes, pot, parts = ballots.votes, ballots.budget, 1
    loads = [0] * len(ballots.groups)
    weights = [group.voters for group in ballots.groups]
    while waiting:
        total = {
            one: Fraction(ballots.costs[one] * parts + sum(loads[g] * weights[g] for g in supporters[one]), votes[one])
            for one in waiting
        }
        least = min(total.values())
        unfit = [one for one in waiting if total[one] == least and ballots.costs[one] > pot]
        waiting = [one for one in waiting if one not in unfit]
        if unfit and parameters["misfit"] == "stop":
            break
        level = [one for one in waiting if total[one] == least]
        if not level:
            continue
        project = level[0]
        loads = [load * least.denominator for load in loads]
        for number in supporters[project]:
            loads[number] = least.numerator
        parts *= least.denominator
        pot -= ballots.costs[project]
        found.given[project] = ballots.costs[project]
        found.told[project] = str(votes[project])
        waiting = [one for one in waiting if one != project and one not in rivals_of(ballots, project)]
    return found
