"""The tables of a room: who was drawn where, who stays out, and what was noted at each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.tables import mates_of
from pb_app.models.rooms import RoomEvent, RoomEventKind, RoomSeat
from pb_app.queries.room_life import people_called


@dataclass(frozen=True, slots=True)
class Drawn:
    """The latest draw: its place, the names at each table, where the reader sits, and until when."""

    seq: int
    tables: tuple[tuple[str, ...], ...]
    mine: int | None
    until: datetime
    seed: str


def drawn(session: Session, room_id: int, reader_id: int | None) -> Drawn | None:
    """The tables as they were drawn last."""
    event = next(iter(draws(session, room_id)), None)
    if event is None:
        return None
    facts, tables = event.facts or {}, tables_in(event)
    names = {one.id: one.display_name for one in people_called(session, [one for table in tables for one in table])}
    mine = next((number for number, table in enumerate(tables, start=1) if reader_id in table), None)
    shown = tuple(tuple(names[one] for one in table) for table in tables)
    return Drawn(event.seq, shown, mine, datetime.fromisoformat(str(facts["until"])), str(facts["seed"]))


def draws(session: Session, room_id: int) -> Sequence[RoomEvent]:
    """Every draw of the room, the latest first."""
    wanted = select(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.TABLES)
    return session.scalars(wanted.order_by(RoomEvent.seq.desc())).all()


def tables_in(event: RoomEvent) -> list[list[int]]:
    """Who sits where."""
    found = (event.facts or {})["tables"]
    assert isinstance(found, list)  # noqa: S101 - written so
    return [one for one in found if isinstance(one, list)]


def sat_together(session: Session, room_id: int) -> set[frozenset[int]]:
    """Every two who sat at a table together in this room."""
    return {pair for event in draws(session, room_id) for pair in mates_of(tables_in(event))}


def staying_out(session: Session, room_id: int) -> set[int]:
    """Who does not want to sit at a table."""
    wanted = select(RoomEvent.person_id, RoomEvent.facts).where(
        RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.STAYING_OUT
    )
    latest = {row.person_id: row.facts["out"] for row in session.execute(wanted.order_by(RoomEvent.seq))}
    return {person_id for person_id, is_out in latest.items() if is_out}


def seat_kinds(session: Session, room_id: int) -> dict[int, str]:
    """As what people were invited."""
    wanted = select(RoomSeat.person_id, RoomSeat.seat).where(RoomSeat.room_id == room_id)
    return {row.person_id: row.seat for row in session.execute(wanted)}


def notes(session: Session, room_id: int, since: int) -> list[RoomEvent]:
    """What was noted at tables since a place, in order, unless it was taken away."""
    wanted = select(RoomEvent).where(
        RoomEvent.room_id == room_id,
        RoomEvent.seq > since,
        RoomEvent.kind == RoomEventKind.MESSAGE,
        RoomEvent.hidden_by_seq.is_(None),
        RoomEvent.withdrawn_by_seq.is_(None),
    )
    found = session.scalars(wanted.order_by(RoomEvent.seq))
    return [event for event in found if (event.facts or {}).get("table")]
