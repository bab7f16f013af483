"""Which statement is shown next, with the worked numbers of the design."""

from collections import Counter

import pytest

from deliberation.matrix import Counts
from deliberation.statements import draw, floor, priority, weights


@pytest.mark.parametrize(
    ("counts", "distance", "expected"),
    [
        (Counts(0, 0, 0), 0, 5.06),
        (Counts(1, 1, 0), 0, 12.53),
        (Counts(20, 18, 2), 1, 6.12),
        (Counts(20, 10, 2), 0.2, 0.28),
        (Counts(20, 2, 16), 1, 0.12),
        (Counts(100, 90, 8), 0.1, 0.91),
    ],
)
def test_the_worked_priorities(counts: Counts, distance: float, expected: float) -> None:
    assert priority(counts, distance) == pytest.approx(expected, abs=0.005)


def test_a_statement_about_the_discussion_stays_level() -> None:
    assert priority(Counts(20, 2, 16), 1, of_the_discussion=True) == 49


def test_the_floor_is_ten_people_or_a_tenth_of_the_room() -> None:
    assert [floor(people) for people in (3, 100, 101, 110, 111)] == [10, 10, 11, 11, 12]


def test_what_too_few_have_seen_is_shown_first() -> None:
    candidates = {1: Counts(40, 39, 1), 2: Counts(10, 0, 10), 3: Counts(9, 0, 9)}
    assert list(weights(candidates, {}, 40)) == [3]
    assert list(weights(candidates, {}, 100)) == [3]
    assert list(weights({1: candidates[1], 2: candidates[2]}, {}, 100)) == [1, 2]


def test_weights_are_millionths_of_the_priority_and_never_nothing() -> None:
    found = weights({1: Counts(100, 90, 8), 2: Counts(10_000, 0, 10_000)}, {1: 0.1}, 10)
    assert found == {1: pytest.approx(910_000, abs=5_000), 2: 1}


def test_anybody_who_has_the_weights_and_the_seed_draws_the_same() -> None:
    first = draw({4: 10, 7: 30, 9: 60}, "a seed")
    assert first == draw(dict(first.weights), first.seed)
    assert draw({7: 1}, "any").drawn == 7


def test_draws_follow_the_weights() -> None:
    drawn = Counter(draw({4: 10, 7: 30, 9: 60}, f"seed {at}").drawn for at in range(2_000))
    assert drawn == {4: pytest.approx(200, rel=0.2), 7: pytest.approx(600, rel=0.1), 9: pytest.approx(1_200, rel=0.1)}
