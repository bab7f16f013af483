"""A paper in the place of an online ballot, where the rules say so: the ballot is voided, then the mark changes."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy.orm import Session

from pb_app.casting import HOURS, is_early, is_late
from pb_app.database import POLL_LOCKS, Database
from pb_app.models.base import Moment
from pb_app.models.box import box_ballot, box_inbox, box_voided
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.receipts import Channel
from pb_app.stages import PollState, TwoChannels

OVERRIDE = "paper-override"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose mark, the ballot that their receipt's key stands for, and the station that hands out the paper."""

    poll_no: int
    poll_id: UUID
    person_key: bytes
    idem: bytes
    station_id: int


@dataclass(frozen=True, slots=True)
class Overridden:
    """What became of it, and the poll as it stood at `at`, by the database's clock, under the poll's lock.

    Done only where they were `marked` as having voted online and the ballot was `found`; otherwise nothing was written.
    """

    state: PollState
    opens_at: datetime
    closes_at: datetime
    at: datetime
    marked: bool = False
    found: bool = False


def override(session: Session, database: Database, wish: Wish) -> Overridden:
    """Void the ballot (its body goes, its hash stays) and turn the mark into one of paper, both or neither."""
    told = {name: getattr(wish, name) for name in ("poll_no", "poll_id", "person_key", "idem", "station_id")}
    if database.is_sqlite:
        return _in_steps(session.connection(), database, told)
    with database.at_once(session) as connection:
        return Overridden(*connection.execute(_in_one_statement(), told).one())


@lru_cache(maxsize=1)
def _in_one_statement() -> Select[*tuple[Any, ...]]:
    """PostgreSQL: by the one function that may change a mark (migration 0013)."""
    given: tuple[Any, ...] = (
        POLL_LOCKS,
        bindparam("poll_no"),
        bindparam("poll_id", type_=box_inbox.c.poll_id.type),
        bindparam("person_key", type_=RollEntry.__table__.c.person_key.type),
        bindparam("idem", type_=box_inbox.c.idem.type),
        bindparam("station_id"),
    )
    told = func.override_online(*given).table_valued("state", "opens_at", "closes_at", "at", "marked", "held")
    hours = (type_coerce(told.c[one.key], one.type) for one in HOURS)
    return select(*hours, type_coerce(told.c["at"], Moment), told.c.marked, told.c.held)


def _in_steps(steps: Connection, database: Database, told: dict[str, Any]) -> Overridden:
    """SQLite: the same step by step, since whoever writes is alone from the beginning to the end."""
    wanted = select(*HOURS, type_coerce(database.clock, Moment), Poll.two_channels)
    row = steps.execute(wanted.where(Poll.poll_no == told["poll_no"], Poll.id == told["poll_id"])).one()
    hours = Overridden(*row[:-1])
    if row.two_channels is not TwoChannels.PAPER_OVERRIDES or is_early(hours) or is_late(hours):
        return hours
    roll_no = steps.execute(_mark(told)).scalar()
    if roll_no is None:
        return hours
    old = next((one for table in (box_inbox, box_ballot) if (one := _old(steps, table, told)) is not None), None)
    if old is None:
        return replace(hours, marked=True)
    table, gone = old
    steps.execute(
        insert(box_voided),
        {"poll_id": told["poll_id"], "c": gone, "reason": OVERRIDE, "mixed": table is box_ballot},
    )
    steps.execute(delete(table).where(table.c.poll_id == told["poll_id"], table.c.c == gone))
    of_voter = (RollMark.poll_id == told["poll_id"], RollMark.roll_no == roll_no)
    on_paper = {"channel": Channel.PAPER.value, "station_id": told["station_id"], "marked_on": hours.at.date()}
    steps.execute(update(RollMark).where(*of_voter).values(**on_paper))
    return replace(hours, marked=True, found=True)


def _mark(told: dict[str, Any]) -> Select[*tuple[Any, ...]]:
    of_entry = (RollEntry.poll_id == RollMark.poll_id) & (RollEntry.roll_no == RollMark.roll_no)
    wanted = select(RollMark.roll_no).join(RollEntry, of_entry)
    of_person = RollEntry.person_key == told["person_key"]
    return wanted.where(RollMark.poll_id == told["poll_id"], RollMark.channel == Channel.ONLINE.value, of_person)


def _old(steps: Connection, table: Any, told: dict[str, Any]) -> tuple[Any, bytes] | None:
    wanted = select(table.c.c).where(table.c.poll_id == told["poll_id"], table.c.idem == told["idem"])
    gone = steps.execute(wanted.where(table.c.channel == Channel.ONLINE.value)).scalar()
    return None if gone is None else (table, bytes(gone))
