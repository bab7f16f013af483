"""What a ballot leaves behind, and what it does not: its body and hash, codes and receipts, and who is on the roll."""

import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.canonical import Value, encode
from pb_app.audit.keys import VerifierKey, WrongNote, decode_base64, encode_base64
from pb_app.audit.merkle import HASH_LENGTH, leaf_hash, root
from pb_app.audit.note import open_note, sign_note
from pb_app.refusals import Invalid, sentence

SECRET_LENGTH = 16
NONCE_LENGTH = 16
BALLOT_VERSION = 1
RECEIPT_TITLE = "moothill receipt v1"

_CODE_BYTES = 10
_CODE_SIGNS = 16
_GROUP = 4
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_SHORTEST_ROLL_KEY = 16
_UNSEEN = frozenset("\u034f\u115f\u1160\u3164\ufe0e\ufe0f")
_LONGEST_EMAIL = 254
_LONGEST_MAILBOX = 64
_FEWEST_NAMES = 2
_PUNYCODE = "xn--"
_SAME_PROVIDER = {"googlemail.com": "gmail.com"}
_PASSING_DOTS_OVER = frozenset({"gmail.com"})
_ATOM_SIGNS = frozenset("!#$%&'*+-/=?^_`{|}~")


class Channel(StrEnum):
    """How a ballot reached the box (settled.md 17)."""

    ONLINE = "online"
    PAPER = "paper"
    ASSISTED = "assisted"
    KIOSK = "kiosk"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The promise that the ballot with hash `ballot` is in the box of `poll`; it names no time and no choice."""

    origin: str
    poll: UUID
    ballot: bytes


def idempotency_key(secret: bytes, poll: UUID) -> bytes:
    """Return the 32 bytes by which a repeated casting is known for the same (voting-and-audit.md 1.5)."""
    return _derived("idem", secret, poll)


def change_hash(secret: bytes, poll: UUID) -> bytes:
    """Return the 32 bytes by which the holder of the secret may later change the ballot."""
    return _derived("change", secret, poll)


def nonce(secret: bytes, poll: UUID) -> bytes:
    """Return the 16 bytes that keep the hash of the ballot from being guessed."""
    return _derived("nonce", secret, poll)[:NONCE_LENGTH]


def ballot_body(poll: UUID, marks: Value, channel: str, ballot_nonce: bytes) -> bytes:
    """Return the canonical bytes of a ballot with these marks, which `pb_app.marks` writes and reads.

    A channel that is none and a nonce of another length than 16 bytes are refused.
    """
    if len(ballot_nonce) != NONCE_LENGTH:
        raise Invalid(sentence("The nonce of a ballot is 16 bytes long."))
    if channel not in set(Channel):
        raise Invalid(sentence("%(channel)s is no way of voting."), channel=channel)
    return encode(
        {"b": marks, "ch": channel, "n": ballot_nonce.hex(), "poll": str(poll), "v": BALLOT_VERSION},
    )


def ballot_hash(body: bytes) -> bytes:
    """Return c, the 32 bytes that stand for a ballot: the RFC 6962 leaf hash of its body."""
    return leaf_hash(body)


def tracking_code(ballot: bytes) -> str:
    """Return the first 80 bits of c in Crockford's base 32, as XXXX-XXXX-XXXX-XXXX."""
    number = int.from_bytes(ballot[:_CODE_BYTES], "big")
    signs = "".join(_CROCKFORD[number >> 5 * place & 31] for place in reversed(range(_CODE_SIGNS)))
    return "-".join(signs[at : at + _GROUP] for at in range(0, _CODE_SIGNS, _GROUP))


def parse_tracking_code(text: str) -> bytes:
    """Return the first ten bytes of c that a tracking code stands for.

    Small letters, missing or other dashes and spaces are taken, O is read as 0 and I and L as 1. Another length and
    other signs are refused with `Invalid` for the field `code`. `tracking_code` of the result is the code as printed.
    """
    signs = "".join(sign for sign in text if not sign.isspace() and sign not in _DASHES)
    meant = signs.upper().translate(_AS_MEANT) if signs.isascii() else signs
    strange = next((sign for sign in meant if sign not in _CROCKFORD), None)
    if strange is not None:
        raise Invalid(sentence("%(sign)s does not occur in a tracking code."), field="code", sign=strange)
    if len(meant) != _CODE_SIGNS:
        raise Invalid(
            sentence("A tracking code has 16 letters and digits; this has %(count)d."), field="code", count=len(meant)
        )
    number = 0
    for sign in meant:
        number = number << 5 | _CROCKFORD.index(sign)
    return number.to_bytes(_CODE_BYTES, "big")


def person_key(roll_key: bytes, identity: str) -> bytes:
    """Return the 32 bytes by which a roll knows a person: HMAC-SHA256 of their normalised identity.

    However the identity is spaced, spelled in capitals or composed, the key is the same (A6, A68). An identity of
    nothing, and a roll key shorter than 16 bytes, are refused.
    """
    if len(roll_key) < _SHORTEST_ROLL_KEY:
        raise Invalid(sentence("The key of a roll is at least 16 bytes long."))
    normalised = normalised_identity(identity)
    if not normalised:
        raise Invalid(sentence("Say who you are."), field="identity")
    return hmac.digest(roll_key, normalised.encode(), "sha256")


