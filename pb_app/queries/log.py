"""The log as its public pages read it: entries newest first, one entry with its proof, the newest checkpoint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.actions import Action
from pb_app.audit.canonical import Value, decode
from pb_app.audit.findings import read_entry
from pb_app.models.log import LogCheckpoint, LogLeaf
from pb_app.permissions import TABLE, Logged
from pb_app.queries.log_filters import LogFilter, of_types, places
from pb_app.refusals import Refusal

_PLACES = frozenset({"partnership", "locality", "forum"})
_IF_ANY = frozenset(
    {
        "voided",
        "voided_set",
        "quorum",
        "witnesses",
        "payloads",
        "answered",
        "digest",
        "draw",
        "records",
        "files",
        "receipts",
    }
)
"""Facts that are told only where there is something to tell, or that were not always told."""
PAGE = 50


class LogKind(StrEnum):
    """What an entry is about."""

    GOVERNANCE = "governance"
    PROPOSALS = "proposals"
    ROOMS = "rooms"
    VOTING = "voting"
    MONEY = "money"
    AUDIT = "audit"


_NOUNS = {
    LogKind.GOVERNANCE: (
        "role person partnership partner locality outcome forum postcodes round log receipts payload witness "
        "quorum policy lead"
    ),
    LogKind.PROPOSALS: "proposal amendment",
    LogKind.ROOMS: (
        "tables notes report moderation measure mute appeal case message point room seat agenda conclusion statements "
        "statement opinion facilitation sheet meeting "
        "views reach groups sample coder"
    ),
    LogKind.VOTING: (
        "poll contest extension withdrawal project strike eligibility roll claim claims voucher codes code ballots "
        "station papers batch difference paper kiosk slips slip kiosks count privacy result"
    ),
    LogKind.MONEY: "fund pot awards limit movement reversal",
    LogKind.AUDIT: "look check",
}
KINDS: Mapping[str, LogKind] = {
    action.value: kind
    for action, row in TABLE.items()
    if row.logged is Logged.ENTRY
    for kind, nouns in _NOUNS.items()
    if action.value.split(".")[0] in nouns.split()
}
"""Which kind each type of entry is of."""
EVENTS = tuple(Action(event) for event in KINDS)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An entry as people read it. What cannot be read as an entry has no event and no moment."""

    index: int
    body: str
    leaf_hash: bytes
    event: str = ""
    at: datetime | None = None
    poll: UUID | None = None
    actor: str = ""
    facts: Mapping[str, Value] | None = None
    is_committed: bool = False

    @property
    def kind(self) -> LogKind | None:
        """What it is about."""
        return KINDS.get(self.event)

    def number(self, fact: str) -> int | None:
        """A fact that is a whole number, or None."""
        found = (self.facts or {}).get(fact)
        return found if isinstance(found, int) else None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Fifty entries, newest first; pages count from 1."""

    entries: Sequence[LogEntry]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


def log_page(session: Session, wanted: LogFilter, page: int) -> LogPage:
    """A page of the entries that are asked for; a page beyond the last is the last."""
    which = places(session, wanted, KINDS)
    named = which[0].subquery() if which else LogLeaf.__table__
    found = select(named.c.idx).where(*(named.c.idx.in_(one) for one in which[1:]))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = min(max(page, 1), max(1, -(-total // PAGE)))
    shown = session.scalars(found.order_by(named.c.idx.desc()).offset((page - 1) * PAGE).limit(PAGE)).all()
    leaves = select(LogLeaf).where(LogLeaf.idx.in_(shown)).order_by(LogLeaf.idx.desc())
    return LogPage([_read(leaf) for leaf in session.scalars(leaves)], total, page)


def entries_of_types(session: Session, wanted: LogFilter, types: Sequence[str]) -> list[LogEntry]:
    """The entries of these types that are asked for, oldest first."""
    which = (LogLeaf.idx.in_(one) for one in [*places(session, wanted, KINDS), of_types(types)])
    leaves = select(LogLeaf).where(*which).order_by(LogLeaf.idx)
    return [_read(leaf) for leaf in session.scalars(leaves)]


def log_entry(session: Session, index: int) -> LogEntry | None:
    """The entry at this place."""
    leaf = session.get(LogLeaf, index)
    return None if leaf is None else _read(leaf)


def newest_checkpoint(session: Session) -> LogCheckpoint | None:
    """The checkpoint that was signed last; None while the log is empty."""
    return session.scalar(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1))


def bodies(session: Session, first: int, end: int) -> Sequence[str]:
    """The canonical bytes, as text, of the entries from `first` on and before `end`, in their order."""
    wanted = select(LogLeaf.body).where(LogLeaf.idx >= first, LogLeaf.idx < end).order_by(LogLeaf.idx)
    return session.scalars(wanted).all()


def _read(leaf: LogLeaf) -> LogEntry:
    try:
        entry = read_entry(leaf.idx, leaf.body.encode())
        told = decode(leaf.body.encode())
        poll = UUID(entry.poll) if entry.poll else None
    except (Refusal, ValueError):
        return LogEntry(leaf.idx, leaf.body, leaf.leaf_hash)
    if not _is_whole(entry.event, entry.facts):
        return LogEntry(leaf.idx, leaf.body, leaf.leaf_hash)
    actor = str(told.get("actor", "")) if isinstance(told, dict) else ""
    has_more = entry.commitment is not None
    return LogEntry(leaf.idx, leaf.body, leaf.leaf_hash, entry.event, entry.at, poll, actor, entry.facts, has_more)


def _is_whole(event: str, facts: Mapping[str, Value]) -> bool:
    """Whether an entry holds what its type always holds; where a role is held may be left out."""
    return event in KINDS and facts.keys() >= TABLE[Action(event)].facts - _PLACES - _IF_ANY
