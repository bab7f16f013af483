"""Choosing projects of equal cost from rankings: as many places as the budget pays for."""

from ballots.errors import BadPoll, BadRule, sentence
from ballots.poll import Poll
from ballots.ranked.condorcet import Condorcet
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.points import Borda
from ballots.ranked.stv import Stv
from ballots.rankings import Rankings


def places_of(poll: Poll) -> int:
    """Give how many of its projects the budget of a poll pays for, at most all.

    Raises BadPoll where they do not all cost the same, cost nothing or more than the budget, or where some exclude
    each other: rules that choose from rankings look at neither.
    """
    costs = {project.cost for project in poll.projects}
    if len(costs) > 1:
        raise BadPoll(sentence("This rule does not look at costs, and these projects do not all cost the same."))
    cost = costs.pop()
    if not 0 < cost <= poll.budget:
        raise BadPoll(sentence("Each project must cost something, and no more than the budget."))
    if poll.exclusive:
        raise BadPoll(sentence("This rule does not know of projects that exclude each other."))
    return min(len(poll.projects), poll.budget // cost)


def elect_projects(
    poll: Poll, rankings: Rankings, rule: Stv | Condorcet | Borda, lot_seed: str
) -> StvOutcome | CondorcetOutcome | PointsOutcome:
    """Choose projects of equal cost by a rule for rankings.

    Raises BadPoll as `places_of` does, BadRule for more places than the budget pays for, and whatever `elect` raises.
    """
    places = places_of(poll)
    wanted = 1 if isinstance(rule, Condorcet) else rule.seats
    if wanted > places:
        raise BadRule(
            sentence("The budget pays for %(places)d of these projects, not for %(wanted)d."),
            places=places,
            wanted=wanted,
        )
    return rule.elect(rankings, [project.project_id for project in poll.projects], lot_seed)
