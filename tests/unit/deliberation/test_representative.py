"""Which statements stand for a group, with the worked numbers of the design."""

from fractions import Fraction

import pytest

from deliberation.matrix import AGREE, DISAGREE, Counts
from deliberation.representative import common, p_test, representative, standings, two_prop
from tests.unit.deliberation.test_consensus import X


def test_the_worked_figures_of_group_a() -> None:
    agreeing, disagreeing = standings(0, X[0], X[1])
    assert round(agreeing.within, 3) == 3.710
    assert agreeing.ratio == Fraction(323, 220)
    assert round(agreeing.against_rest, 3) == 2.048
    assert round(agreeing.metric, 3) == 9.633
    assert agreeing.is_representative
    assert not disagreeing.is_representative


def test_the_worked_figures_of_group_b() -> None:
    agreeing, _ = standings(0, X[1], X[0])
    assert agreeing.within == pytest.approx(1.0)
    assert agreeing.ratio == Fraction(220, 323)
    assert round(agreeing.against_rest, 3) == -2.048
    assert not agreeing.is_representative


def test_where_everybody_agrees_nothing_tells_groups_apart() -> None:
    assert two_prop(20, 15, 20, 15) == 0
    assert p_test(0, 0) == pytest.approx(1.0)


def test_agreed_statements_come_before_disagreed_ones_and_the_best_agreed_is_never_displaced() -> None:
    group = [Counts(40, 0, 40)] * 5 + [Counts(30, 24, 6)]
    rest = [Counts(40, 40, 0)] * 5 + [Counts(30, 12, 18)]
    found = representative(group, rest)
    assert [(one.statement, one.side) for one in found] == [
        (5, AGREE),
        *((at, DISAGREE) for at in range(4)),
    ]


def test_a_group_without_a_statement_of_its_own_has_none() -> None:
    assert representative([Counts(10, 5, 5)], [Counts(10, 5, 5)]) == []


def test_what_the_whole_room_holds_is_ranked_each_way() -> None:
    counts = [Counts(20, 18, 2), Counts(20, 10, 10), Counts(20, 20, 0), Counts(20, 1, 19), Counts(1, 1, 0)]
    assert [(one.statement, one.side) for one in common(counts)] == [
        (2, AGREE),
        (0, AGREE),
        (4, AGREE),
        (3, DISAGREE),
    ]
    assert [one.statement for one in common(counts, most=1)] == [2, 3]
