"""The proof that a ballot is in a box: its lines, what reads it back, and that nothing bent is taken (A61)."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.keys import WrongNote, encode_base64
from pb_app.audit.merkle import leaf_hash
from pb_app.box_proofs import BoxProof, box_key, check_proof, prove, read_proof
from pb_app.receipts import box_root
from pb_app.refusals import Invalid
from tests.unit.test_receipts import BALLOT, ORIGIN, POLL, PRIVATE

LEAVES = sorted([BALLOT, *(leaf_hash(bytes([number])) for number in range(10))])
NAME = f"{ORIGIN}/boxes/{POLL}"
KEY = box_key(ORIGIN, POLL, PRIVATE)
PROOF = prove(BALLOT, LEAVES, NAME, PRIVATE)


def test_the_proof_has_its_lines() -> None:
    head, _, note = PROOF.text.partition("\n\n")
    title, extra, index, *path = head.split("\n")
    assert (title, extra) == ("c2sp.org/tlog-proof@v1", f"extra {encode_base64(BALLOT)}")
    assert index == f"index {LEAVES.index(BALLOT)}"
    assert [len(one) for one in path] == [44] * len(PROOF.path)
    assert note.startswith(f"{NAME}\n11\n{encode_base64(box_root(LEAVES))}\n\n— {NAME} ")


@pytest.mark.parametrize("size", [1, 2, 7, 11])
def test_every_ballot_of_a_box_has_a_proof_that_reads_back_and_holds(size: int) -> None:
    for leaf in LEAVES[:size]:
        proof = prove(leaf, LEAVES[:size], NAME, PRIVATE)
        assert read_proof(proof.text) == proof
        checkpoint = check_proof(proof, KEY)
        assert (checkpoint.size, checkpoint.root) == (size, box_root(LEAVES[:size]))


def bent(**changes: object) -> BoxProof:
    parts = {"ballot": PROOF.ballot, "index": PROOF.index, "path": PROOF.path, "note": PROOF.note} | changes
    return BoxProof(**parts)  # type: ignore[arg-type]


def flipped(place: int) -> tuple[bytes, ...]:
    """The path with one bit of one hash turned over."""
    path = list(PROOF.path)
    path[place] = bytes([path[place][0] ^ 1]) + path[place][1:]
    return tuple(path)


@pytest.mark.parametrize(
    "proof",
    [
        bent(ballot=LEAVES[0]),
        bent(ballot=bytes(32)),
        bent(index=PROOF.index ^ 1),
        bent(index=11),
        bent(path=PROOF.path[:-1]),
        bent(path=(*PROOF.path, bytes(32))),
        bent(path=tuple(reversed(PROOF.path))),
        *(bent(path=flipped(place)) for place in range(len(PROOF.path))),
        bent(note=PROOF.note.replace("\n11\n", "\n12\n")),
        bent(note=prove(BALLOT, LEAVES, f"{ORIGIN}/boxes/another", PRIVATE).note),
        bent(note=prove(BALLOT, LEAVES, NAME, Ed25519PrivateKey.from_private_bytes(bytes(32))).note),
    ],
)  # fmt: skip
def test_a_bent_proof_is_refused(proof: BoxProof) -> None:
    with pytest.raises(Invalid):
        check_proof(proof, KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        PROOF.text.replace("@v1", "@v2"),
        PROOF.text.replace("extra ", "more ", 1),
        PROOF.text.replace("index ", "index 0", 1),
        PROOF.text.replace("index ", "place ", 1),
        PROOF.text.replace("\n\n", "\nAAAA\n\n", 1),
        PROOF.text.replace("\n\n", "\n!\n\n", 1),
    ],
)
def test_what_is_not_written_as_a_proof_is_refused(text: str) -> None:
    with pytest.raises(WrongNote):
        read_proof(text)
