"""What is read of a room: its events in order, and what is shown of them a page at a time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.queries.room_events import CHANGING, EVENT, EventCard, MessageCard, cards, events_of
from pb_app.queries.room_list import room_at, room_of

__all__ = [
    "EventCard",
    "MessageCard",
    "Transcript",
    "event_at",
    "events_after",
    "last_places",
    "last_seq",
    "messages_missed",
    "room_at",
    "room_of",
    "transcript",
]

MOST_EVENTS = 200
PAGE = 50


@dataclass(frozen=True, slots=True)
class Transcript:
    """Some lines of a room in order, the room's last place when they were read, and what lies on either side."""

    lines: tuple[EventCard, ...]
    last_seq: int
    has_earlier: bool
    has_later: bool

    @property
    def messages(self) -> tuple[MessageCard, ...]:
        """The messages among them."""
        return tuple(line.message for line in self.lines if line.message is not None)


def events_after(session: Session, room_id: int, after: int, most: int = MOST_EVENTS) -> Sequence[EventCard]:
    """The events that follow a place, in order, at most so many."""
    return cards(session, room_id, events_of(room_id).where(EVENT.seq > after).order_by(EVENT.seq).limit(most))


def event_at(session: Session, room_id: int, seq: int) -> EventCard | None:
    """The event at a place."""
    return next(iter(cards(session, room_id, events_of(room_id).where(EVENT.seq == seq))), None)


def last_seq(session: Session, room_id: int) -> int:
    """The place of the room's latest event."""
    return session.execute(select(Room.last_seq).where(Room.id == room_id)).scalar_one()


def last_places(session: Session, room_ids: Collection[int]) -> dict[int, int]:
    """The place of the latest event of each of these rooms."""
    found = session.execute(select(Room.id, Room.last_seq).where(Room.id.in_(sorted(room_ids))))
    return {row.id: row.last_seq for row in found}


def messages_missed(session: Session, room_id: int, after: int, reader_id: int | None = None) -> int:
    """How many messages of others follow a place."""
    missed = select(func.count()).where(
        RoomEvent.room_id == room_id, RoomEvent.seq > after, RoomEvent.kind == RoomEventKind.MESSAGE
    )
    return session.execute(missed.where(RoomEvent.person_id.is_distinct_from(reader_id))).scalar_one()


def transcript(
    session: Session, room_id: int, *, after: int | None = None, before: int | None = None, most: int = PAGE
) -> Transcript:
    """A page of what was said and done: after a place, before one, or the latest."""
    last = last_seq(session, room_id)  # read first: whatever comes later is asked for by this place
    shown = events_of(room_id).where(EVENT.kind.not_in(CHANGING), EVENT.seq <= last)
    if after is not None:
        found = cards(session, room_id, shown.where(EVENT.seq > after).order_by(EVENT.seq).limit(most + 1))
        first = found[0].seq if found else after + 1
        return Transcript(tuple(found[:most]), last, _any_before(session, room_id, first), has_later=len(found) > most)
    if before is not None:
        shown = shown.where(EVENT.seq < before)
    found = cards(session, room_id, shown.order_by(EVENT.seq.desc()).limit(most + 1))
    return Transcript(tuple(found[:most][::-1]), last, has_earlier=len(found) > most, has_later=before is not None)


def _any_before(session: Session, room_id: int, seq: int) -> bool:
    """Whether a line stands before this place."""
    earlier = select(RoomEvent.seq).where(
        RoomEvent.room_id == room_id, RoomEvent.kind.not_in(CHANGING), RoomEvent.seq < seq
    )
    return session.scalar(earlier.limit(1)) is not None
