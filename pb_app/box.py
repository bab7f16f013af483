"""Putting ballots into the box, mixing them, and reading them when the poll is closed: the box's tables only."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Self
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from pb_app import receipts
from pb_app.database import Database
from pb_app.models.box import box_ballot, box_inbox, box_mix
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
    def made(cls, poll_id: UUID, choices: tuple[str, ...], channel: Channel, secret: bytes) -> Self:
        """The ballot for these choices (sorted, once each) and this 16-byte secret; the secret is kept nowhere."""
        body = receipts.ballot_body(poll_id, choices, channel, receipts.nonce(secret, poll_id))
        return cls(
            poll_id=poll_id,
            c=receipts.ballot_hash(body),
            idem=receipts.idempotency_key(secret, poll_id),
            change_hash=None,
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


def hashes_of(session: Session, poll_id: UUID) -> list[bytes]:
    """The hashes of all mixed ballots, ascending: the leaves of the box's tree."""
    return _hashes(session, poll_id, inbox=False)


def find(session: Session, poll_id: UUID, beginning: bytes) -> tuple[bytes, int] | None:
    """The first mixed ballot whose hash begins so, and its place in the list from 1; None if there is none."""
    of_poll = (box_ballot.c.poll_id == poll_id, box_ballot.c.c >= beginning)
    found = session.scalar(select(box_ballot.c.c).where(*of_poll).order_by(box_ballot.c.c).limit(1))
    if found is None or not bytes(found).startswith(beginning):
        return None
    before = select(func.count(box_ballot.c.c)).where(box_ballot.c.poll_id == poll_id, box_ballot.c.c < found)
    return bytes(found), (session.scalar(before) or 0) + 1


def ballots_by_channel(session: Session, poll_id: UUID) -> dict[str, int]:
    """How many mixed ballots there are, by channel."""
    counted = select(box_ballot.c.channel, func.count(box_ballot.c.c)).where(box_ballot.c.poll_id == poll_id)
    return {one.channel: one[1] for one in session.execute(counted.group_by(box_ballot.c.channel))}


def ballots_of(session: Session, poll_id: UUID) -> Iterator[tuple[str, ...]]:
    """The choices on every mixed ballot, in the order of the hashes; read thousands at a time."""
    bodies = select(box_ballot.c.body).where(box_ballot.c.poll_id == poll_id).order_by(box_ballot.c.c)
    with session.execute(bodies.execution_options(yield_per=CHUNK)) as rows:
        for row in rows:
            yield tuple(json.loads(row.body)["b"])


def _hashes(session: Session, poll_id: UUID, *, inbox: bool) -> list[bytes]:
    table = box_inbox if inbox else box_ballot
    found: Sequence[bytes] = session.scalars(
        select(table.c.c).where(table.c.poll_id == poll_id).order_by(table.c.c)
    ).all()
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
