"""What would have funded a project is found by counting again, and never claimed further than it was counted."""

from dataclasses import replace

import pytest

from ballots.count import count
from ballots.errors import BadPoll
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.what_if import Found, WhatIf, what_if

POLL = Poll(
    (
        Project("bike", 700),
        Project("gym", 400),
        Project("park", 250),
        Project("play", 200),
        Project("lib", 100),
        Project("none", 90),
        Project("dear", 1101),
    ),
    1100,
    exponent=0,
)
PROFILE = Profile.of(
    POLL,
    [
        *(["bike", "gym"], ["bike", "gym", "park"], ["bike", "gym"], ["bike", "gym", "park"], ["bike", "gym", "park"]),
        *(["bike", "gym"], ["park", "play", "lib"], ["play"], ["play", "lib"], ["park", "play", "lib"]),
        ["bike", "dear"],
        [],
    ],
)
RULES = [Greedy(), EqualShares(Completion.NONE), EqualShares(Completion.FILL), EqualShares(increment=1)]


def asked(rule: Rule, project: str, one_by_one: int = 40) -> WhatIf:
    outcome = count(POLL, PROFILE, rule, "")
    return what_if(POLL, PROFILE, outcome, rule, project, one_by_one=one_by_one)


def wins_with(rule: Rule, project: str, more: int) -> bool:
    ballots = [(group.marks, group.weight) for group in PROFILE.groups]
    profile = Profile.of_counted(POLL, [*ballots, ((project,), more)])
    return project in count(POLL, profile, rule, "").winners


def wins_at(rule: Rule, project: str, cost: int) -> bool:
    projects = tuple(replace(one, cost=cost) if one.project_id == project else one for one in POLL.projects)
    return project in count(replace(POLL, projects=projects), PROFILE, rule, "").winners


def test_under_greedy_a_project_needs_votes_to_pass_those_that_took_the_money() -> None:
    found = asked(Greedy(), "park")
    assert found.supporters == Found(1, certain=True, tried=0)
    assert found.cost == Found(None, certain=True, tried=0)
    assert found.refused == 0


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("project", ["gym", "park", "play", "lib", "none"])
def test_every_number_below_a_certain_answer_is_not_enough_and_the_answer_is(rule: Rule, project: str) -> None:
    if project in count(POLL, PROFILE, rule, "").winners:
        return
    found = asked(rule, project)
    assert found.supporters.answer
    assert found.supporters.certain
    assert [wins_with(rule, project, more) for more in range(1, found.supporters.answer + 1)] == [
        *[False] * (found.supporters.answer - 1),
        True,
    ]
    dearest = max((cost for cost in range(1, POLL.by_id[project].cost) if wins_at(rule, project, cost)), default=None)
    if found.cost.certain:
        assert found.cost.answer == dearest
    else:
        assert found.cost.answer is None or wins_at(rule, project, found.cost.answer)


def test_a_project_above_the_budget_needs_a_lower_cost_and_no_votes_would_do() -> None:
    for rule in RULES:
        assert asked(rule, "dear").supporters == Found(None, certain=True, tried=0)
    poll = Poll((Project("a", 60), Project("dear", 150)), 100)
    profile = Profile.of(poll, [["a"], ["a"], ["dear"]])
    assert what_if(poll, profile, count(poll, profile, Greedy(), ""), Greedy(), "dear").cost.answer == 40


def test_a_project_that_nobody_chose_cannot_win_by_a_lower_cost() -> None:
    assert asked(EqualShares(), "none").cost == Found(None, certain=True, tried=0)


def test_what_lies_beyond_the_numbers_counted_one_by_one_is_called_uncertain() -> None:
    rule = EqualShares(increment=1)
    poll = Poll((Project("a", 100), Project("b", 60)), 100, exponent=0)
    profile = Profile.of_counted(poll, [(("a",), 9), (("b",), 1)])
    outcome = count(poll, profile, rule, "")
    assert what_if(poll, profile, outcome, rule, "b").supporters == Found(5, certain=True, tried=4)
    assert what_if(poll, profile, outcome, rule, "b", one_by_one=1).supporters == Found(5, certain=False, tried=1)


