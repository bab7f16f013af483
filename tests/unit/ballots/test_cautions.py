"""Before a rule is fixed it says what people come to regret, and nothing where there is nothing to say."""

import pytest

from ballots.cautions import cautions
from ballots.errors import BadRule
from ballots.poll import Poll, Project
from ballots.rules import Completion, EqualShares, Greedy, Phragmen
from ballots.rules.fitting import check_rule, rules_for
from ballots.styles import Approval, Points, Ranking, Scores

POLL = Poll((Project("A", 5_000), Project("B", 5_001), Project("C", 10_001)), 10_000)


def said(*arguments: object) -> list[str]:
    return [str(one) for one in cautions(POLL, *arguments)]  # type: ignore[arg-type]


def test_a_project_above_half_of_the_budget_is_named_where_shares_are_raised() -> None:
    dear, swallowing = said(None, EqualShares())
    assert dear == "Project C costs more than the whole budget. It can never be funded."
    assert swallowing.startswith("Project B costs 50 of every hundred parts of the budget.")
    for rule in (EqualShares(Completion.FILL), Greedy(), Phragmen()):
        assert said(None, rule) == [dear]


def test_few_choices_are_named_where_the_rule_looks_for_wishes_in_common() -> None:
    for rule in (EqualShares(), Phragmen()):
        assert any("may name only 2" in one for one in said(2, rule))
        assert not any("may name only" in one for one in said(3, rule))
    assert not any("may name only" in one for one in said(1, Greedy()))


def test_a_step_that_would_need_too_many_of_them_is_named_with_one_that_would_do() -> None:
    poll = Poll((Project("A", 100_000_00),), 10_000_000_00)
    few = [str(one) for one in cautions(poll, None, EqualShares(increment=1), 4)]
    assert len(few) == 1
    assert "With 4 voters the shares might be raised in some 2000000000 steps" in few[0]
    assert few[0].endswith("A step of 20000 would do.")
    assert cautions(poll, None, EqualShares(increment=20_000_00), 4) == ()
    assert len(cautions(poll, None, EqualShares(increment=1))) == 1
    assert cautions(poll, None, EqualShares()) == ()


def test_rules_are_offered_for_the_ballots_that_they_count() -> None:
    assert rules_for(Approval) == ("equal-shares", "greedy", "phragmen")
    for style in (Points, Scores):
        assert rules_for(style) == ("equal-shares", "greedy")
    assert rules_for(Ranking) == ("equal-shares", "greedy", "stv", "condorcet", "borda")
    check_rule(Phragmen(), Approval)
    with pytest.raises(BadRule, match="Choose another"):
        check_rule(Phragmen(), Ranking)


def test_parameters_of_steps_are_refused_where_no_step_is_taken() -> None:
    for completion in (Completion.NONE, Completion.FILL):
        check_rule(EqualShares(completion), Approval)
        for rule in (EqualShares(completion, exhaustive=True), EqualShares(completion, increment=100)):
            with pytest.raises(BadRule, match="not raised"):
                check_rule(rule, Approval)
    check_rule(EqualShares(exhaustive=True, increment=5), Approval)
