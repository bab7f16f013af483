"""Choosing projects from rankings: no cost is looked at, so the budget must pay for whatever may be chosen."""

from ballots.errors import BadPoll, BadRule, sentence
from ballots.poll import Poll
from ballots.ranked.condorcet import Condorcet
from ballots.ranked.outcome import CondorcetOutcome, PointsOutcome, StvOutcome
from ballots.ranked.points import Borda
from ballots.ranked.stv import Stv
from ballots.rankings import Rankings

NO_RIVALS = sentence("This rule does not know of projects that exclude each other.")


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
        raise BadPoll(NO_RIVALS)
    return min(len(poll.projects), poll.budget // cost)


def check_payable(poll: Poll, rule: Stv | Condorcet | Borda) -> None:
    """Raise BadRule unless the budget pays for whatever the rule may choose, BadPoll where there are rivals."""
    if poll.exclusive:
        raise BadPoll(NO_RIVALS)
    wanted = 1 if isinstance(rule, Condorcet) else rule.seats
    dearest = sorted((project.cost for project in poll.projects), reverse=True)[:wanted]
    if sum(dearest) > poll.budget:
        raise BadRule(
            sentence("This rule does not look at costs, and the budget does not pay for the dearest %(wanted)d."),
            wanted=wanted,
        )


def elect_projects(
    poll: Poll, rankings: Rankings, rule: Stv | Condorcet | Borda, lot_seed: str
) -> StvOutcome | CondorcetOutcome | PointsOutcome:
    """Choose projects by a rule for rankings: all that anybody ranked, where they are no more than it is to choose.

    Raises as `check_payable` does, and whatever `elect` raises.
    """
    check_payable(poll, rule)
    return rule.elect(rankings, [project.project_id for project in poll.projects], lot_seed)
