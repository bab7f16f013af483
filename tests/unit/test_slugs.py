"""Names become words of addresses, each its own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_app.refusals import Invalid
from pb_app.slugs import LONGEST, free_slug, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lorn Community Planning Partnership", "lorn-community-planning-partnership"),
        ("Òban & Lorn", "oban-lorn"),
        ("  St John's  ", "st-johns"),
        ("An t-Eilean Sgitheanach", "an-t-eilean-sgitheanach"),
        ("../../etc", "etc"),
    ],
)
def test_a_name_becomes_lower_case_words_with_hyphens(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_name_without_letters_or_digits_is_refused() -> None:
    with pytest.raises(Invalid, match="letters or digits"):
        slug_of("– !")


def test_a_name_that_is_taken_gets_the_next_number() -> None:
    assert free_slug("Oban", {"oban", "oban-2"}) == "oban-3"


@given(st.text(), st.sets(st.sampled_from(["oban", "a", "a-2"])))
def test_every_slug_fits_an_address_and_is_free(name: str, taken: set[str]) -> None:
    try:
        slug = free_slug(name, taken)
    except Invalid:
        return
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= LONGEST
    assert slug not in taken
