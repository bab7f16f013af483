"""Handing a ballot in: the mark on the roll and the ballot in the box, both or neither, while the poll takes votes."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    exists,
    func,
    insert,
    select,
    type_coerce,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb_app.box import Ballot
from pb_app.database import POLL_LOCKS, Database
from pb_app.models.base import Moment
from pb_app.models.box import box_ballot, box_inbox, box_voided
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.stages import PollState

HOURS = (Poll.state, Poll.opens_at, Poll.closes_at)
BALLOT = tuple(box_inbox.c.keys())


class Hours(Protocol):
    """Where a poll stands at a moment, and from when until when it takes votes."""

    @property
    def state(self) -> PollState:
        """Where it stands."""

    @property
    def opens_at(self) -> datetime:
        """The first moment at which votes count."""

    @property
    def closes_at(self) -> datetime:
        """The first moment at which they do not."""

    @property
    def at(self) -> datetime:
        """The moment that decides, by the database's clock."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of a ballot, and the poll as it stood at `at`, by the database's clock, under the poll's lock.

    Where `put` is false nothing was written: the poll took no votes, or whose vote it was is not on the roll, or the
    secret is `taken` by a ballot in the box, or else the voter is marked already.
    """

    state: PollState
    opens_at: datetime
    closes_at: datetime
    at: datetime
    on_roll: bool = False
    taken: bool = False
    put: bool = False


def is_early(poll: Hours) -> bool:
    """Whether voting has not begun at its moment."""
    return poll.state in (PollState.DRAFT, PollState.FROZEN) or poll.at < poll.opens_at


def is_late(poll: Hours) -> bool:
    """Whether voting has ended at its moment: the hour of closing itself is too late."""
    return not is_early(poll) and (poll.state is not PollState.OPEN or poll.at >= poll.closes_at)


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot on its way: the poll's number, the hash of the frozen rules by which it is valid, and whose it is."""

    poll_no: int
    rules: str
    person_key: bytes
    ballot: Ballot


def hand_in(session: Session, database: Database, paper: Paper) -> Handed:
    """Mark whoever stands on the roll under the paper's key, and only then put its ballot in (voting-and-audit 1.5)."""
    told: dict[str, Any] = {"poll_no": paper.poll_no, "rules": paper.rules, "person_key": paper.person_key}
    told |= {name: getattr(paper.ballot, name) for name in BALLOT}
    if database.is_sqlite:
        return _in_steps(session.connection(), database.clock, told)
    with suppress(IntegrityError):  # another voter with the same secret at the same moment: next time it is seen
        return _at_once(session, database, told)
    return _at_once(session, database, told)


def _at_once(session: Session, database: Database, told: dict[str, Any]) -> Handed:
    """PostgreSQL: by a statement that has been committed when its answer comes."""
    with database.at_once(session) as connection:
        return Handed(*connection.execute(_in_one_statement(), told).one())


@lru_cache(maxsize=1)
def _in_one_statement() -> Select[*tuple[Any, ...]]:
    """A function that takes the lock, reads state and clock after it, and writes (migration 0004b)."""
    given = (
        POLL_LOCKS,
        bindparam("poll_no"),
        bindparam("poll_id", type_=box_inbox.c.poll_id.type),
        bindparam("rules", type_=Text),
        bindparam("person_key", type_=RollEntry.__table__.c.person_key.type),
        *(bindparam(name, type_=box_inbox.c[name].type) for name in BALLOT if name != "poll_id"),
    )
    told = func.cast_ballot(*given).table_valued("state", "opens_at", "closes_at", "at", "on_roll", "taken", "put")
    hours = (type_coerce(told.c[one.key], one.type) for one in HOURS)
    return select(*hours, type_coerce(told.c["at"], Moment), told.c.on_roll, told.c.taken, told.c.put)


def _in_steps(steps: Connection, clock: ColumnElement[datetime], told: dict[str, Any]) -> Handed:
    """SQLite: the same step by step, since whoever writes is alone from the beginning to the end."""
    frozen_so = Poll.poll_no == told["poll_no"], Poll.id == told["poll_id"], Poll.rules_sha256 == told["rules"]
    hours = Handed(*steps.execute(select(*HOURS, type_coerce(clock, Moment)).where(*frozen_so)).one())
    if is_early(hours) or is_late(hours):
        return hours
    roll_no = steps.execute(select(RollEntry.roll_no).where(*_eligible(told))).scalar()
    if roll_no is None:
        return hours
    on_roll = replace(hours, on_roll=True)
    mark = {"poll_id": told["poll_id"], "roll_no": roll_no, "channel": told["channel"], "marked_on": hours.at.date()}
    if steps.execute(select(_is_marked(mark))).scalar():
        return on_roll
    if steps.execute(select(_is_used(box_inbox, told) | _is_used(box_ballot, told) | _is_voided(told))).scalar():
        return replace(on_roll, taken=True)
    steps.execute(insert(RollMark), mark)
    steps.execute(insert(box_inbox), {name: told[name] for name in BALLOT})
    return replace(on_roll, put=True)


def _eligible(told: dict[str, Any]) -> tuple[ColumnElement[bool], ...]:
    of_person = RollEntry.person_key == told["person_key"]
    return RollEntry.poll_id == told["poll_id"], of_person, RollEntry.status == "eligible"


def _is_marked(mark: dict[str, Any]) -> ColumnElement[bool]:
    return exists().where(RollMark.poll_id == mark["poll_id"], RollMark.roll_no == mark["roll_no"])


def _is_voided(told: dict[str, Any]) -> ColumnElement[bool]:
    return exists().where(box_voided.c.poll_id == told["poll_id"], box_voided.c.c == told["c"])


def _is_used(table: Table, told: dict[str, Any]) -> ColumnElement[bool]:
    return exists().where(table.c.poll_id == told["poll_id"], table.c.idem == told["idem"])
