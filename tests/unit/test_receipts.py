"""A ballot's hash, code and receipt are pinned byte for byte."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pb_app.audit.keys import WrongNote
from pb_app.audit.merkle import inclusion_proof, leaf_hash, root, verify_inclusion
from pb_app.audit.note import sign_note, verifier_key
from pb_app.receipts import (
    Channel,
    Receipt,
    ballot_body,
    ballot_hash,
    box_root,
    change_hash,
    idempotency_key,
    nonce,
    open_receipt,
    parse_tracking_code,
    set_hash,
    sign_receipt,
    tracking_code,
)
from pb_app.refusals import Invalid

POLL = UUID("0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d")
SECRET = bytes(range(16))
CHOICES = ("P03", "P07", "P12")
ORIGIN = "log.example.scot/cpp-1"
KEY_NAME = "log.example.scot/cpp-1/receipts"
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(0x40, 0x60)))
KEY = verifier_key(KEY_NAME, PRIVATE)
BALLOT = bytes.fromhex("ca9e7d4b4a5494ba2f1a8734b66bad5d2bf0c46bbeef7ead347fb47d2afe0c8d")
RECEIPT = (
    "moothill receipt v1\n"
    "log.example.scot/cpp-1\n"
    "0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d\n"
    "yp59S0pUlLovGoc0tmutXSvwxGu+736tNH+0fSr+DI0=\n"
    "\n"
    "— log.example.scot/cpp-1/receipts "
    "kA7+M8Y7ob1Ea6KXUGCwng7RHs/Rxw4C24Kt779vclJAbWpXkQMk4akkfDxTxurXJRrjqv0ZIpkyUD1LwmRaqvxJZw8=\n"
)


def test_the_ballot_of_the_vectors_has_its_body_hash_and_code() -> None:
    body = ballot_body(POLL, CHOICES, "online", bytes(range(16)))
    assert body == (
        b'{"b":["P03","P07","P12"],"ch":"online","n":"000102030405060708090a0b0c0d0e0f",'
        b'"poll":"0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d","v":1}'
    )
    assert ballot_hash(body).hex() == "dccfdd1ba307c3b7c52d3c15c6d5760765a4c183e565f6051d19e52148bdc0ec"
    assert tracking_code(ballot_hash(body)) == "VK7X-T6X3-0Z1V-FH9D"


def test_what_comes_from_the_secret_is_pinned() -> None:
    assert (
        idempotency_key(SECRET, POLL).hex()
        == "926f3d4a759c60bdd0d706d48de8454c7dff0f2f59b137ed68884d0f556cd6e7"
        == sha256(b"moothill/idem/v1\x00" + POLL.bytes + SECRET).hexdigest()
    )
    assert change_hash(SECRET, POLL).hex() == "e6a1dc3f7adb8885cdcf77d0aaf3f836af3c02cf37bf083dc58e6859d80bf748"
    assert nonce(SECRET, POLL).hex() == "c5f1df6f50c9c14f2a77e2c4ed62d75e"


def test_a_ballot_and_its_receipt_from_a_secret_are_pinned() -> None:
    ballot = ballot_hash(ballot_body(POLL, CHOICES, Channel.ONLINE, nonce(SECRET, POLL)))
    assert ballot == BALLOT
    assert tracking_code(ballot) == "SAF7-TJTA-AJAB-MBRT"
    assert sign_receipt(ORIGIN, POLL, ballot, KEY_NAME, PRIVATE) == RECEIPT


@pytest.mark.parametrize("derive", [idempotency_key, change_hash, nonce])
def test_another_poll_or_another_secret_gives_other_bytes(derive: Any) -> None:
    assert len({derive(SECRET, POLL), derive(bytes(16), POLL), derive(SECRET, UUID(int=1))}) == 3


@pytest.mark.parametrize("length", [0, 15, 17])
def test_a_secret_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(Invalid, match="secret of a ballot is 16 bytes") as refusal:
        idempotency_key(bytes(length), POLL)
    assert refusal.value.field == "secret"


def test_a_ballot_for_nothing_has_a_body() -> None:
    assert ballot_body(POLL, (), "paper", bytes(16)).startswith(b'{"b":[],"ch":"paper"')


def test_a_channel_that_is_none_makes_no_ballot() -> None:
    with pytest.raises(Invalid, match="post is no way of voting"):
        ballot_body(POLL, CHOICES, "post", bytes(16))


def test_a_nonce_of_another_length_makes_no_ballot() -> None:
    with pytest.raises(Invalid, match="nonce of a ballot is 16 bytes"):
        ballot_body(POLL, CHOICES, "online", bytes(15))


@given(st.binary(min_size=32, max_size=32))
def test_a_code_leads_back_to_the_first_bytes_of_the_hash(ballot: bytes) -> None:
    code = tracking_code(ballot)
    assert parse_tracking_code(code) == ballot[:10]
    assert tracking_code(parse_tracking_code(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "VK7X-T6X3-0Z1V-FH9D",
        "vk7x-t6x3-0z1v-fh9d",
        "VK7XT6X30Z1VFH9D",
        "  vk7x t6x3\u00a0oziv\nfh9d ",
        "VK7X\u2013T6X3\u2013OZLV\u2013FH9D",
        "VK7X\u2010T6X3\u20110zlv\u2014fh9d",
    ],
)
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert tracking_code(parse_tracking_code(typed)) == "VK7X-T6X3-0Z1V-FH9D"


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("VK7X-T6X3-0Z1V-FH9", 15), ("VK7X-T6X3-0Z1V-FH9D-0", 17)])
def test_a_code_of_another_length_is_refused_with_its_length(typed: str, count: int) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_tracking_code(typed)
    assert str(refusal.value) == f"A tracking code has 16 letters and digits; this has {count}."
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    ("typed", "sign"),
    [("UK7X-T6X3-0Z1V-FH9D", "U"), ("VK7X-T6X3-0Z1V-FH9*", "*"), ("VK7X\u0131", "\u0131"), ("VK7X\u00df", "\u00df")],
)
def test_a_sign_that_no_code_has_is_named(typed: str, sign: str) -> None:
    with pytest.raises(Invalid, match="does not occur in a tracking code") as refusal:
        parse_tracking_code(typed)
    assert refusal.value.figures == {"sign": sign}
    assert refusal.value.field == "code"


def test_a_code_with_one_wrong_sign_is_another_code() -> None:
    code = tracking_code(BALLOT)
    wrong = {code[:at] + sign + code[at + 1 :] for at in (0, 7, 18) for sign in "0Z" if code[at] != sign}
    assert BALLOT[:10] not in {parse_tracking_code(one) for one in wrong}


def test_a_receipt_says_which_ballot_in_which_box_and_nothing_else() -> None:
    assert open_receipt(RECEIPT, KEY) == Receipt(ORIGIN, POLL, BALLOT)


def test_a_receipt_signed_by_another_is_refused() -> None:
    with pytest.raises(WrongNote, match="No key that is trusted"):
        open_receipt(RECEIPT, verifier_key("another.example", PRIVATE))


def test_a_changed_receipt_is_refused() -> None:
    with pytest.raises(WrongNote, match="does not fit the text"):
        open_receipt(RECEIPT.replace("yp59", "zp59"), KEY)


GOOD = ["moothill receipt v1", ORIGIN, str(POLL), "yp59S0pUlLovGoc0tmutXSvwxGu+736tNH+0fSr+DI0="]


@pytest.mark.parametrize(
    "lines",
    [
        ["moothill receipt v2", *GOOD[1:]],
        [GOOD[0], "", *GOOD[2:]],
        [*GOOD[:2], str(POLL).upper(), GOOD[3]],
        [*GOOD[:2], "7", GOOD[3]],
        [*GOOD[:3], "yp59"],
        [*GOOD, "2026-11-23T09:00Z"],
        GOOD[:3],
    ],
)
def test_a_signed_text_that_is_no_receipt_is_refused(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    with pytest.raises(WrongNote, match="not a receipt"):
        open_receipt(sign_note(text, KEY_NAME, PRIVATE), KEY)


def test_a_receipt_with_a_hash_that_is_not_base64_is_refused() -> None:
    text = "\n".join([*GOOD[:3], "%%%%"]) + "\n"
    with pytest.raises(WrongNote, match="not base64"):
        open_receipt(sign_note(text, KEY_NAME, PRIVATE), KEY)


@pytest.mark.parametrize(("origin", "ballot"), [(ORIGIN, BALLOT[:10]), ("", BALLOT), ("two\nlines", BALLOT)])
def test_no_receipt_is_signed_that_could_not_be_read_back(origin: str, ballot: bytes) -> None:
    with pytest.raises(WrongNote, match="not a receipt"):
        sign_receipt(origin, POLL, ballot, KEY_NAME, PRIVATE)


def test_the_box_has_one_root_in_whatever_order_its_ballots_came() -> None:
    ballots = [leaf_hash(bytes([number])) for number in range(11)]
    assert box_root(ballots) == box_root(reversed(ballots)) == root(sorted(ballots))
    place = sorted(ballots).index(ballots[3])
    verify_inclusion(place, 11, ballots[3], inclusion_proof(place, sorted(ballots)), box_root(ballots))
    assert box_root([]) == sha256(b"").digest()


def test_a_batch_has_one_hash_in_whatever_order_its_ballots_came() -> None:
    first, second = sorted([leaf_hash(b"a"), leaf_hash(b"b")])
    assert set_hash([second, first]) == set_hash([first, second]) == sha256(first + second).digest()


@pytest.mark.parametrize("seal", [box_root, set_hash])
def test_a_ballot_twice_or_a_hash_of_another_length_is_refused(seal: Any) -> None:
    with pytest.raises(Invalid, match="stands in the box twice"):
        seal([BALLOT, BALLOT])
    with pytest.raises(Invalid, match="32 bytes"):
        seal([BALLOT, b"short"])
