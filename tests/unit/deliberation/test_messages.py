"""What people write is kept readable: nothing hidden in it, nothing readable taken from it."""

from unicodedata import bidirectional, category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation.messages import is_blank, readable


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  A bench, please. \n", "A bench, please."),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("one\n\n\n \n\ntwo", "one\n\ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("stop\x00 \x1b[31mred\x7f", "stop [31mred"),
        ("yes \u202etpecca\u202c \u2066no\u2069", "yes tpecca no"),
        ("half \ud83d a sign", "half  a sign"),
        ("👩‍👩‍👧 and नमस्ते", "👩‍👩‍👧 and नमस्ते"),
        ("a\tb", "a\tb"),
        ("<b>bold</b> & {{ 7 * 7 }}", "<b>bold</b> & {{ 7 * 7 }}"),
        ("Fàilte gu Òban – £5", "Fàilte gu Òban – £5"),
    ],
)
def test_a_text_is_kept_without_what_nobody_can_see(written: str, kept: str) -> None:
    assert readable(written) == kept


@pytest.mark.parametrize("nothing", ["", " \n\t", "\u200b\u200d", "\u202e \u2069", "\x00"])
def test_nothing_to_read_is_blank(nothing: str) -> None:
    assert is_blank(readable(nothing))


def test_a_single_letter_is_not_blank() -> None:
    assert not is_blank("\u200bà")


@given(st.text(st.characters(codec="utf-8")))
def test_reading_what_was_made_readable_changes_nothing(text: str) -> None:
    assert readable(readable(text)) == readable(text)


@given(st.text())
def test_what_is_kept_can_be_written_down_and_hides_nothing(text: str) -> None:
    kept = readable(text)
    assert kept.encode("utf-8").decode("utf-8") == kept
    assert {sign for sign in kept if category(sign) == "Cc"} <= {"\n", "\t"}
    assert {sign for sign in kept if bidirectional(sign) in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI"}} == set()
