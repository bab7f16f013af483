"""How urgent a case is, and by when somebody must have looked."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from deliberation.moderation import (
    Priority,
    Reporter,
    due_at,
    escalates_at,
    priority,
    publishable_total,
)

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEW = Reporter(0, 0)


@pytest.mark.parametrize(("is_live", "hours"), [(True, 1), (False, 24)])
def test_a_live_room_has_an_hour_and_any_other_a_day_and_as_long_again_until_officers_hear(
    *, is_live: bool, hours: int
) -> None:
    due = due_at(NOON, is_live=is_live)
    assert due == NOON + timedelta(hours=hours)
    assert escalates_at(NOON, due) == NOON + timedelta(hours=2 * hours)


def test_a_report_weighs_by_what_came_of_earlier_ones() -> None:
    assert [one.weight for one in (NEW, Reporter(4, 4), Reporter(4, 0))] == [
        Fraction(1, 2),
        Fraction(5, 6),
        Fraction(1, 6),
    ]


@pytest.mark.parametrize(
    ("reporters", "is_held", "is_overdue", "expected"),
    [
        ([NEW], False, False, Priority.LOW),
        ([NEW, NEW], False, False, Priority.MEDIUM),
        ([Reporter(4, 4)], False, False, Priority.MEDIUM),
        ([NEW, NEW, NEW], False, False, Priority.HIGH),
        ([Reporter(4, 0)] * 4, False, False, Priority.LOW),
        ([], True, False, Priority.HIGH),
        ([NEW], False, True, Priority.HIGH),
    ],
)
def test_the_order_of_the_queue(
    *, reporters: list[Reporter], is_held: bool, is_overdue: bool, expected: Priority
) -> None:
    assert priority(reporters, is_held=is_held, is_overdue=is_overdue) is expected


def test_a_total_of_few_is_not_told() -> None:
    assert [publishable_total(one) for one in (0, 1, 9, 10)] == [0, None, None, 10]
