"""Postcodes are compared as one word, however people type them, and only what has the shape of one is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_app.postcodes import normalised_postcode, spaced
from pb_app.refusals import Invalid


@pytest.mark.parametrize("typed", ["PA34 4AB", "pa344ab", " Pa34  4aB ", "PA3 44AB", "PA34\u00a04AB", "PA34\t4AB"])
def test_a_postcode_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised_postcode(typed) == "PA344AB"


@pytest.mark.parametrize("real", ["G1 1AA", "G12 8QQ", "KA1 1AA", "PA34 4AB", "W1A 0AX", "EC1A 1BB", "GIR 0AA"])
def test_every_shape_of_postcode_is_taken(real: str) -> None:
    assert spaced(normalised_postcode(real)) == real


@pytest.mark.parametrize(
    "typed",
    ["", " ", "PA34", "PA34 4A", "PA34 4CC", "QA1 1AA", "4AB PA34", "PA344AB4", "PA34-4AB", "ＰA34 4AB", "x" * 99],
)
def test_what_has_not_the_shape_of_a_postcode_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="whole postcode") as refused:
        normalised_postcode(typed)
    assert refused.value.field == "postcode"


@given(st.text())
def test_whatever_is_typed_is_a_postcode_or_refused(typed: str) -> None:
    try:
        kept = normalised_postcode(typed)
    except Invalid:
        return
    assert kept.isascii()
    assert normalised_postcode(spaced(kept)) == kept
