"""Greedy in every declared way is what its definition says, and a lot is drawn where, and only where, it decides."""

from dataclasses import dataclass
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.errors import TieUnresolved
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Greedy
from ballots.ties import lot_rank

QUICK = settings(max_examples=80, deadline=None)
MANNERS = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["score", "value"]),
        "misfit": st.sampled_from(["skip", "stop"]),
        "part_funding": st.booleans(),
    }
)
LEAST = st.fixed_dictionaries({"min_score": st.integers(0, 6), "min_voters": st.integers(0, 3)})


@dataclass(frozen=True)
class Drawn:
    """A poll and its ballots, each of pairs of project and points, with one voter."""

    poll: Poll
    ballots: tuple[tuple[tuple[tuple[str, int], ...], int], ...]

    @property
    def profile(self) -> Profile:
        return Profile.of_points(self.poll, self.ballots)

    def counted(self, seed: str, **rule: Any) -> Outcome:
        return count(self.poll, self.profile, Greedy(**rule), seed)


@st.composite
def elections(draw: st.DrawFn, most_projects: int = 5) -> Drawn:
    """Draw projects with round costs, some with a least useful part, some that are rivals, and ballots of points."""
    letters = "ABCDE"[: draw(st.integers(2, most_projects))]
    costs = {p: draw(st.integers(1, 6)) * 10 for p in letters}
    least = {p: draw(st.sampled_from([None, 1, costs[p] // 2])) for p in letters}
    rivals = draw(st.lists(st.lists(st.sampled_from(letters), min_size=2, max_size=3, unique=True), max_size=2))
    projects = tuple(Project(p, costs[p], least=least[p]) for p in letters)
    poll = Poll(projects, draw(st.integers(1, 10)) * 10, exclusive=tuple(map(tuple, rivals)))
    ballot = st.dictionaries(st.sampled_from(letters), st.integers(1, 3), min_size=1)
    ballots = draw(st.lists(ballot, min_size=1, max_size=5))
    return Drawn(poll, tuple((tuple(given.items()), 1) for given in ballots))


def by_the_book(drawn: Drawn, order: list[str], rule: dict[str, Any]) -> list[tuple[str, int]]:
    """Give who is funded with how much; `order` decides ties, first first."""
    points = {p: sum(dict(ballot).get(p, 0) for ballot, _ in drawn.ballots) for p in order}
    voters = {p: sum(p in dict(ballot) for ballot, _ in drawn.ballots) for p in order}
    cost = {p: drawn.poll.by_id[p].cost for p in order}

    def beats(one: str, other: str) -> bool:
        if rule["by"] == "value":
            return points[one] * cost[other] > points[other] * cost[one]
        return points[one] > points[other]

    queue: list[str] = []
    for p in order:
        queue.insert(sum(not beats(p, q) for q in queue), p)
    pot, given = drawn.poll.budget, list[tuple[str, int]]()
    for p in queue:
        out = any(p in rivals and q in rivals for rivals in drawn.poll.exclusive for q, _ in given)
        short = points[p] < rule.get("min_score", 0) or voters[p] < rule.get("min_voters", 0)
        if out or short or not points[p] or cost[p] > drawn.poll.budget:
            continue
        least = drawn.poll.by_id[p].least
        if cost[p] <= pot or (rule["part_funding"] and least is not None and least <= pot):
            given.append((p, min(cost[p], pot)))
            pot -= given[-1][1]
        elif rule["misfit"] == "stop":
            break
    return given


def funded(outcome: Outcome) -> list[tuple[str, int]]:
    return [(found.project, found.cost) for found in outcome.rounds]


@QUICK
@given(elections(), MANNERS, LEAST)
def test_greedy_funds_what_its_definition_says(drawn: Drawn, manner: dict[str, Any], least: dict[str, int]) -> None:
    rule = manner | least
    lots = sorted(drawn.poll.by_id, key=lambda p: lot_rank("seed", p))
    outcome = drawn.counted("seed", **rule, tie_order=("lot",))
    assert funded(outcome) == by_the_book(drawn, lots, rule)
    cheapest = sorted(lots, key=lambda p: drawn.poll.by_id[p].cost)
    assert funded(drawn.counted("seed", **rule, tie_order=("cost", "lot"))) == by_the_book(drawn, cheapest, rule)


@QUICK
@given(elections(), MANNERS)
def test_every_penny_and_every_project_is_told_once(drawn: Drawn, manner: dict[str, Any]) -> None:
    outcome = drawn.counted("seed", **manner)
    assert outcome.spent + outcome.left == outcome.budget
    assert outcome.spent == sum(found.cost for found in outcome.rounds) <= outcome.budget
    assert sorted([*outcome.winners, *(loser.project for loser in outcome.losers)]) == sorted(drawn.poll.by_id)
    assert all(loser.reason for loser in outcome.losers)
    for rivals in drawn.poll.exclusive:
        assert len(set(rivals).intersection(outcome.winners)) <= 1
    for found in outcome.rounds:
        whole = drawn.poll.by_id[found.project].cost
        assert found.cost == whole if found.asked is None else found.cost < found.asked == whole


@QUICK
@given(elections(most_projects=4), MANNERS, st.sampled_from([(), ("cost",), ("votes",)]))
def test_a_lot_is_asked_for_where_and_only_where_it_decides_who_is_funded(
    drawn: Drawn, manner: dict[str, Any], steps: tuple[str, ...]
) -> None:
    """Whatever the lots, the same projects get the same money: then no refusal; otherwise a refusal."""
    votes = drawn.profile.votes
    measure = {"cost": lambda p: drawn.poll.by_id[p].cost, "votes": lambda p: -votes[p]}
    results = set()
    for lots in permutations(drawn.poll.by_id):
        order = sorted(lots, key=lambda p: tuple(measure[step](p) for step in steps))
        results.add(frozenset(by_the_book(drawn, order, manner)))
    if len(results) == 1:
        assert frozenset(funded(drawn.counted("", **manner, tie_order=(*steps, "refuse")))) in results
    else:
        with pytest.raises(TieUnresolved):
            drawn.counted("", **manner, tie_order=(*steps, "refuse"))
