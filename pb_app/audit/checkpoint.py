"""A checkpoint: the log's word for how many entries it holds and what they are (C2SP tlog-checkpoint)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.keys import VerifierKey, WrongNote, decode_base64, encode_base64
from pb_app.audit.merkle import EMPTY_ROOT, HASH_LENGTH
from pb_app.audit.note import Signature, open_note, sign_note
from pb_app.refusals import sentence

_ORIGIN = re.compile(r"[^\s+\x00-\x1f]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and the root of the log named `origin`; an origin with spaces or a plus is refused."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not _ORIGIN.fullmatch(self.origin):
            raise WrongNote(sentence("%(origin)r cannot name a log."), origin=self.origin)
        if self.size < 0 or len(self.root) != HASH_LENGTH or (self.size == 0 and self.root != EMPTY_ROOT):
            raise WrongNote(sentence("The size and the root of the checkpoint do not belong to a tree."))

    @property
    def text(self) -> str:
        """The three lines that are signed: origin, size, root."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint that its log signed, with the cosignatures of the witnesses that were asked for."""

    checkpoint: Checkpoint
    cosignatures: tuple[Signature, ...]


def parse_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint that `text` stands for; extension lines, leading zeros and the like are refused."""
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1] or not _SIZE.fullmatch(lines[1]):
        raise WrongNote(sentence("A checkpoint is three lines: origin, size and root."))
    return Checkpoint(lines[0], int(lines[1]), decode_base64(lines[2]))


def sign_checkpoint(checkpoint: Checkpoint, private_key: Ed25519PrivateKey) -> str:
    """Return the signed note; the log's key is named as its origin."""
    return sign_note(checkpoint.text, checkpoint.origin, private_key)


def open_checkpoint(note: str, log_key: VerifierKey, witnesses: Iterable[VerifierKey] = ()) -> SignedCheckpoint:
    """Return the checkpoint if `log_key` signed it and bears its origin; name the witnesses that cosigned it."""
    opened = open_note(note, (log_key, *witnesses))
    if log_key not in {signature.key for signature in opened.signatures}:
        raise WrongNote(sentence("The log itself did not sign this checkpoint."))
    checkpoint = parse_checkpoint(opened.text)
    if checkpoint.origin != log_key.name:
        raise WrongNote(
            sentence("The checkpoint is of %(origin)s, the key of %(name)s."),
            origin=checkpoint.origin,
            name=log_key.name,
        )
    return SignedCheckpoint(checkpoint, tuple(one for one in opened.signatures if one.key != log_key))
