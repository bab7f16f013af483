"""What stands behind a quotation, as it stands now: a message that was taken away takes its quotations with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from deliberation.likeness import alike
from pb_app.models.people import Person
from pb_app.models.rooms import RoomEvent, RoomEventKind

EXCERPT = 280
SHORTEST = 25
LATEST_ASKED = 120


@dataclass(frozen=True, slots=True)
class Quoted:
    """A message that another quotes: who wrote it and how it begins. Without words it was taken away."""

    seq: int
    author: str
    text: str


def quoted(session: Session, room_id: int, places: Iterable[int]) -> Mapping[int, Quoted]:
    """The messages at these places, by place."""
    wanted = sorted(set(places))
    if not wanted:
        return {}
    edit = aliased(RoomEvent)
    rows = session.execute(
        select(
            RoomEvent.seq,
            Person.display_name,
            func.coalesce(edit.body, RoomEvent.body).label("text"),
            (RoomEvent.hidden_by_seq.is_(None) & RoomEvent.withdrawn_by_seq.is_(None)).label("stands"),
        )
        .join(Person, Person.id == RoomEvent.person_id)
        .outerjoin(edit, (edit.room_id == room_id) & (edit.seq == RoomEvent.edited_by_seq))
        .where(RoomEvent.room_id == room_id, RoomEvent.seq.in_(wanted))
    )
    return {row.seq: Quoted(row.seq, row.display_name, excerpt(row.text) if row.stands else "") for row in rows}


def excerpt(text: str) -> str:
    """How a text begins, cut at a word."""
    if len(text) <= EXCERPT:
        return text
    return text[: text.rfind(" ", 1, EXCERPT) if " " in text[1:EXCERPT] else EXCERPT] + "…"


def messages_alike(session: Session, room_id: int, text: str, but_of: int | None = None) -> list[Quoted]:
    """The latest messages of others that say nearly the same, nearest first; none for a few words. Only suggested."""
    if len(text) < SHORTEST:
        return []
    rows = session.execute(
        select(RoomEvent.seq, Person.display_name, RoomEvent.body)
        .join(Person, Person.id == RoomEvent.person_id)
        .where(
            RoomEvent.room_id == room_id,
            RoomEvent.kind == RoomEventKind.MESSAGE,
            RoomEvent.hidden_by_seq.is_(None),
            RoomEvent.withdrawn_by_seq.is_(None),
            RoomEvent.edited_by_seq.is_(None),
            RoomEvent.person_id.is_distinct_from(but_of),
            func.length(RoomEvent.body).between(len(text) // 2, 2 * len(text)),
        )
        .order_by(RoomEvent.seq.desc())
        .limit(LATEST_ASKED)
    )
    there = {row.body: Quoted(row.seq, row.display_name, excerpt(row.body)) for row in rows}
    return [there[one] for one in alike(text, there)]