def normalised_identity(identity: str) -> str:
    """Return `identity` in one form: compatibility-composed, case-folded, without spaces and unseen signs.

    The folding is that of the Unicode Standard, D146 (compatibility caseless matching); half characters are dropped.
    """
    text = identity.encode(errors="ignore").decode()
    text = unicodedata.normalize("NFD", text).casefold()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFKC", "".join(sign for sign in text if not _is_unseen(sign)))


def normalised_email(text: str) -> str:
    """Return an e-mail address in the one form in which it is kept, in small letters; refuse what cannot be one.

    Taken are the plain addresses of RFC 5322 (section 3.2.3, dot-atoms) in any script, and no quoted ones.
    """
    address = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text.strip()).lower())
    mailbox, _, domain = address.rpartition("@")
    names = domain.split(".")
    if (
        len(address) > _LONGEST_EMAIL
        or len(mailbox) > _LONGEST_MAILBOX
        or not all(_is_atom(part) for part in mailbox.split("."))
        or len(names) < _FEWEST_NAMES
        or not all(_is_host_name(name) for name in names)
    ):
        raise Invalid(sentence("Enter an e-mail address, for example name@example.scot."), field="email")
    return address


def mailbox_identity(email: str) -> str:
    """Return a normalised address in the one form that stands for its mailbox, so that one mailbox is one person.

    Without the +tag; the domain in letters, not in Punycode (RFC 3492); where a provider takes two names or passes
    dots over, the one name, without dots. For the roll only: letters go to the address as it was given.
    """
    mailbox, _, domain = email.rpartition("@")
    name = mailbox.partition("+")[0] or mailbox
    domain = ".".join(_in_letters(label) for label in domain.split("."))
    domain = _SAME_PROVIDER.get(domain, domain)
    return f"{name.replace('.', '') if domain in _PASSING_DOTS_OVER else name}@{domain}"


def sign_receipt(origin: str, poll: UUID, ballot: bytes, key_name: str, private_key: Ed25519PrivateKey) -> str:
    """Return the signed note that promises the ballot with hash `ballot` to be in the box; always the same bytes.

    Refused: what `open_receipt` would refuse to read back.
    """
    text = f"{RECEIPT_TITLE}\n{origin}\n{poll}\n{encode_base64(ballot)}\n"
    _parsed(text)
    return sign_note(text, key_name, private_key)


def open_receipt(note: str, key: VerifierKey) -> Receipt:
    """Return what a receipt promises, if `key` signed it; refuse with `WrongNote` anything else."""
    return _parsed(open_note(note, (key,)).text)


def box_root(ballots: Iterable[bytes]) -> bytes:
    """Return the Merkle root over the hashes of ballots in ascending order; one that stands twice is refused."""
    return root(_sorted_hashes(ballots))


def set_hash(ballots: Iterable[bytes]) -> bytes:
    """Return SHA-256 of the hashes of ballots in ascending order, one after the other; none may stand twice."""
    return sha256(b"".join(_sorted_hashes(ballots))).digest()


def _derived(tag: str, secret: bytes, poll: UUID) -> bytes:
    """Return H(tag, s) = SHA-256("moothill/" tag "/v1" 0x00 poll s) (settled.md 17)."""
    if len(secret) != SECRET_LENGTH:
        raise Invalid(sentence("The secret of a ballot is 16 bytes long."), field="secret")
    return sha256(f"moothill/{tag}/v1".encode() + b"\x00" + poll.bytes + secret).digest()


def _in_letters(label: str) -> str:
    if not label.startswith(_PUNYCODE):
        return label
    try:
        return label.removeprefix(_PUNYCODE).encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or sign in _UNSEEN or unicodedata.category(sign) in {"Cf", "Cc"}


def _is_atom(part: str) -> bool:
    return bool(part) and all(sign.isalnum() or sign in _ATOM_SIGNS for sign in part)


def _is_host_name(name: str) -> bool:
    return name.replace("-", "").isalnum() and not name.startswith("-") and not name.endswith("-")


def _check_hash(ballot: bytes) -> None:
    if len(ballot) != HASH_LENGTH:
        raise Invalid(sentence("The hash of a ballot is 32 bytes long."))


def _sorted_hashes(ballots: Iterable[bytes]) -> list[bytes]:
    hashes = sorted(ballots)
    if len(set(hashes)) < len(hashes):
        raise Invalid(sentence("A ballot stands in the box twice."))
    for one in hashes:
        _check_hash(one)
    return hashes


def _parsed(text: str) -> Receipt:
    """Return the receipt that the four lines stand for."""
    try:
        title, origin, poll, ballot, end = text.split("\n")
        receipt = Receipt(origin, UUID(poll), decode_base64(ballot))
    except ValueError as error:
        raise WrongNote(sentence("This note is not a receipt.")) from error
    if title != RECEIPT_TITLE or end or not origin or str(receipt.poll) != poll or len(receipt.ballot) != HASH_LENGTH:
        raise WrongNote(sentence("This note is not a receipt."))
    return receipt