def test_an_answer_right_after_the_numbers_counted_is_certain_again() -> None:
    rule = EqualShares(increment=1)
    poll = Poll((Project("a", 100), Project("b", 60)), 100, exponent=0)
    profile = Profile.of_counted(poll, [(("a",), 9), (("b",), 1)])
    outcome = count(poll, profile, rule, "")
    assert what_if(poll, profile, outcome, rule, "b", one_by_one=4).supporters == Found(5, certain=True, tried=4)


def test_a_project_that_costs_the_whole_budget_may_never_win_and_that_is_not_called_certain() -> None:
    poll = Poll((Project("all", 100), Project("a", 10)), 100, exponent=0)
    profile = Profile.of(poll, [["all"], ["a"]])
    rule = EqualShares(Completion.NONE)
    found = what_if(poll, profile, count(poll, profile, rule, ""), rule, "all", one_by_one=2)
    assert found.supporters == Found(None, certain=False, tried=2)
    assert found.cost == Found(50, certain=True, tried=0)


def test_a_project_of_one_penny_cannot_be_cheaper() -> None:
    poll = Poll((Project("a", 100), Project("b", 1)), 100)
    profile = Profile.of(poll, [["a"], ["a"], ["b"]])
    found = what_if(poll, profile, count(poll, profile, Greedy(), ""), Greedy(), "b")
    assert found.cost == Found(None, certain=True, tried=0)


def test_with_lots_refused_an_answer_may_be_found_but_is_not_certain() -> None:
    poll = Poll((Project("a", 100), Project("b", 100)), 100, exponent=0)
    profile = Profile.of(poll, [["a"], ["a"], ["b"]])
    rule = Greedy(("votes", "refuse"))
    found = what_if(poll, profile, count(poll, profile, rule, ""), rule, "b")
    assert (found.supporters, found.refused) == (Found(2, certain=False, tried=0), 1)


def test_further_voters_give_the_most_points_that_anybody_gave_to_one_project() -> None:
    poll = Poll((Project("a", 60), Project("b", 60)), 100)
    profile = Profile.of_points(poll, [((("a", 5), ("b", 2)), 1)])
    found = what_if(poll, profile, count(poll, profile, Greedy(), ""), Greedy(), "b")
    assert found.points == 5


def test_a_large_cost_is_looked_for_in_whole_units_of_the_currency() -> None:
    poll = Poll((Project("a", 6000), Project("b", 20000)), 21050)
    profile = Profile.of(poll, [["a"], ["a"], ["b"]])
    found = what_if(poll, profile, count(poll, profile, Greedy(), ""), Greedy(), "b")
    assert (found.step, found.cost) == (100, Found(15000, certain=True, tried=0))


def test_the_least_useful_part_of_a_cheaper_project_is_no_more_than_its_cost() -> None:
    poll = Poll((Project("a", 60), Project("b", 90, least=80)), 100)
    profile = Profile.of(poll, [["a"], ["a"], ["b"]])
    assert what_if(poll, profile, count(poll, profile, Greedy(), ""), Greedy(), "b").cost.answer == 40


@pytest.mark.parametrize("project", ["bike", "nothing"])
def test_what_was_funded_or_is_not_in_the_poll_is_refused(project: str) -> None:
    with pytest.raises(BadPoll):
        asked(Greedy(), project)


def test_each_count_is_told_and_the_answer_can_be_kept_as_text() -> None:
    outcome = count(POLL, PROFILE, Greedy(), "")
    told: list[int] = []
    found = what_if(POLL, PROFILE, outcome, Greedy(), "park", told=told.append)
    assert told == list(range(1, len(told) + 1))
    assert WhatIf.of_json(found.to_json()) == found


def test_the_highest_cost_that_can_be_paid_at_all_is_certain_where_it_is_enough() -> None:
    poll = Poll((Project("dear", 2_000),), 1_100, exponent=0)
    profile = Profile.of(poll, [["dear"]])
    outcome = count(poll, profile, EqualShares(), "")
    assert what_if(poll, profile, outcome, EqualShares(), "dear").cost == Found(1_100, certain=True, tried=0)
