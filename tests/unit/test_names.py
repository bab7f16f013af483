"""Names are kept as they read, without stray spaces and signs that nothing shows."""

import pytest

from pb_app.names import checked_name, optional_name, optional_text
from pb_app.refusals import Invalid


def test_a_name_keeps_its_words_and_loses_stray_spaces() -> None:
    assert checked_name("  Oban \t and\nLorn ", 40) == "Oban and Lorn"


def test_signs_that_no_database_keeps_are_dropped() -> None:
    assert checked_name("O\x00ban\ud800", 40) == "Oban"


@pytest.mark.parametrize("text", ["", "   ", "\x00"])
def test_a_name_of_nothing_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(Invalid, match="Enter a name") as refused:
        checked_name(text, 40, "title")
    assert refused.value.field == "title"


def test_a_name_may_be_as_long_as_its_column_and_no_longer() -> None:
    assert checked_name("x" * 40, 40) == "x" * 40
    with pytest.raises(Invalid, match="at most 40 characters"):
        checked_name("x" * 41, 40)


def test_what_is_optional_may_be_nothing() -> None:
    assert (optional_name(" ", 10, "plan"), optional_text("", "remit")) == ("", "")


def test_a_text_keeps_its_lines() -> None:
    assert optional_text(" First\r\n\r\nSecond \n", "remit") == "First\n\nSecond"
    with pytest.raises(Invalid, match="at most 5000"):
        optional_text("x" * 5001, "remit")
