"""What may be published of ballots, by their numbers (voting-and-audit 1.7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_app.publication import (
    Figures,
    Publication,
    Uniqueness,
    broken_rules,
    cautions,
    narrowings,
    split,
    uniqueness,
)

OPEN, PRIVATE, TOTALS = Publication.OPEN, Publication.PRIVATE, Publication.TOTALS_ONLY


def figures(ballots: int, electorate: int = 1_000, unique: int = 0, area: str = "") -> Figures:
    return Figures(electorate, ballots, {"online": ballots}, (Uniqueness("", ballots, unique, area),))


def test_unique_are_the_ballots_that_no_other_equals() -> None:
    found = uniqueness("Paths", ["a", "b", "a", "", "", "c"], "North")
    assert (found.ballots, found.unique, found.percent, found.tens) == (6, 2, 33, 30)
    assert (found.title, found.area) == ("Paths", "North")
    assert uniqueness("", []).percent == 0


def test_less_than_was_frozen_may_be_published_and_never_more() -> None:
    assert narrowings(OPEN) == (OPEN, PRIVATE, TOTALS)
    assert narrowings(PRIVATE) == (PRIVATE, TOTALS)
    assert narrowings(TOTALS) == (TOTALS,)


@pytest.mark.parametrize(
    ("mode", "ballots", "area", "told"),
    [
        (OPEN, 99, "", ["at least 100"]),
        (OPEN, 100, "", []),
        (PRIVATE, 3, "", []),
        (PRIVATE, 49, "North", ["cast in North"]),
        (PRIVATE, 50, "North", []),
        (OPEN, 49, "North", ["at least 100", "cast in North"]),
        (TOTALS, 3, "North", []),
    ],
)
def test_too_few_ballots_stop_a_publication(mode: Publication, ballots: int, area: str, told: list[str]) -> None:
    broken = [str(one) for one in broken_rules(mode, figures(ballots, area=area))]
    assert len(broken) == len(told)
    assert all(words in one for words, one in zip(told, broken, strict=True))


def test_few_ballots_many_unique_ones_and_few_people_are_warned_of() -> None:
    assert [str(one)[:20] for one in cautions(figures(49, electorate=19, unique=30))] == [
        "There are fewer than",
        "Half of the ballots ",
        "Fewer than 20 people",
    ]
    assert cautions(figures(50, electorate=20, unique=24)) == []


@pytest.mark.parametrize(
    ("numbers", "parts"),
    [
        ({"online": 200, "paper": 40}, [(("online",), 200), (("paper",), 40)]),
        ({"online": 200, "paper": 9, "assisted": 1}, [(("online",), 200), (("assisted", "paper"), 10)]),
        ({"online": 200, "paper": 9}, []),
        ({"online": 5}, []),
        ({"online": 50, "kiosk": 0}, []),
        ({}, []),
    ],
)
def test_parts_of_fewer_than_ten_are_put_together(
    numbers: dict[str, int], parts: list[tuple[tuple[str, ...], int]]
) -> None:
    assert split(numbers) == parts


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40)))
def test_no_part_rests_on_fewer_than_ten_and_nobody_is_lost(numbers: dict[str, int]) -> None:
    parts = split(numbers)
    assert all(number >= 10 for _, number in parts)
    if parts:
        assert sum(number for _, number in parts) == sum(numbers.values())
