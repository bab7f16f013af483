"""How evenly people took part, with the worked numbers of the design."""

from fractions import Fraction

import pytest

from deliberation.equality import equality


@pytest.mark.parametrize(
    ("seconds", "gini", "corrected", "shown"),
    [
        ([60] * 6, Fraction(0), Fraction(0), (1, 0, 0.17)),
        ([210, 120, 90, 60, 30, 0], Fraction(15, 34), Fraction(9, 17), (0.798, 0.17, 0.41)),
        ([300, 20, 15, 15, 10, 0], Fraction(17, 24), Fraction(17, 20), (0.378, 0.17, 0.83)),
    ],
)
def test_the_worked_figures(
    seconds: list[int], gini: Fraction, corrected: Fraction, shown: tuple[float, float, float]
) -> None:
    found = equality(seconds)
    assert found is not None
    assert (found.people, found.gini, found.corrected) == (6, gini, corrected)
    evenness, silent, top = shown
    assert found.evenness == pytest.approx(evenness, abs=0.0005)
    assert (float(found.silent), float(found.top)) == (pytest.approx(silent, abs=0.005), pytest.approx(top, abs=0.005))


@pytest.mark.parametrize("amounts", [[], [5], [0, 0, 0]])
def test_where_there_is_nothing_to_compare_there_is_no_figure(amounts: list[int]) -> None:
    assert equality(amounts) is None


def test_one_who_has_everything_gives_one() -> None:
    found = equality([0, 0, 9])
    assert found is not None
    assert (found.corrected, found.evenness) == (1, 0)
