"""Where the decision departs from the count is listed by project."""

from pb_app.budgets.reconcile import Difference, differences


def test_a_decision_that_follows_the_count_differs_nowhere() -> None:
    assert differences({"P2": 5, "P1": 7}, {"P1": 7, "P2": 5}) == ()


def test_what_was_raised_lowered_added_and_dropped_is_listed_in_order() -> None:
    counted = {"P4": 400, "P1": 100, "P3": 300, "P5": 500}
    adopted = {"P1": 150, "P3": 250, "P2": 200, "P5": 500}
    assert differences(counted, adopted) == (
        Difference("P1", 100, 150),
        Difference("P2", 0, 200),
        Difference("P3", 300, 250),
        Difference("P4", 400, 0),
    )
    assert [difference.change for difference in differences(counted, adopted)] == [50, 200, -50, -400]


def test_a_project_given_nought_on_both_sides_is_no_difference() -> None:
    assert differences({"P1": 0}, {}) == ()
