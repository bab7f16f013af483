"""Two coders, and what divides, with the worked numbers of the design."""

from fractions import Fraction

from deliberation.matrix import Counts
from deliberation.quality import ENOUGH, controversy, kappa, kappa_of, sample_size


def test_the_worked_kappa_is_published() -> None:
    found = kappa(Fraction(80, 100), Fraction(42, 100))
    assert round(float(found), 3) == 0.655
    assert found >= ENOUGH


def test_kappa_takes_what_chance_would_give_off_what_was_agreed() -> None:
    codes = [("reason", "reason")] * 4 + [("none", "none")] * 4 + [("reason", "none"), ("none", "reason")]
    assert kappa_of(codes) == Fraction(3, 5)
    assert kappa_of([("a", "b"), ("b", "a")]) == -1


def test_without_codes_or_with_one_code_only_there_is_no_kappa() -> None:
    assert kappa_of([]) is None
    assert kappa_of([("a", "a")] * 9) is None


def test_a_tenth_is_coded_and_at_least_thirty() -> None:
    assert [sample_size(messages) for messages in (0, 12, 30, 300, 301, 1_000)] == [0, 12, 30, 30, 31, 100]


def test_controversy_is_one_at_half_and_half() -> None:
    assert controversy(Counts(100, 50, 50)) == 1
    assert controversy(Counts(100, 80, 20)) == Fraction(2, 5)
    assert controversy(Counts(0, 0, 0)) == 0
