"""Who may sign a note: names and public keys, written in one line each (C2SP signed-note, `vkey`)."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from pb_app.refusals import Invalid, sentence

KEY_ID_LENGTH = 4
_KEY_LENGTH = 32
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_KEY_ID = re.compile(r"[0-9a-f]{8}")


class WrongNote(Invalid):
    """A note, a signature or a key that is not written as it must be, or does not verify."""


class KeyKind(IntEnum):
    """What a key signs, by the type byte of C2SP signed-note."""

    NOTE = 0x01
    COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public Ed25519 key under a name; a name with spaces or a plus, and a key of another length, are refused."""

    name: str
    kind: KeyKind
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or not is_text(self.name):
            raise WrongNote(sentence("%(name)r cannot name a key."), name=self.name)
        if len(self.public) != _KEY_LENGTH:
            raise WrongNote(sentence("The public key of %(name)s is not 32 bytes long."), name=self.name)

    @property
    def key_id(self) -> bytes:
        """The four bytes that mark this key's signatures."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:KEY_ID_LENGTH]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(self._typed())}"

    def _typed(self) -> bytes:
        return bytes([self.kind]) + self.public


def parse_vkey(text: str) -> VerifierKey:
    """Return the key that `name+keyid+base64` stands for; refuse it if its id does not fit or its kind is unknown."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    if not _KEY_ID.fullmatch(key_id):
        raise WrongNote(sentence("A public key is written as name+id+key, the id in eight hexadecimal digits."))
    typed = decode_base64(encoded)
    try:
        key = VerifierKey(name, KeyKind(int.from_bytes(typed[:1], "big")), typed[1:])
    except ValueError as error:
        raise WrongNote(sentence("The public key of %(name)s is of a kind not used here."), name=name) from error
    if key.key_id.hex() != key_id:
        raise WrongNote(sentence("The id of the public key of %(name)s does not fit the key."), name=name)
    return key


def encode_base64(data: bytes) -> str:
    """Return `data` in standard base64 with padding."""
    return b64encode(data).decode()


def decode_base64(text: str) -> bytes:
    """Return the bytes; refuse what `encode_base64` would not have written."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise WrongNote(sentence("A part of the note is not base64.")) from error
    if encode_base64(data) != text:
        raise WrongNote(sentence("A part of the note is base64, but not in its one canonical form."))
    return data


def is_text(text: str) -> bool:
    """Say whether `text` can be written as UTF-8, that is, holds no half characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
