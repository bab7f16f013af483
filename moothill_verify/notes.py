"""Signed notes, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from moothill_verify.faults import Malformed, Mismatch, sentence
from moothill_verify.tree import EMPTY, HASH

SIGNS_NOTES = 0x01
COSIGNS = 0x04
MOST_SIGNATURES = 64
LONGEST = 1_000_000
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_LINE = re.compile(r"— ([^\s+\x00-\x1f]+) ([0-9A-Za-z+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Key:
    """A public key under a name; `kind` is what it signs."""

    name: str
    kind: int
    public: bytes

    @property
    def mark(self) -> bytes:
        """The four bytes by which its signatures are known."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key on one line."""
        return f"{self.name}+{self.mark.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    @property
    def fingerprint(self) -> str:
        """A hash of that line to compare by eye, in groups of four digits."""
        digits = sha256(self.vkey.encode()).hexdigest()[:32]
        return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


@dataclass(frozen=True, slots=True)
class Signed:
    """The text of a note, and the known keys that signed it, each with its time in seconds since 1970 or None."""

    text: str
    by: dict[Key, int | None]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many entries a log holds, and the root over them."""

    origin: str
    size: int
    root: bytes


def bytes_of(text: str, name: str) -> bytes:
    """Return what stands in base64, in its one canonical form. Raises Malformed."""
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        found = b""
    if b64encode(found).decode() != text:
        raise Malformed(sentence("A part of %(file)s is not base64."), file=name)
    return found


def key_of(vkey: str, name: str) -> Key:
    """Return the key that `name+id+base64` stands for. Raises Malformed, also if the id does not fit the key."""
    label, _, rest = vkey.partition("+")
    mark, _, encoded = rest.partition("+")
    typed = bytes_of(encoded, name)
    if not _NAME.fullmatch(label) or len(typed) != 1 + HASH or typed[0] not in {SIGNS_NOTES, COSIGNS}:
        raise Malformed(sentence("%(file)s holds a line that is no public key."), file=name)
    key = Key(label, typed[0], typed[1:])
    if key.mark.hex() != mark:
        raise Malformed(
            sentence("In %(file)s the id of the key of %(key)s does not fit the key."), file=name, key=label
        )
    return key


def opened(data: bytes, known: Iterable[Key], name: str) -> Signed:
    """Return a note with the known keys that signed it.

    Signatures by other keys are passed over. Raises Malformed if it is not written as the standard says, Mismatch if
    the signature of a known key does not fit the text.
    """
    text, lines = _divided(data, name)
    keys = {(key.name, key.mark): key for key in known}
    by: dict[Key, int | None] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        marked = bytes_of(match[2], name) if match else b""
        if match is None or len(marked) < len("mark") + 1:
            raise Malformed(sentence("A signature line of %(file)s is not a dash, a name and a signature."), file=name)
        key = keys.get((match[1], marked[:4]))
        if key is None:
            continue
        if key in by:
            raise Malformed(sentence("%(file)s is signed twice by %(key)s."), file=name, key=key.name)
        by[key] = _verified(text, key, marked[4:], name)
    return Signed(text, by)


def checkpoint_of(text: str, name: str) -> Checkpoint:
    """Return the checkpoint that a note's text is. Raises Malformed for anything but its three lines."""
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "")) or lines[3] or not _SIZE.fullmatch(lines[1]):
        raise Malformed(sentence("%(file)s is no checkpoint: origin, size and root, a line each."), file=name)
    found = Checkpoint(lines[0], int(lines[1]), bytes_of(lines[2], name))
    if len(found.root) != HASH or (found.size == 0 and found.root != EMPTY):
        raise Malformed(sentence("%(file)s is no checkpoint: origin, size and root, a line each."), file=name)
    return found


def _divided(data: bytes, name: str) -> tuple[str, list[str]]:
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        note = ""
    text, blank, rest = note.rpartition("\n\n")
    lines = rest[:-1].split("\n")
    whole = blank and rest.endswith("\n") and len(note) <= LONGEST
    if not whole or len(lines) > MOST_SIGNATURES or _CONTROL.search(note):
        raise Malformed(sentence("%(file)s is not a signed note: a text, an empty line, signatures."), file=name)
    return text + "\n", lines


def _verified(text: str, key: Key, signed: bytes, name: str) -> int | None:
    """Return the time of a cosignature, None for a plain signature. Raises Mismatch if it does not fit the text."""
    time, message = None, text
    if key.kind == COSIGNS:
        time, signed = int.from_bytes(signed[:8], "big"), signed[8:]
        message = f"cosignature/v1\ntime {time}\n{text}"
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, message.encode())
    except (InvalidSignature, ValueError):
        raise Mismatch(
            sentence("In %(file)s the signature of %(key)s does not fit."), file=name, key=key.name
        ) from None
    return time
