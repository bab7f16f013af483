"""What a proposal says: tidied, kept as JSON, and compared with what it said before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_app.refusals import Conflict, Invalid
from pb_app.wording import Cost, Wording, many_lines, one_line

SAID = Wording("Lamps", "Light.\n\nSafety.", "Harbour", "Walkers", 3, (Cost("Lamps", 100), Cost("Work", 250)))


def test_a_wording_is_read_back_from_its_json_as_it_was() -> None:
    assert Wording.from_json(SAID.to_json()) == SAID
    assert SAID.cost == 350


@given(st.text(), st.text(), st.lists(st.tuples(st.text(), st.integers(min_value=1))))
def test_any_wording_survives_its_json(title: str, text: str, costs: list[tuple[str, int]]) -> None:
    said = Wording(title, text, "", "", 1, tuple(Cost(item, pence) for item, pence in costs))
    assert Wording.from_json(said.to_json()) == said


def test_what_differs_is_named_in_the_order_of_the_form() -> None:
    other = Wording("Lamps", "Light.", "Harbour", "Walkers", 4, SAID.costs)
    assert SAID.differing(other) == ("what_and_why", "outcome_id")
    assert SAID.differing(SAID) == ()


def test_text_is_measured_after_it_is_tidied() -> None:
    assert one_line("title", "  a \n b  ", 3, "missing") == "a b"
    assert many_lines("what", " a\r\nb\r ", 3) == "a\nb"
    with pytest.raises(Invalid, match=r"at most 3 characters\. There are 4"):
        one_line("title", "abcd", 3, "missing")
    with pytest.raises(Invalid, match="missing"):
        many_lines("what", "\x00 ", 3, "missing")
    assert many_lines("what", "", 3) == ""


def test_changes_made_in_different_places_are_laid_over_each_other() -> None:
    mine, theirs = replace(SAID, place="Pier"), replace(SAID, title="Lights")
    assert mine.carried_over(SAID, theirs) == replace(SAID, place="Pier", title="Lights")
    assert mine.carried_over(SAID, mine) == mine
    with pytest.raises(Conflict, match="same place"):
        mine.carried_over(SAID, replace(SAID, place="Beach"))
