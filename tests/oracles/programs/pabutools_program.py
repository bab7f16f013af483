"""Answers by pabutools (GPL-3.0-or-later), exact; run by the Python of .cache/oracle, never imported by the project.

A question holds `rule` (greedy | shares | add1 | add1-on | phragmen), `utility` (cost | score), `budget`, `step`,
`seed`, `costs` {id: cost} and `groups` [[ids], [points] or [], voters]; or, for rankings under pabutools' own Borda
points, `orders` [[ids best first], voters] instead of `groups`. All amounts are whole numbers of one unit.
Ties go by lower cost, more voters, SHA-256 of seed and id.
"""

import hashlib
import sys
import time

from lines import Answer, Question, answer_questions
from pabutools.election import (
    Additive_Borda_Sat,
    Additive_Cardinal_Sat,
    ApprovalMultiProfile,
    Cardinality_Sat,
    CardinalMultiProfile,
    Cost_Sat,
    FrozenApprovalBallot,
    FrozenCardinalBallot,
    FrozenOrdinalBallot,
    Instance,
    OrdinalMultiProfile,
    Project,
)
from pabutools.election.satisfaction import AdditiveSatisfaction
from pabutools.rules import (
    exhaustion_by_budget_increase,
    greedy_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)
from pabutools.tiebreaking import TieBreakingRule

sys.setrecursionlimit(20_000)  # one level for each winner


class PointsTimesCost(AdditiveSatisfaction):
    """Cost utilities for ballots with points (equalshares.net): pabutools has none of its own."""

    def __init__(self, instance, profile, ballot) -> None:  # noqa: ANN001
        super().__init__(instance, profile, ballot, _points_times_cost)


def _points_times_cost(_instance, _profile, ballot, project, _values):  # noqa: ANN001, ANN202
    return ballot.get(project, 0) * project.cost


SATISFACTION = {
    ("approval", "cost"): Cost_Sat,
    ("approval", "score"): Cardinality_Sat,
    ("points", "cost"): PointsTimesCost,
    ("points", "score"): Additive_Cardinal_Sat,
    ("orders", "score"): Additive_Borda_Sat,
}


def election(question: Question) -> tuple[str, Instance, object, TieBreakingRule]:
    """Lay out the question for pabutools."""
    projects = {name: Project(name, cost) for name, cost in question["costs"].items()}
    instance = Instance(projects.values(), budget_limit=question["budget"])
    votes = dict.fromkeys(projects, 0)
    if "orders" in question:
        kind, profile = "orders", OrdinalMultiProfile(instance=instance)
        for order, voters in question["orders"]:
            profile[FrozenOrdinalBallot([projects[name] for name in order])] += voters
            for name in order[:-1]:  # the last one gets no point
                votes[name] += voters
        return kind, instance, profile, by_cost_votes_and_lot(votes, question["seed"])
    kind = "points" if any(points for _, points, _ in question["groups"]) else "approval"
    profile = (CardinalMultiProfile if kind == "points" else ApprovalMultiProfile)(instance=instance)
    for marks, points, voters in question["groups"]:
        chosen = [projects[name] for name in marks]
        if kind == "points":
            profile[FrozenCardinalBallot(dict(zip(chosen, points or [1] * len(chosen), strict=True)))] += voters
        else:
            profile[FrozenApprovalBallot(chosen)] += voters
        for name in marks:
            votes[name] += voters
    return kind, instance, profile, by_cost_votes_and_lot(votes, question["seed"])


def by_cost_votes_and_lot(votes: dict[str, int], seed: str) -> TieBreakingRule:
    """Give our declared order of ties, written down a second time."""

    def rank(_instance, _profile, project):  # noqa: ANN001, ANN202
        lot = hashlib.sha256(seed.encode() + project.name.encode()).hexdigest()
        return project.cost, -votes[project.name], lot

    return TieBreakingRule(rank)


def answered(question: Question) -> Answer:
    """Count by one rule."""
    kind, instance, profile, ties = election(question)
    start = time.process_time()
    sat = SATISFACTION[kind, question["utility"]]
    rule = question["rule"]
    if rule == "greedy":
        won = greedy_utilitarian_welfare(instance, profile, sat_class=sat, is_sat_additive=True, tie_breaking=ties)
    elif rule == "phragmen":
        won = sequential_phragmen(instance, profile, tie_breaking=ties)
    elif rule == "add1-on":
        voters = sum(profile.values())
        how = {"sat_class": sat, "tie_breaking": ties}
        won = exhaustion_by_budget_increase(
            instance,
            profile,
            method_of_equal_shares,
            how,
            exhaustive_stop=False,
            budget_step=question["step"] * voters,
            budget_bound=question.get("bound"),
        )
    else:
        step = question["step"] if rule == "add1" else None
        won = method_of_equal_shares(instance, profile, sat_class=sat, tie_breaking=ties, voter_budget_increment=step)
    return {"winners": [project.name for project in won], "seconds": time.process_time() - start}


if __name__ == "__main__":
    answer_questions(answered)
