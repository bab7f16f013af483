"""Voting codes: long enough not to be guessed, from signs that nobody mistakes, read however they are typed."""

import secrets
from math import log2

import pytest

from pb_app.codes import ALPHABET, LENGTH, in_groups, made_code, read_code
from pb_app.refusals import Invalid


def test_a_code_has_more_than_sixty_bits_of_signs_that_nobody_mistakes() -> None:
    assert LENGTH * log2(len(ALPHABET)) > 60
    assert not set("0O1ILQ") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_a_code_is_made_of_the_alphabet_and_seldom_the_same() -> None:
    made = {made_code(secrets.token_bytes) for _ in range(2_000)}
    assert len(made) == 2_000
    assert {len(one) for one in made} == {LENGTH}
    assert {sign for one in made for sign in one} == set(ALPHABET)


def test_bytes_that_would_favour_some_signs_are_passed_over() -> None:
    given = iter([b"\xff" * LENGTH, b"\x00" * LENGTH])
    assert made_code(lambda _count: next(given)) == "A" * LENGTH


@pytest.mark.parametrize("typed", ["ABCDE-23456-FGHJK", "abcde23456fghjk", " AbCdE 23456\u2013FGHJK\n"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert in_groups(read_code(typed)) == "ABCDE-23456-FGHJK"


@pytest.mark.parametrize(
    ("typed", "why"),
    [("ABCDE-23456-FGHJ", "this has 14"), ("ABCDE-23456-FGHJ0", "0 does not occur"), ("", "this has 0")],
)
def test_what_cannot_be_a_code_is_refused_with_what_is_wrong(typed: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        read_code(typed)
