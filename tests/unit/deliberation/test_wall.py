"""The colours of a wall of dots."""

from deliberation.wall import apportioned, in_order


def test_the_worked_wall() -> None:
    assert apportioned([9, 2, 1], 11) == [8, 2, 1]


def test_every_dot_has_a_colour_and_a_wall_without_opinions_has_none() -> None:
    assert apportioned([1, 1, 1], 10) == [4, 3, 3]
    assert apportioned([0, 0], 4) == [0, 0]


def test_the_order_of_the_dots_is_another_for_every_statement_and_always_the_same() -> None:
    people = range(20)
    assert in_order("x", people) == in_order("x", reversed(people))
    assert in_order("x", people) != in_order("y", people)
    assert sorted(in_order("x", people)) == list(people)  # type: ignore[type-var]
