"""Change anything in a signed log, anywhere, and checking it finds that out."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pb_app.audit.canonical import encode
from pb_app.audit.checkpoint import Checkpoint, sign_checkpoint
from pb_app.audit.keys import WrongNote
from pb_app.audit.merkle import (
    CompactRange,
    WrongProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)
from pb_app.audit.note import open_note, sign_note, verifier_key
from pb_app.audit.verify import verify

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = verifier_key("log.example.scot", PRIVATE)

Rows = list[tuple[int, bytes, bytes]]


@st.composite
def logs(draw: st.DrawFn) -> Rows:
    """Draw a good log of a few entries, in time order."""
    minutes = sorted(draw(st.lists(st.integers(0, 59), min_size=1, max_size=12)))
    facts = [draw(st.dictionaries(st.sampled_from(["round", "pence", "entry"]), st.integers(0, 999))) for _ in minutes]
    bodies = [
        encode({"v": 1, "t": "pot.fed", "at": f"2026-11-23T09:{minute:02}:00Z", "d": fact})
        for minute, fact in zip(minutes, facts, strict=True)
    ]
    return [(index, body, leaf_hash(body)) for index, body in enumerate(bodies)]


def checkpointed(rows: Rows) -> list[tuple[int, bytes, str]]:
    digest = root([leaf for _, _, leaf in rows])
    return [(len(rows), digest, sign_checkpoint(Checkpoint(KEY.name, len(rows), digest), PRIVATE))]


@given(logs(), st.data())
def test_one_changed_byte_of_any_entry_is_found_even_if_its_hash_is_changed_with_it(
    rows: Rows, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    index, body, leaf = rows[at]
    place = data.draw(st.integers(0, len(body) - 1))
    changed = body[:place] + bytes([body[place] ^ data.draw(st.integers(1, 255))]) + body[place + 1 :]
    signed = checkpointed(rows)
    assert verify(rows, signed, KEY).ok
    for kept in (leaf, leaf_hash(changed)):
        verdict = verify([*rows[:at], (index, changed, kept), *rows[at + 1 :]], signed, KEY)
        assert not verdict.ok
        assert verdict.findings[0].index <= at


@given(logs(), st.data())
def test_leaving_out_swapping_or_repeating_entries_is_found(rows: Rows, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    signed = checkpointed(rows)
    shorter = [(index, *row[1:]) for index, row in enumerate([*rows[:at], *rows[at + 1 :]])]
    longer = [(index, *row[1:]) for index, row in enumerate([*rows[: at + 1], *rows[at:]])]
    swapped = [(index, *row[1:]) for index, row in enumerate(reversed(rows))]
    assert not verify(shorter, signed, KEY).ok
    assert not verify(longer[: len(rows)], signed, KEY).ok or longer[: len(rows)] == rows
    assert not verify(swapped, signed, KEY).ok or swapped == rows


@given(
    st.lists(st.tuples(st.integers(-1, 5), st.binary(max_size=40), st.binary(max_size=33))), st.text(st.characters())
)
def test_nothing_in_a_damaged_log_raises_an_error(rows: Rows, note: str) -> None:
    verdict = verify(rows, [(len(rows), b"", note)], KEY)
    assert not verdict.ok


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=80), st.data())
def test_proofs_hold_for_their_entry_and_their_growth(data: list[bytes], choose: st.DataObject) -> None:
    leaves = [leaf_hash(one) for one in data]
    at, old = choose.draw(st.integers(0, len(leaves) - 1)), choose.draw(st.integers(1, len(leaves)))
    verify_inclusion(at, len(leaves), leaves[at], inclusion_proof(at, leaves), root(leaves))
    verify_consistency(old, len(leaves), root(leaves[:old]), root(leaves), consistency_proof(old, leaves))
    assert CompactRange().extend(leaves[:old]).extend(leaves[old:]).root() == root(leaves)


@given(
    st.lists(st.binary(min_size=32, max_size=32), max_size=8),
    st.integers(0, 70),
    st.integers(1, 70),
    st.binary(min_size=32, max_size=32),
)
def test_a_made_up_proof_is_refused_and_never_breaks_the_check(
    proof: list[bytes], at: int, size: int, digest: bytes
) -> None:
    for check in (
        lambda: verify_inclusion(at, size, digest, proof, bytes(32)),
        lambda: verify_consistency(at, size, digest, bytes(32), proof),
    ):
        try:
            check()
        except WrongProof:
            continue
        assert not proof
        assert digest == bytes(32)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.data())
def test_one_changed_sign_of_a_note_is_found(text: str, data: st.DataObject) -> None:
    note = sign_note(f"{text}\n", KEY.name, PRIVATE)
    assert open_note(note, [KEY]).text == f"{text}\n"
    place = data.draw(st.integers(0, len(note) - 1))
    other = data.draw(st.characters().filter(lambda sign: sign != note[place]))
    try:
        opened = open_note(note[:place] + other + note[place + 1 :], [KEY])
    except WrongNote:
        return
    raise AssertionError(opened)
