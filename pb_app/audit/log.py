"""Appending to the log: an entry is written in the transaction of its change and waits there for its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self
from uuid import UUID

from sqlalchemy.orm import Session

from pb_app.audit import canonical, merkle
from pb_app.audit.tiles import LONGEST_ENTRY
from pb_app.models.log import LogPayload, LogPending
from pb_app.refusals import TooLarge, sentence

VERSION = 1
SALT_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Payload:
    """What an entry commits to without saying it: canonical bytes and a salt that nobody can guess."""

    body: bytes
    salt: bytes

    @classmethod
    def of(cls, facts: Mapping[str, str | int], salt: bytes) -> Self:
        """The payload that holds these facts."""
        return cls(canonical.encode(dict(facts)), salt)

    @property
    def commitment(self) -> str:
        """SHA-256 over salt and body, in hexadecimal digits: the `p` of the entry."""
        return sha256(self.salt + self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """What the log says of one change (voting-and-audit 2.1). No words, no choices, no persons."""

    event: str
    at: datetime
    facts: Mapping[str, str | int]
    poll: UUID | None = None
    actor: str | None = None
    payload: Payload | None = None

    def body(self) -> bytes:
        """The entry's canonical bytes (RFC 8785), of which the leaf hash is made."""
        entry: dict[str, object] = {
            "v": VERSION,
            "t": self.event,
            "at": moment_text(self.at),
            "d": dict(self.facts),
        }
        if self.poll is not None:
            entry["poll"] = str(self.poll)
        if self.actor is not None:
            entry["actor"] = self.actor
        if self.payload is not None:
            entry["p"] = self.payload.commitment
        return canonical.encode(entry)


def moment_text(moment: datetime) -> str:
    """A moment as the log writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append(session: Session, entry: Entry) -> bytes:
    """Write the entry beside its change; return its leaf hash. It takes its place when the sequencer next runs.

    Raises TooLarge for an entry that no tile could hold.
    """
    body = entry.body()
    if len(body) > LONGEST_ENTRY:
        raise TooLarge(sentence("The log entry of this change would be too long."))
    leaf = merkle.leaf_hash(body)
    session.add(LogPending(body=body.decode("utf-8")))
    if entry.payload is not None:
        payload = entry.payload
        session.add(LogPayload(leaf_hash=leaf, salt=payload.salt, body=payload.body.decode("utf-8")))
    return leaf
