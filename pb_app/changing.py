"""Putting another ballot in the place of one's own, by the receipt's key alone: the box is touched, the roll is not."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, Text, bindparam, delete, exists, func, insert, select, type_coerce
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb_app.box import Ballot
from pb_app.casting import BALLOT, HOURS, is_early, is_late
from pb_app.database import POLL_LOCKS, Database
from pb_app.models.base import Moment
from pb_app.models.box import box_ballot, box_inbox, box_voided
from pb_app.models.polls import Poll
from pb_app.stages import PollState


@dataclass(frozen=True, slots=True)
class Held:
    """The ballot that a receipt's key stands for, as it lies in the box."""

    c: bytes
    channel: str
    body: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What became of a change, and the poll as it stood at `at`, by the database's clock, under the poll's lock.

    Where `put` is false nothing was written: the poll took no changes, or no ballot was `found` under the old key, or
    the new secret is `taken` by a ballot in the box.
    """

    state: PollState
    opens_at: datetime
    closes_at: datetime
    at: datetime
    found: bool = False
    taken: bool = False
    put: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """A ballot that is to replace another: the poll, the hash of its frozen rules, the old ballot's change hash."""

    poll_no: int
    rules: str
    old: bytes
    ballot: Ballot


def held_under(session: Session, poll_id: UUID, change_hash: bytes) -> Held | None:
    """The ballot that may be changed with this change hash, mixed or not; None if there is none."""
    for table in (box_inbox, box_ballot):
        wanted = select(table.c.c, table.c.channel, table.c.body)
        found = session.execute(wanted.where(table.c.poll_id == poll_id, table.c.change_hash == change_hash)).first()
        if found is not None:
            return Held(bytes(found.c), found.channel, found.body)
    return None


def exchange(session: Session, database: Database, wish: Exchange) -> Exchanged:
    """Void the old ballot (its body goes, its hash stays) and put the new one in, both or neither."""
    told: dict[str, Any] = {"poll_no": wish.poll_no, "rules": wish.rules, "old": wish.old}
    told |= {name: getattr(wish.ballot, name) for name in BALLOT}
    if database.is_sqlite:
        return _in_steps(session.connection(), database, told)
    with suppress(IntegrityError):  # another ballot with the same new secret at the same moment: next time it is seen
        return _at_once(session, database, told)
    return _at_once(session, database, told)


def _at_once(session: Session, database: Database, told: dict[str, Any]) -> Exchanged:
    with database.at_once(session) as connection:
        return Exchanged(*connection.execute(_in_one_statement(), told).one())


@lru_cache(maxsize=1)
def _in_one_statement() -> Select[*tuple[Any, ...]]:
    """PostgreSQL: by the one function that may take a single ballot out (migration 0009)."""
    given = (
        POLL_LOCKS,
        bindparam("poll_no"),
        bindparam("poll_id", type_=box_inbox.c.poll_id.type),
        bindparam("rules", type_=Text),
        bindparam("old", type_=box_inbox.c.change_hash.type),
        *(bindparam(name, type_=box_inbox.c[name].type) for name in BALLOT if name != "poll_id"),
    )
    told = func.change_ballot(*given).table_valued("state", "opens_at", "closes_at", "at", "known", "taken", "put")
    hours = (type_coerce(told.c[one.key], one.type) for one in HOURS)
    return select(*hours, type_coerce(told.c["at"], Moment), told.c.known, told.c.taken, told.c.put)


def _in_steps(steps: Connection, database: Database, told: dict[str, Any]) -> Exchanged:
    """SQLite: the same step by step, since whoever writes is alone from the beginning to the end."""
    frozen_so = Poll.poll_no == told["poll_no"], Poll.id == told["poll_id"], Poll.rules_sha256 == told["rules"]
    row = steps.execute(select(*HOURS, type_coerce(database.clock, Moment), Poll.may_change).where(*frozen_so)).one()
    hours = Exchanged(*row[:-1])
    if not row.may_change or is_early(hours) or is_late(hours):
        return hours
    found = next((one for table in (box_inbox, box_ballot) if (one := _old(steps, table, told)) is not None), None)
    if found is None:
        return hours
    table, gone = found
    of_poll = told["poll_id"]
    used = [exists().where(one.c.poll_id == of_poll, one.c.idem == told["idem"]) for one in (box_inbox, box_ballot)]
    voided = exists().where(box_voided.c.poll_id == of_poll, box_voided.c.c == told["c"])
    if steps.execute(select(used[0] | used[1] | voided)).scalar():
        return replace(hours, found=True, taken=True)
    marked = {"poll_id": of_poll, "c": gone, "reason": "replaced", "mixed": table is box_ballot}
    steps.execute(insert(box_voided), marked)
    steps.execute(delete(table).where(table.c.poll_id == of_poll, table.c.c == gone))
    steps.execute(insert(box_inbox), {name: told[name] for name in BALLOT})
    return replace(hours, found=True, put=True)


def _old(steps: Connection, table: Any, told: dict[str, Any]) -> tuple[Any, bytes] | None:
    wanted = select(table.c.c).where(table.c.poll_id == told["poll_id"], table.c.change_hash == told["old"])
    gone = steps.execute(wanted.where(table.c.channel == told["channel"])).scalar()
    return None if gone is None else (table, bytes(gone))
