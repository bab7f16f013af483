"""The events of a room as cards: messages as they stand now, and what was done in the room."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from deliberation.kinds import Channel, MessageKind
from pb_app.models.people import Person, RoleGrant
from pb_app.models.rooms import Facts, Room, RoomEvent, RoomEventKind
from pb_app.queries.room_list import room_at
from pb_app.queries.room_quotes import Quoted, quoted
from pb_app.roles import Role

EVENT = aliased(RoomEvent, name="event")
MESSAGE = aliased(RoomEvent, name="message")
LATEST = aliased(RoomEvent, name="latest")
HIDING = aliased(RoomEvent, name="hiding")
ACTOR = aliased(Person, name="actor")
CHANGING = (
    RoomEventKind.HIDING,
    RoomEventKind.HOLDING,
    RoomEventKind.RESTORING,
    RoomEventKind.EDIT,
    RoomEventKind.WITHDRAWAL,
)
"""Kinds that draw an earlier message anew and have no line of their own."""
OF_MESSAGES = frozenset({RoomEventKind.MESSAGE, *CHANGING})
SPEAKING_FOR = (Role.FACILITATOR, Role.OFFICER)  # the order in which the one word beside a name is chosen


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as it stands now. The text of a hidden or withdrawn one is empty: its words never leave the record."""

    seq: int
    person_id: int
    author: str
    role: Role | None
    is_proposer: bool
    at: datetime
    text: str
    hidden_reason: str | None
    kind: MessageKind | None = None
    headline: str = ""
    source: str = ""
    reply_to: int | None = None
    channel: Channel = Channel.WEB
    is_edited: bool = False
    is_withdrawn: bool = False
    table: int | None = None
    is_held: bool = False
    room_id: int = 0
    quoted: Quoted | None = None
    merges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeCard:
    """Something done in the room that is no message: by whom, when, with which reason and figures."""

    author: str
    role: Role | None
    at: datetime
    reason: str
    facts: Facts
    whom: str = ""


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event of a room: its place, and the message it is about as that stands now, or else the notice."""

    seq: int
    kind: RoomEventKind
    message: MessageCard | None
    notice: NoticeCard | None


def events_of(room_id: int) -> Select[Any]:
    """Events with their message; hidden words are not even read from the table."""
    is_shown = and_(MESSAGE.hidden_by_seq.is_(None), MESSAGE.withdrawn_by_seq.is_(None))
    return (
        select(
            EVENT.seq,
            EVENT.kind,
            EVENT.person_id.label("actor_id"),
            EVENT.at.label("done_at"),
            EVENT.facts,
            case((EVENT.kind.in_(OF_MESSAGES), ""), else_=EVENT.body).label("reason"),
            ACTOR.display_name.label("actor"),
            MESSAGE.seq.label("message_seq"),
            MESSAGE.room_id,
            MESSAGE.person_id,
            Person.display_name,
            MESSAGE.at,
            MESSAGE.message_kind,
            MESSAGE.reply_to_seq,
            MESSAGE.channel,
            MESSAGE.edited_by_seq,
            MESSAGE.withdrawn_by_seq,
            MESSAGE.facts.label("message_facts"),
            case((is_shown, func.coalesce(LATEST.body, MESSAGE.body)), else_="").label("text"),
            case((is_shown, func.coalesce(LATEST.headline, MESSAGE.headline)), else_="").label("headline"),
            case((is_shown, func.coalesce(LATEST.source, MESSAGE.source)), else_="").label("source"),
            HIDING.body.label("hidden_reason"),
            HIDING.kind.label("hidden_by"),
        )
        .select_from(EVENT)
        .join(ACTOR, ACTOR.id == EVENT.person_id)
        .join(MESSAGE, (MESSAGE.room_id == room_id) & (MESSAGE.seq == func.coalesce(EVENT.target_seq, EVENT.seq)))
        .join(Person, Person.id == MESSAGE.person_id)
        .outerjoin(LATEST, (LATEST.room_id == room_id) & (LATEST.seq == MESSAGE.edited_by_seq))
        .outerjoin(HIDING, (HIDING.room_id == room_id) & (HIDING.seq == MESSAGE.hidden_by_seq))
        .where(EVENT.room_id == room_id)
    )


def cards(session: Session, room_id: int, wanted: Select[Any]) -> list[EventCard]:
    """What was asked for, drawn as cards."""
    rows = session.execute(wanted).all()
    if not rows:
        return []
    room = room_at(session, room_id)
    assert room is not None  # noqa: S101 - its events were just read
    roles = _roles(session, room, {one for row in rows for one in (row.person_id, row.actor_id)})
    names = _names(session, {one for row in rows if (one := _whom(row)) is not None})
    behind = quoted(session, room_id, {one for row in rows if (one := _quotes(row)) is not None})
    proposer_id = room.proposal.author_id if room.proposal else None
    return [_card(row, roles, names, behind, proposer_id) for row in rows]


def _card(
    row: Row[Any],
    roles: dict[int, Role],
    names: dict[int, str],
    behind: Mapping[int, Quoted],
    proposer_id: int | None,
) -> EventCard:
    if row.kind in OF_MESSAGES:
        return EventCard(row.seq, row.kind, _message(row, roles, behind, proposer_id), None)
    facts = row.facts or {}
    whom = names.get(_whom(row) or 0, "")
    done = NoticeCard(row.actor, roles.get(row.actor_id), row.done_at, row.reason, facts, whom)
    return EventCard(row.seq, row.kind, None, done)


def _message(
    row: Row[Any], roles: dict[int, Role], behind: Mapping[int, Quoted], proposer_id: int | None
) -> MessageCard:
    return MessageCard(
        seq=row.message_seq,
        room_id=row.room_id,
        person_id=row.person_id,
        author=row.display_name,
        role=roles.get(row.person_id),
        is_proposer=row.person_id == proposer_id,
        at=row.at,
        text=row.text,
        hidden_reason=row.hidden_reason,
        kind=row.message_kind,
        headline=row.headline,
        source=row.source,
        reply_to=row.reply_to_seq,
        channel=row.channel,
        is_edited=row.edited_by_seq is not None,
        is_withdrawn=row.withdrawn_by_seq is not None,
        table=(row.message_facts or {}).get("table"),
        is_held=row.hidden_by is RoomEventKind.HOLDING,
        quoted=behind.get(_quotes(row) or 0),
        merges=tuple((row.message_facts or {}).get("merges", ())),
    )


def _quotes(row: Row[Any]) -> int | None:
    found: int | None = (row.message_facts or {}).get("quotes")
    return found


def _whom(row: Row[Any]) -> int | None:
    found: int | None = (row.facts or {}).get("person")
    return found


def _names(session: Session, people: Collection[int]) -> dict[int, str]:
    """What those are called about whom something was done: a turn is given to somebody."""
    if not people:
        return {}
    found = session.execute(select(Person.id, Person.display_name).where(Person.id.in_(people)))
    return {row.id: row.display_name for row in found}


def _roles(session: Session, room: Room, people: Iterable[int]) -> dict[int, Role]:
    """For whom each of these people speaks in this room, if they hold such a role there."""
    grants = session.scalars(
        select(RoleGrant).where(RoleGrant.person_id.in_(people), RoleGrant.role.in_(SPEAKING_FOR))
    ).all()
    held = [(grant.role, grant.person_id) for grant in grants if grant.to_domain().scope.covers(room.scope)]
    return {person_id: role for role in reversed(SPEAKING_FOR) for of, person_id in held if of is role}
