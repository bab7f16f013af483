"""The proof that a ballot lies in a closed box, as a file that anyone can check offline (C2SP tlog-proof). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pb_app.audit.keys import VerifierKey, WrongNote, decode_base64, encode_base64
from pb_app.audit.merkle import HASH_LENGTH, inclusion_proof, root, verify_inclusion
from pb_app.audit.note import verifier_key
from pb_app.refusals import sentence

TITLE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_EXTRA = "extra "
_FEWEST_LINES = 3


@dataclass(frozen=True, slots=True)
class BoxProof:
    """That the ballot with hash `ballot` is number `index` (from 0) in a box; `note` is the box's signed checkpoint.

    The leaf itself travels as the `extra` line, so that the file and a tracking code are all that a check needs.
    """

    ballot: bytes
    index: int
    path: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        """The file."""
        path = "".join(f"{encode_base64(one)}\n" for one in self.path)
        return f"{TITLE}\n{_EXTRA}{encode_base64(self.ballot)}\nindex {self.index}\n{path}\n{self.note}"


def box_origin(log_origin: str, poll: UUID) -> str:
    """The name of a poll's box among trees, and of the key that signs its checkpoint: the receipts' key."""
    return f"{log_origin}/boxes/{poll}"


def box_key(log_origin: str, poll: UUID, private_key: Ed25519PrivateKey) -> VerifierKey:
    """The public key of a box's checkpoint: that of the receipts, under the box's name."""
    return verifier_key(box_origin(log_origin, poll), private_key)


def prove(ballot: bytes, leaves: Sequence[bytes], origin: str, private_key: Ed25519PrivateKey) -> BoxProof:
    """The proof that `ballot` is among the `leaves` of a closed box, ascending; always the same bytes."""
    note = sign_checkpoint(Checkpoint(origin, len(leaves), root(leaves)), private_key)
    index = leaves.index(ballot)
    return BoxProof(ballot, index, inclusion_proof(index, leaves), note)


def read_proof(text: str) -> BoxProof:
    """The proof that a file holds; nothing is verified yet. Raises WrongNote for what is not written as one."""
    head, blank, note = text.partition("\n\n")
    title, *lines = head.split("\n")
    if title != TITLE or not blank or len(lines) < _FEWEST_LINES - 1 or not lines[0].startswith(_EXTRA):
        raise WrongNote(sentence("This file is not the proof of a ballot."))
    place = _INDEX.fullmatch(lines[1])
    if place is None:
        raise WrongNote(sentence("This file is not the proof of a ballot."))
    ballot, *path = (decode_base64(one) for one in (lines[0].removeprefix(_EXTRA), *lines[2:]))
    if any(len(one) != HASH_LENGTH for one in (ballot, *path)):
        raise WrongNote(sentence("A hash of this proof is not 32 bytes long."))
    return BoxProof(ballot, int(place[1]), tuple(path), note)


def check_proof(proof: BoxProof, key: VerifierKey) -> Checkpoint:
    """The checkpoint of the box, if `key` signed it and the path leads from the ballot to its root.

    Raises WrongNote or WrongProof otherwise. Whether this is the root that the log tells of is for the caller to see.
    """
    checkpoint = open_checkpoint(proof.note, key).checkpoint
    verify_inclusion(proof.index, checkpoint.size, proof.ballot, proof.path, checkpoint.root)
    return checkpoint
