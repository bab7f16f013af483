"""A kiosk's formats: slips, sealed ballots, statements that a device signs. Pure; static/js/kiosk-*.mjs writes them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pb_app.audit.canonical import Value
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Invalid, sentence

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CURVE = ec.SECP256R1()
SLIP_SIGNS, SLIP_GROUP = 10, 5
PIN_DIGITS = 6
MANIFEST = b"moothill/kiosk-manifest/v1\x00"
MOST_ENVELOPES = 50
LONGEST_ENVELOPE = 8_000
HASH_LENGTH = 32
_SCALAR = 32
_POINT = 65
_MOST = 2**31 - 1
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Envelope:
    """A ballot as a device holds and sends it: the hash of the slip it was cast with, and the ballot, sealed for it."""

    slip: bytes
    sealed: bytes

    @property
    def digest(self) -> bytes:
        """What stands for it on the device, in an acknowledgement and in the list of what was received."""
        return sha256(self.slip + self.sealed).digest()


@dataclass(frozen=True, slots=True)
class Statement:
    """What a device says and signs: which envelopes come with it, by digest, and how many it has sealed in all.

    `total` is the hash of the digests of all of them, ascending. `ended` is the moment from which it takes no more
    ballots, by its own clock in whole seconds since 1970, or None while it does.
    """

    device: int
    digests: tuple[bytes, ...]
    count: int
    total: bytes
    ended: int | None


def slip_code(random: Callable[[int], bytes]) -> str:
    """A new code of a slip, like K7M2X-9QPAB: 50 random bits."""
    number = int.from_bytes(random(8), "big")
    signs = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(SLIP_SIGNS))
    return f"{signs[:SLIP_GROUP]}-{signs[SLIP_GROUP:]}"


def slip_hash(poll: UUID, code: str) -> bytes:
    """The 32 bytes under which a slip is known; the code itself is kept nowhere."""
    signs = code.replace("-", "").encode("ascii")
    return sha256(b"moothill/slip/v1\x00" + poll.bytes + signs).digest()


def total_of(digests: Iterable[bytes]) -> bytes:
    """The hash of these digests, ascending: what a device and the service compare."""
    return sha256(b"".join(sorted(digests))).digest()


def pin_hash(code: str, pin: str) -> bytes:
    """What is kept of the PIN of an invitation: useless without its code."""
    return sha256(b"moothill/kiosk-pin/v1\x00" + f"{code.replace('-', '')}:{pin}".encode()).digest()


def private_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of a poll by which its envelopes are opened, from 32 random bytes."""
    number = int.from_bytes(sha256(b"moothill/kiosk-key/v1\x00" + seed).digest(), "big")
    return ec.derive_private_key(number >> 1 | 1, CURVE)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The 65 bytes of its public key, as browsers import it."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def checked_point(point: bytes) -> bytes:
    """The same 65 bytes, if they are the public key of a device. Raises Invalid."""
    try:
        if len(point) != _POINT:
            raise _unreadable()
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except ValueError as error:
        raise _unreadable() from error
    return point


def is_signed(point: bytes, told: bytes, signature: bytes) -> bool:
    """Whether the device with this public key signed these bytes (ECDSA P-256 with SHA-256, r and s in a row)."""
    if len(signature) != 2 * _SCALAR:
        return False
    r, s = (int.from_bytes(signature[at : at + _SCALAR], "big") for at in (0, _SCALAR))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point).verify(
            encode_dss_signature(r, s), told, ec.ECDSA(SHA256())
        )
    except InvalidSignature:
        return False
    return True


def sealing_context(poll: UUID, slip: bytes) -> bytes:
    """What a sealed ballot is bound to: it opens for no other poll and with no other slip."""
    return b"moothill/kiosk/v1\x00" + poll.bytes + slip


def open_envelope(key: ec.EllipticCurvePrivateKey, poll: UUID, envelope: Envelope) -> tuple[Value, bytes] | None:
    """The marks and the 16-byte secret in an envelope; None if no ballot of ours is in it."""
    try:
        told = json.loads(SUITE.decrypt(envelope.sealed, key, sealing_context(poll, envelope.slip)))
        secret = bytes.fromhex(told["s"])
        return (told["b"], secret) if len(secret) == SECRET_LENGTH else None
    except (InvalidTag, ValueError, TypeError, KeyError, RecursionError):
        return None


def read_statement(told: bytes) -> Statement:
    """Read what a device signed. Raises Invalid for anything else."""
    device = device_of(told)
    try:
        read = json.loads(told)
        digests = tuple(bytes.fromhex(one) for one in read["digests"])
        statement = Statement(device, digests, read["count"], bytes.fromhex(read["total"]), read["ended"])
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable() from error
    is_whole = _is_number(statement.count) and (statement.ended is None or _is_number(statement.ended))
    if not is_whole or any(len(one) != HASH_LENGTH for one in (*digests, statement.total)):
        raise _unreadable()
    return statement


def read_envelopes(told: object, digests: tuple[bytes, ...]) -> tuple[Envelope, ...]:
    """Read the envelopes that came with a statement: exactly those it names, in its order. Raises Invalid."""
    if not isinstance(told, list) or len(told) > MOST_ENVELOPES:
        raise _unreadable()
    envelopes = tuple(_envelope(one) for one in told)
    if tuple(one.digest for one in envelopes) != digests:
        raise _unreadable()
    return envelopes


def device_of(told: bytes) -> int:
    """Who says that they say it: the device, before its signature is checked. Raises Invalid."""
    try:
        device: Any = json.loads(told)["device"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise _unreadable() from error
    if not _is_number(device):
        raise _unreadable()
    return int(device)


def _envelope(told: Any) -> Envelope:
    try:
        envelope = Envelope(bytes.fromhex(told["slip"]), bytes.fromhex(told["sealed"]))
    except (ValueError, TypeError, KeyError) as error:
        raise _unreadable() from error
    if len(envelope.slip) != HASH_LENGTH or not 0 < len(envelope.sealed) <= LONGEST_ENVELOPE:
        raise _unreadable()
    return envelope


def _is_number(told: object) -> bool:
    """Whether it is a whole number that a column can hold."""
    return isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= _MOST


def _unreadable() -> Invalid:
    return Invalid(sentence("This is nothing that a kiosk would say."))
