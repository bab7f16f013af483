"""The key that signs receipts: the log names it when a poll opens, so that no other can be put in its place."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pb_app.audit.note import verifier_key
from pb_app.keys import Keys
from pb_app.models.log import ReceiptKey
from pb_app.refusals import Conflict, sentence

IN_FORCE: Select[str] = select(ReceiptKey.vkey).order_by(ReceiptKey.id.desc()).limit(1)
"""The key that signs at present; nothing before the first poll is opened."""


def own_key(keys: Keys) -> str:
    """The public side of the key that this process signs receipts with, in one line."""
    return _told(keys.log_origin, keys.receipt)


@lru_cache(maxsize=8)
def _told(origin: str, private: Ed25519PrivateKey) -> str:
    return str(verifier_key(f"{origin}/receipts", private))


def check_key(in_force: str | None, keys: Keys) -> None:
    """Raise Conflict where this process would sign receipts with another key than the log names."""
    if in_force not in {None, own_key(keys)}:
        raise Conflict(
            sentence(
                "Nothing was taken in: this service has another key for receipts than the log names. "
                "Tell the people who run the vote."
            )
        )


def named_key(session: Session, keys: Keys) -> str:
    """The key in force, which from now on is this process's own if there was none. Raises Conflict for another."""
    in_force = session.scalar(IN_FORCE)
    check_key(in_force, keys)
    if in_force is None:
        session.add(ReceiptKey(vkey=own_key(keys)))
    return own_key(keys)
