"""One person is one key on the roll however they are spelled, and one address is kept in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_app.receipts import mailbox_identity, normalised_email, normalised_identity, person_key
from pb_app.refusals import Invalid

ROLL_KEY = bytes(range(32))


def test_a_person_is_known_by_a_key_that_is_pinned() -> None:
    known = person_key(ROLL_KEY, "Seonag MacIlleMhaoil EH1 1AA")
    assert known.hex() == "efb7c30f8c306c2f2803da749568d140e396fa9ffc898173395889b8d874c24b"
    assert person_key(bytes(32), "Seonag MacIlleMhaoil EH1 1AA") != known


@pytest.mark.parametrize(
    "spelling",
    [
        "Mòrag NicDhòmhnaill EH1 1AA",
        "MÒRAG NICDHÒMHNAILL eh11aa",
        "Mo\u0300rag NicDho\u0300mhnaill  EH1\u00a01AA",
        "  Mòrag\tNic Dhòmhnaill\u2009EH11AA\n",
        "Mòrag\u200bNicDhòmhnaill\ufeff EH1\u00ad1AA",
        "Ｍòrag NicDhòmhnaill ＥＨ１ １ＡＡ",
        "M\u034fòrag\ufe0fNicDhòmhnaill EH11AA",
    ],
)
def test_one_person_however_spelled_has_one_key(spelling: str) -> None:
    assert normalised_identity(spelling) == "mòragnicdhòmhnailleh11aa"
    assert person_key(ROLL_KEY, spelling) == person_key(ROLL_KEY, "mòrag nicdhòmhnaill eh1 1aa")


def test_an_accent_left_out_is_another_name() -> None:
    assert person_key(ROLL_KEY, "Mòrag") != person_key(ROLL_KEY, "Morag")


@given(st.text(st.characters()))
def test_an_identity_in_its_one_form_stays_as_it_is(identity: str) -> None:
    once = normalised_identity(identity)
    assert normalised_identity(once) == once
    assert normalised_identity(f" {identity}\u200b ") == once


@pytest.mark.parametrize("identity", ["", " \t\u200b", "\ud800"])
def test_an_identity_of_nothing_is_refused(identity: str) -> None:
    with pytest.raises(Invalid, match="Say who you are"):
        person_key(ROLL_KEY, identity)


def test_a_short_roll_key_is_refused() -> None:
    with pytest.raises(Invalid, match="at least 16 bytes"):
        person_key(bytes(15), "Mòrag")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Seonag.Example@Example.Scot ", "seonag.example@example.scot"),
        ("seonag+vote@mail.example.org", "seonag+vote@mail.example.org"),
        ("Ｍorag@example.org", "morag@example.org"),
        ("iain@xn--bcher-kva.example", "iain@xn--bcher-kva.example"),
        ("Ùna@Example.scot", "ùna@example.scot"),
        ("stra\u00dfe@example.org", "stra\u00dfe@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalised_email(typed) == kept
    assert normalised_email(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "seonag",
        "seonag@",
        "@example.org",
        "seonag@example",
        "a@b@example.org",
        "two words@example.org",
        "a,b@example.org",
        "a\r\nBcc:b@example.org",
        "a\u200bb@example.org",
        "<a@example.org>",
        "a@exam ple.org",
        "a@example..org",
        "a@example.org.",
        "a@-example.org",
        "a@example-.org",
        "a@.org",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
        '"a"@example.org',
        "a@example.org/x",
        "a" * 65 + "@example.org",
        "a@" + "b" * 250 + ".org",
    ],
)
def test_what_cannot_be_an_address_is_refused_for_its_field(typed: str) -> None:
    with pytest.raises(Invalid, match="Enter an e-mail address") as refusal:
        normalised_email(typed)
    assert refusal.value.field == "email"


@given(st.text(st.characters()))
def test_an_address_that_was_taken_is_taken_again_unchanged(text: str) -> None:
    try:
        kept = normalised_email(f"{text}@Example.org")
    except Invalid:
        return
    assert normalised_email(kept) == kept


def test_a_tag_makes_no_second_mailbox() -> None:
    assert mailbox_identity("seonag+vote2@example.org") == "seonag@example.org"
    assert mailbox_identity("seonag@example.org") == "seonag@example.org"
    assert mailbox_identity("+tag@example.org") == "+tag@example.org"
