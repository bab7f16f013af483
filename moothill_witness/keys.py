"""Names and keys as notes write them (C2SP signed-note and tlog-cosignature): one line each, Ed25519 only."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from moothill_witness.faults import Malformed, WrongSignature

LOG, WITNESS = 0x01, 0x04
"""The kinds of key by their type byte: a log's signs notes, a witness's cosigns checkpoints."""
ID_LENGTH = 4
KEY_LENGTH = 32
NAME = re.compile(r"[^\s+\x00-\x1f\x7f]+")
SECRET = "PRIVATE+KEY+"  # noqa: S105 - how such a line begins


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An Ed25519 key of one kind under a name."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that mark its signatures."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:ID_LENGTH]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def check(self, signature: bytes, message: bytes) -> None:
        """Raise WrongSignature unless this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            raise WrongSignature from None


@dataclass(frozen=True, slots=True)
class Signer:
    """A witness's own key under its name."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The side that may be told."""
        return PublicKey(self.name, WITNESS, self.private.public_key().public_bytes_raw())

    def secret(self) -> str:
        """The line that must be kept from everybody else; `read_signer` reads it."""
        typed = bytes([WITNESS]) + self.private.private_bytes_raw()
        return f"{SECRET}{self.name}+{self.public.key_id.hex()}+{to_base64(typed)}"


def read_log_key(line: str) -> PublicKey:
    """Return the log's key that `name+id+base64` stands for. Raises Malformed."""
    name, typed, key_id = _parts(line)
    if typed[0] != LOG:
        raise Malformed("This is not the key of a log.")
    return _fitting(PublicKey(name, LOG, typed[1:]), key_id)


def read_signer(line: str) -> Signer:
    """Return the witness whose secret line this is. Raises Malformed."""
    if not line.startswith(SECRET):
        raise Malformed("This is not the secret line of a witness.")
    name, typed, key_id = _parts(line.removeprefix(SECRET))
    if typed[0] != WITNESS:
        raise Malformed("This is not the secret line of a witness.")
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(typed[1:]))
    _fitting(signer.public, key_id)
    return signer


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding."""
    return b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """Return the bytes; raise Malformed for what `to_base64` would not have written."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise Malformed("A part is not base64.") from error
    if to_base64(data) != text:
        raise Malformed("A part is base64, but not in its one canonical form.")
    return data


def _parts(line: str) -> tuple[str, bytes, str]:
    """Return name, typed key and the id that is claimed for it."""
    name, _, rest = line.partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = from_base64(encoded)
    if not NAME.fullmatch(name) or len(typed) != 1 + KEY_LENGTH:
        raise Malformed("A key is written as name+id+base64, of 33 bytes.")
    return name, typed, key_id


def _fitting(key: PublicKey, key_id: str) -> PublicKey:
    if key.key_id.hex() != key_id:
        raise Malformed("The id of the key does not fit the key.")
    return key
