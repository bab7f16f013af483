"""Statements that say nearly the same."""

from deliberation.likeness import alike, plain


def test_case_and_punctuation_make_no_difference() -> None:
    assert plain("More benches, by the CANAL!") == "more benches by the canal"
    assert alike("More benches!", ["more benches"]) == ["more benches"]


def test_the_nearest_stand_first_and_what_is_another_matter_is_left_out() -> None:
    others = ["Buses should run on Sundays", "More benches beside the canal", "More benches by the canal please"]
    assert alike("More benches by the canal", others) == [
        "More benches beside the canal",
        "More benches by the canal please",
    ]


def test_the_opposite_is_shown_too_for_people_to_look_at() -> None:
    assert alike("More benches by the canal", ["No more benches by the canal"]) == ["No more benches by the canal"]


def test_at_most_three_are_shown_and_nothing_is_like_nothing() -> None:
    assert len(alike("Benches", ["Benches"] * 5)) == 3
    assert alike("", ["Benches"]) == []
