"""Comparisons of published results are kept, the last few of them."""

from typing import cast

import pytest

from ballots.compare import SideBySide
from pb_app.web.compared import KEPT, Compared


def comparison(name: str) -> SideBySide:
    return SideBySide((), (name,), (), ())


def test_a_comparison_is_made_once() -> None:
    compared = Compared()
    first = compared.of("a", lambda: comparison("a"))
    assert compared.of("a", lambda: comparison("other")) is first


def test_the_oldest_goes_for_a_new_one() -> None:
    compared = Compared()
    for number in range(KEPT + 1):
        compared.of(str(number), lambda: comparison("first"))
    assert len(compared.made) == KEPT
    assert compared.of("1", lambda: comparison("second")).always == ("first",)
    assert compared.of("0", lambda: comparison("second")).always == ("second",)


def test_what_could_not_be_made_is_not_kept() -> None:
    compared = Compared()
    with pytest.raises(ZeroDivisionError):
        compared.of("a", lambda: cast("SideBySide", 1 // 0))
    assert compared.made == {}
