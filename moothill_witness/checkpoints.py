"""Requests to cosign (C2SP tlog-witness), the checkpoints in them (tlog-checkpoint), and cosignatures."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from moothill_witness.faults import Malformed, WrongSignature
from moothill_witness.keys import ID_LENGTH, NAME, PublicKey, Signer, from_base64
from moothill_witness.keys import to_base64 as base64
from moothill_witness.trees import EMPTY_ROOT, HASH_LENGTH

LONGEST = 100_000
"""The longest request that is read, in bytes."""
MOST_HASHES = 63
MOST_SIGNATURES = 16
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINE = re.compile(r"— ([^\s+\x00-\x1f\x7f]+) ([0-9A-Za-z+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: its name, how many entries it has, their root; and the words that it signed."""

    origin: str
    size: int
    root: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint to cosign as it came, and the proof that it grew from one of `old` entries."""

    old: int
    proof: tuple[bytes, ...]
    note: str
    checkpoint: Checkpoint
    signatures: tuple[tuple[str, bytes], ...]


def read_request(body: bytes) -> Request:
    """Return the request that the body of `add-checkpoint` is. Raises Malformed."""
    if len(body) > LONGEST:
        raise Malformed(f"The request is longer than {LONGEST} bytes.")
    try:
        head, blank, note = body.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise Malformed("The request is not text in UTF-8.") from error
    first, *hashes = head.split("\n")
    word, _, number = first.partition(" ")
    if not blank or word != "old" or not _SIZE.fullmatch(number):
        raise Malformed("The request does not begin with the old size.")
    proof = tuple(from_base64(line) for line in hashes)
    if len(proof) > MOST_HASHES or any(len(one) != HASH_LENGTH for one in proof):
        raise Malformed("The proof is not made of at most 63 hashes of 32 bytes.")
    text, signatures = _divided(note)
    return Request(int(number), proof, note, _read_checkpoint(text), signatures)


def check_signed(request: Request, trusted: Iterable[PublicKey]) -> None:
    """Raise WrongSignature unless a trusted key of the log signed, and none that is said to have signed did not."""
    by_id = {(key.name, key.key_id): key for key in trusted}
    told = request.checkpoint.text.encode()
    known = [(by_id[name, marked[:ID_LENGTH]], marked[ID_LENGTH:]) for name, marked in request.signatures
             if (name, marked[:ID_LENGTH]) in by_id]  # fmt: skip
    if not known:
        raise WrongSignature
    for key, signature in known:
        key.check(signature, told)


def cosignature(checkpoint: Checkpoint, signer: Signer, time: int) -> str:
    """Return the line by which a witness cosigns at `time`, in seconds since 1970."""
    signed = signer.private.sign(f"cosignature/v1\ntime {time}\n{checkpoint.text}".encode())
    return f"— {signer.name} {base64(signer.public.key_id + time.to_bytes(8, 'big') + signed)}\n"


def _divided(note: str) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n") or _CONTROL.search(note):
        raise Malformed("The checkpoint is not a signed note.")
    lines = [_LINE.fullmatch(line) for line in rest[:-1].split("\n")]
    if len(lines) > MOST_SIGNATURES:
        raise Malformed(f"The checkpoint has more than {MOST_SIGNATURES} signatures.")
    signatures = tuple((line[1], from_base64(line[2])) for line in lines if line is not None)
    if len(signatures) < len(lines) or any(len(marked) <= ID_LENGTH for _, marked in signatures):
        raise Malformed("A signature line of the checkpoint is not a dash, a name and a signature.")
    return f"{text}\n", signatures


def _read_checkpoint(text: str) -> Checkpoint:
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < _LEAST_LINES or not all(lines) or not NAME.fullmatch(lines[0]) or not _SIZE.fullmatch(lines[1]):
        raise Malformed("A checkpoint begins with three lines: origin, size and root.")
    size, root = int(lines[1]), from_base64(lines[2])
    if len(root) != HASH_LENGTH or (size == 0 and root != EMPTY_ROOT):
        raise Malformed("The size and the root of the checkpoint do not belong to a tree.")
    return Checkpoint(lines[0], size, root, text)
