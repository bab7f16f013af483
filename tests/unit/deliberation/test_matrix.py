"""Opinions as a table of people and statements."""

import numpy as np
import pytest

from deliberation.matrix import AGREE, DISAGREE, PASS, Counts, Matrix


def test_agree_pass_and_disagree_are_one_nought_and_minus_one() -> None:
    assert (AGREE, PASS, DISAGREE) == (1, 0, -1)


def test_a_pass_was_seen_and_a_gap_was_not() -> None:
    matrix = Matrix.of([("ann", "x", 0), ("bob", "y", 1)], ["x", "y"])
    assert matrix.people == ("ann", "bob")
    assert matrix.values.tolist() == [[0, 0], [0, 1]]
    assert matrix.seen.tolist() == [[True, False], [False, True]]
    assert matrix.counts() == [Counts(1, 0, 0), Counts(1, 1, 0)]
    assert matrix.counts()[0].passed == 1


def test_a_later_opinion_stands_in_the_place_of_the_earlier() -> None:
    assert Matrix.of([("ann", "x", 1), ("ann", "x", -1)], ["x"]).counts() == [Counts(1, 0, 1)]


def test_the_silent_are_counted_among_the_people_and_unnamed_statements_are_left_out() -> None:
    matrix = Matrix.of([("ann", "x", 1), ("ann", "hidden", 1)], ["x"], ["zoe", "ann"])
    assert matrix.people == ("zoe", "ann")
    assert matrix.values.tolist() == [[0], [1]]


def test_counts_are_of_everybody_or_of_some_and_add_up() -> None:
    matrix = Matrix.of([("a", "x", 1), ("b", "x", -1), ("c", "x", 0)], ["x"])
    some = matrix.counts(np.array([True, False, False]))
    rest = matrix.counts(np.array([False, True, True]))
    assert (some, rest) == ([Counts(1, 1, 0)], [Counts(2, 0, 1)])
    assert [some[0] + rest[0]] == matrix.counts()


def test_another_sign_is_no_opinion() -> None:
    with pytest.raises(ValueError, match="2 is no opinion"):
        Matrix.of([("a", "x", 2)], ["x"])
