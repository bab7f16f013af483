"""What all groups agree on, with the worked numbers of the design."""

from fractions import Fraction

import pytest

from deliberation.consensus import group_informed, share
from deliberation.matrix import Counts

X = [Counts(20, 18, 2), Counts(15, 9, 4)]
Y = [Counts(20, 20, 0), Counts(15, 7, 8)]


def test_shares_are_drawn_towards_a_half() -> None:
    assert [share(one.agree, one.seen) for one in X] == [Fraction(19, 22), Fraction(10, 17)]
    assert share(0, 0) == Fraction(1, 2)


def test_the_shared_statement_is_preferred_where_raw_agreement_ties() -> None:
    assert {sum(one.agree for one in groups) for groups in (X, Y)} == {27}
    assert (group_informed(X).agree, group_informed(Y).agree) == (Fraction(95, 187), Fraction(84, 187))
    assert round(float(group_informed(X).agree), 4) == 0.5080
    assert round(float(group_informed(Y).agree), 4) == 0.4492


def test_the_twin_says_how_far_all_groups_disagree() -> None:
    assert group_informed(X).disagree == Fraction(15, 374)
    assert group_informed(X).per_group_against == pytest.approx((15 / 374) ** 0.5)


def test_a_group_that_has_not_seen_it_halves_it_and_it_is_not_comparable() -> None:
    unseen = group_informed([*X, Counts(0, 0, 0)])
    assert unseen.agree == Fraction(95, 374)
    assert not unseen.is_comparable
    assert not group_informed([*X, Counts(4, 4, 0)]).is_comparable
    assert group_informed([*X, Counts(5, 4, 0)]).is_comparable


def test_the_mean_over_groups_does_not_shrink_with_their_number() -> None:
    assert round(group_informed(X).per_group, 3) == 0.713
    most = group_informed([Counts(20, 20, 0)] * 3)
    assert round(float(most.agree), 3) == 0.870
    assert most.per_group == pytest.approx(21 / 22)
