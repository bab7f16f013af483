"""Appending to the log: an entry is written in the transaction of its change and waits there for its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from pb_app.audit import canonical, merkle
from pb_app.models.log import LogPending

VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """What the log says of one change (voting-and-audit 2.1). No words, no choices, no persons."""

    event: str
    at: datetime
    facts: Mapping[str, str | int]
    poll: UUID | None = None
    actor: str | None = None

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
        return canonical.encode(entry)


def moment_text(moment: datetime) -> str:
    """A moment as the log writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def append(session: Session, entry: Entry) -> bytes:
    """Write the entry beside its change; return its leaf hash. It takes its place when the sequencer next runs."""
    body = entry.body()
    session.add(LogPending(body=body.decode("utf-8")))
    return merkle.leaf_hash(body)
