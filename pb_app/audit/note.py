"""Text signed by one or more keys (C2SP signed-note), and cosignatures by witnesses (C2SP tlog-cosignature)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pb_app.audit.keys import KEY_ID_LENGTH, KeyKind, VerifierKey, WrongNote, decode_base64, encode_base64, is_text
from pb_app.refusals import sentence

MOST_SIGNATURES = 16
LONGEST = 1_000_000
"""The longest note that is read, in characters."""
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_LINE = re.compile(r"— ([^\s+\x00-\x1f]+) ([0-9A-Za-z+/=]+)")
_TIME_LENGTH = 8
_LATEST = 2**64 - 1


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that verified: whose it is and, if it is a cosignature, its time in seconds since 1970."""

    key: VerifierKey
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was opened: its text, and the signatures by known keys in the order in which they stand."""

    text: str
    signatures: tuple[Signature, ...]


@lru_cache(maxsize=16)
def verifier_key(name: str, private_key: Ed25519PrivateKey, kind: KeyKind = KeyKind.NOTE) -> VerifierKey:
    """Return the public side of a private key under its name."""
    return VerifierKey(name, kind, private_key.public_key().public_bytes_raw())


def sign_note(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """Return the note that holds `text`, which ends with a line feed, and one signature; always the same one."""
    _check_text(text)
    return f"{text}\n" + _line(verifier_key(name, private_key), private_key.sign(text.encode()))


def sign_also(note: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """Return the note with one more signature at its end, over the same text."""
    text, _ = _divide(note)
    return note + _line(verifier_key(name, private_key), private_key.sign(text.encode()))


def cosignature_line(text: str, name: str, private_key: Ed25519PrivateKey, time: int) -> str:
    """Return the line by which a witness cosigns a checkpoint's text at `time` (seconds since 1970)."""
    _check_text(text)
    if not 0 <= time <= _LATEST:
        raise WrongNote(sentence("A cosignature's time is a whole number of seconds since 1970."))
    signed = private_key.sign(_cosigned(text, time))
    key = verifier_key(name, private_key, KeyKind.COSIGNATURE)
    return _line(key, time.to_bytes(_TIME_LENGTH, "big") + signed)


def open_note(note: str, known: Iterable[VerifierKey]) -> Note:
    """Return the text with the signatures by `known` keys, every one of them checked.

    Signatures by other keys are passed over, even under a known name. Refused with `WrongNote`: a note that is not
    written as the standard says, one that a known key signed wrongly or twice, and one that no known key signed.
    """
    text, lines = _divide(note)
    keys = {(key.name, key.key_id): key for key in known}
    found = []
    for line in lines:
        name, marked = _parse_line(line)
        key = keys.get((name, marked[:KEY_ID_LENGTH]))
        if key is not None:
            found.append(_verified(text, key, marked[KEY_ID_LENGTH:]))
    if not found:
        raise WrongNote(sentence("No key that is trusted here signed this note."))
    if len({signature.key for signature in found}) < len(found):
        raise WrongNote(sentence("The same key signed this note twice."))
    return Note(text, tuple(found))


def _divide(note: str) -> tuple[str, list[str]]:
    """Return the text and the signature lines; the last empty line stands between them."""
    if len(note) > LONGEST:
        raise WrongNote(sentence("The note is longer than %(longest)d characters."), longest=LONGEST)
    text, blank, rest = note.rpartition("\n\n")
    if not blank or not rest.endswith("\n"):
        raise WrongNote(sentence("The note does not end with an empty line and whole signature lines."))
    lines = rest[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise WrongNote(sentence("The note has more than %(most)d signatures."), most=MOST_SIGNATURES)
    _check_text(text + "\n")
    return text + "\n", lines


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise WrongNote(sentence("The text of the note does not end with a line feed."))
    if _CONTROL.search(text) or not is_text(text):
        raise WrongNote(sentence("The text of the note holds a control character or half a character."))


def _parse_line(line: str) -> tuple[str, bytes]:
    """Return the signer's name and the bytes: four that mark the key, then the signature."""
    match = _LINE.fullmatch(line)
    if match is None or not is_text(match[1]):
        raise WrongNote(sentence("A signature line of the note is not a dash, a name and a signature."))
    marked = decode_base64(match[2])
    if len(marked) <= KEY_ID_LENGTH:
        raise WrongNote(sentence("A signature of the note is cut short."))
    return match[1], marked


def _verified(text: str, key: VerifierKey, signed: bytes) -> Signature:
    """Return the signature if `key` made it over `text`."""
    time = None
    message = text.encode()
    if key.kind is KeyKind.COSIGNATURE:
        time, signed = int.from_bytes(signed[:_TIME_LENGTH], "big"), signed[_TIME_LENGTH:]
        message = _cosigned(text, time)
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signed, message)
    except InvalidSignature as error:
        raise WrongNote(sentence("The signature by %(name)s does not fit the text."), name=key.name) from error
    return Signature(key, time)


def _cosigned(text: str, time: int) -> bytes:
    """Return what a witness signs."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _line(key: VerifierKey, signed: bytes) -> str:
    return f"— {key.name} {encode_base64(key.key_id + signed)}\n"
