"""Putting ballots into the box, mixing them, and reading them when the poll is closed: the box's tables only."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Self
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from pb_app import receipts
from pb_app.audit.canonical import Value
from pb_app.database import Database
from pb_app.models.box import box_ballot, box_inbox, box_mix, box_voided
from pb_app.receipts import Channel
from pb_app.refusals import Conflict, sentence

CHUNK = 5_000
"""How many ballots go into the box by one statement."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot as the box keeps it: its canonical body and the hashes that stand for it. Nothing of who cast it."""

    poll_id: UUID
    c: bytes
    idem: bytes
    change_hash: bytes | None
    channel: str
    body: str

    @classmethod
    def made(cls, poll_id: UUID, marks: Value, channel: Channel, secret: bytes, *, may_change: bool = False) -> Self:
        """The ballot with these marks (pb_app.marks) and this 16-byte secret; the secret is kept nowhere.

        Only a ballot that `may_change` carries the hash by which the holder of the secret can replace it.
        """
        body = receipts.ballot_body(poll_id, marks, channel, receipts.nonce(secret, poll_id))
        return cls(
            poll_id=poll_id,
            c=receipts.ballot_hash(body),
            idem=receipts.idempotency_key(secret, poll_id),
            change_hash=receipts.change_hash(secret, poll_id) if may_change else None,
            channel=channel.value,
            body=body.decode("utf-8"),
        )


def put(session: Session, ballot: Ballot) -> None:
    """Put one ballot into the inbox. The poll must be open."""
    session.execute(insert(box_inbox).values(asdict(ballot)))


def put_many(session: Session, ballots: Iterable[Ballot]) -> int:
    """Put ballots into the inbox, thousands at a time; return how many. The poll must be open."""
    put, waiting = 0, iter(ballots)
    while chunk := [asdict(ballot) for ballot in islice(waiting, CHUNK)]:
        session.execute(insert(box_inbox), chunk)
        put += len(chunk)
    return put


def mix(session: Session, database: Database, poll_id: UUID) -> list[bytes]:
    """Move what is in the inbox to the box, sorted by hash; return the hashes moved, ascending (none: nothing done).

    The caller holds the poll's lock exclusively. Raises Conflict if another number arrived than was taken out.
    """
    hashes = _hashes(session, poll_id, inbox=True)
    if not hashes:
        return []
    moved = _move_embedded(session, poll_id) if database.is_sqlite else _move_served(session, poll_id)
    if moved != len(hashes):
        raise Conflict(sentence("The box was mixed while ballots were still coming in. Try again."))
    last = session.scalar(select(func.max(box_mix.c.mix_no)).where(box_mix.c.poll_id == poll_id)) or 0
    row = {"poll_id": poll_id, "mix_no": last + 1, "n": moved, "set_hash": receipts.set_hash(hashes)}
    session.execute(insert(box_mix).values(row))
    return hashes


def hash_by_key(session: Session, poll_id: UUID, idem: bytes) -> bytes | None:
    """The hash of the ballot with this idempotency key, mixed or not; None if there is none."""
    for table in (box_inbox, box_ballot):
        found = session.scalar(select(table.c.c).where(table.c.poll_id == poll_id, table.c.idem == idem))
        if found is not None:
            return bytes(found)
    return None


def mixes_of(session: Session, poll_id: UUID) -> int:
    """How often the box was mixed."""
    return session.scalar(select(func.count()).select_from(box_mix).where(box_mix.c.poll_id == poll_id)) or 0


def waiting(session: Session, poll_id: UUID) -> int:
    """How many ballots wait in the inbox for the next mix."""
    counted = select(func.count(box_inbox.c.c)).where(box_inbox.c.poll_id == poll_id)
    return session.scalar(counted) or 0


def hashes_of(session: Session, poll_id: UUID, but: Channel | None = None) -> list[bytes]:
    """The hashes of all mixed ballots, ascending: the leaves of the box's tree; `but` leaves a channel out."""
    return _hashes(session, poll_id, inbox=False, but=but)


def voided_of(session: Session, poll_id: UUID) -> list[bytes]:
    """The hashes of the ballots that were replaced or set aside, ascending; their bodies are gone."""
    wanted = select(box_voided.c.c).where(box_voided.c.poll_id == poll_id).order_by(box_voided.c.c)
    return [bytes(one) for one in session.scalars(wanted)]


def voided_by_reason(session: Session, poll_id: UUID) -> dict[str, int]:
    """How many ballots left the box, by why. For the closing of a poll and after."""
    counted = select(box_voided.c.reason, func.count(box_voided.c.c)).where(box_voided.c.poll_id == poll_id)
    return {one.reason: one[1] for one in session.execute(counted.group_by(box_voided.c.reason))}


def ballots_by_channel(session: Session, poll_id: UUID) -> dict[str, int]:
    """How many mixed ballots there are, by channel."""
    counted = select(box_ballot.c.channel, func.count(box_ballot.c.c)).where(box_ballot.c.poll_id == poll_id)
    return {one.channel: one[1] for one in session.execute(counted.group_by(box_ballot.c.channel))}


def ballots_of(session: Session, poll_id: UUID) -> Iterator[Value]:
    """The marks on every mixed ballot (pb_app.marks), in the order of the hashes; read thousands at a time."""
    bodies = select(box_ballot.c.body).where(box_ballot.c.poll_id == poll_id).order_by(box_ballot.c.c)
    with session.execute(bodies.execution_options(yield_per=CHUNK)) as rows:
        for row in rows:
            yield marks_in(row.body)


def marks_in(body: str) -> Any:
    """What stands on a ballot, from its canonical body: by contest, where the paper has several."""
    return json.loads(body)["b"]


def bodies_of(session: Session, poll_id: UUID) -> Iterator[tuple[bytes, str]]:
    """Hash and canonical body of every mixed ballot, in the order of the hashes: for polls that publish both."""
    rows = session.execute(
        select(box_ballot.c.c, box_ballot.c.body).where(box_ballot.c.poll_id == poll_id).order_by(box_ballot.c.c)
    )
    for row in rows.yield_per(CHUNK):
        yield bytes(row.c), row.body


def _hashes(session: Session, poll_id: UUID, *, inbox: bool, but: Channel | None = None) -> list[bytes]:
    table = box_inbox if inbox else box_ballot
    wanted = select(table.c.c).where(table.c.poll_id == poll_id)
    if but is not None:
        wanted = wanted.where(table.c.channel != but.value)
    found: Sequence[bytes] = session.scalars(wanted.order_by(table.c.c)).all()
    return [bytes(one) for one in found]


def _move_embedded(session: Session, poll_id: UUID) -> int:
    """SQLite: copy in the order of the hashes, then empty the inbox; its triggers let nothing else through."""
    names = [column.name for column in box_inbox.c]
    taken = select(*box_inbox.c).where(box_inbox.c.poll_id == poll_id).order_by(box_inbox.c.c)
    session.execute(insert(box_ballot).from_select(names, taken))
    return int(session.execute(delete(box_inbox).where(box_inbox.c.poll_id == poll_id)).rowcount)  # type: ignore[attr-defined]


def _move_served(session: Session, poll_id: UUID) -> int:
    """PostgreSQL: by the one function that may empty the inbox; the application's own role cannot."""
    moved: int = session.execute(select(func.mix_box(poll_id))).scalar_one()
    return moved
