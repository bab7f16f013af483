"""What is read of a room: the room itself, its events in order, and its messages a page at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from pb_app.models.localities import Locality
from pb_app.models.people import Person, RoleGrant
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.models.rounds import Round
from pb_app.roles import Role

MOST_EVENTS = 200
PAGE = 50
EVENT = aliased(RoomEvent, name="event")
MESSAGE = aliased(RoomEvent, name="message")
HIDING = aliased(RoomEvent, name="hiding")
SPEAKING_FOR = (Role.FACILITATOR, Role.OFFICER)  # the order in which the one word beside a name is chosen


@dataclass(frozen=True, slots=True)
class MessageCard:
    """A message as it stands now. The text of a hidden one is empty: its words never leave the record."""

    seq: int
    person_id: int
    author: str
    role: Role | None
    is_proposer: bool
    at: datetime
    text: str
    hidden_reason: str | None


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event of a room: its place, and the message that was posted or hidden, as that message stands now."""

    seq: int
    kind: RoomEventKind
    message: MessageCard


@dataclass(frozen=True, slots=True)
class Transcript:
    """Some messages of a room in order, the room's last place when they were read, and what lies on either side."""

    messages: tuple[MessageCard, ...]
    last_seq: int
    has_earlier: bool
    has_later: bool


def room_of(session: Session, proposal_no: int) -> Room | None:
    """The room of a proposal, with its proposal, author, round, locality, partnership and forum."""
    round_ = joinedload(Room.proposal).joinedload(Proposal.round)
    return session.scalar(
        select(Room)
        .where(Room.proposal_no == proposal_no)
        .options(
            round_.joinedload(Round.locality).joinedload(Locality.partnership),
            round_.joinedload(Round.forum),
            joinedload(Room.proposal).joinedload(Proposal.author),
        )
        .execution_options(populate_existing=True)
    )


def events_after(session: Session, room_id: int, after: int, most: int = MOST_EVENTS) -> Sequence[EventCard]:
    """The events that follow a place, in order, at most so many."""
    return _cards(session, room_id, _events(room_id).where(EVENT.seq > after).order_by(EVENT.seq).limit(most))


def event_at(session: Session, room_id: int, seq: int) -> EventCard | None:
    """The event at a place."""
    return next(iter(_cards(session, room_id, _events(room_id).where(EVENT.seq == seq))), None)


def last_seq(session: Session, room_id: int) -> int:
    """The place of the room's latest event."""
    return session.execute(select(Room.last_seq).where(Room.id == room_id)).scalar_one()


def messages_missed(session: Session, room_id: int, after: int, reader_id: int | None = None) -> int:
    """How many messages of others follow a place."""
    missed = select(func.count()).where(
        RoomEvent.room_id == room_id, RoomEvent.seq > after, RoomEvent.kind == RoomEventKind.MESSAGE
    )
    return session.execute(missed.where(RoomEvent.person_id.is_distinct_from(reader_id))).scalar_one()


def transcript(
    session: Session, room_id: int, *, after: int | None = None, before: int | None = None, most: int = PAGE
) -> Transcript:
    """A page of messages: those after a place, those before one, or the latest."""
    last = last_seq(session, room_id)  # read first: whatever comes later is asked for by this place
    said = _events(room_id).where(EVENT.kind == RoomEventKind.MESSAGE, EVENT.seq <= last)
    if after is not None:
        found = _cards(session, room_id, said.where(EVENT.seq > after).order_by(EVENT.seq).limit(most + 1))
        shown, has_later = found[:most], len(found) > most
        return Transcript(_messages(shown), last, has_earlier=_any(session, room_id, shown, after), has_later=has_later)
    if before is not None:
        said = said.where(EVENT.seq < before)
    found = _cards(session, room_id, said.order_by(EVENT.seq.desc()).limit(most + 1))
    shown, has_earlier = found[:most][::-1], len(found) > most
    return Transcript(_messages(shown), last, has_earlier, has_later=before is not None)


def _events(room_id: int) -> Select[Any]:
    """Events with their message; hidden words are not even read from the table."""
    here = MESSAGE.room_id == room_id
    return (
        select(
            EVENT.seq,
            EVENT.kind,
            MESSAGE.seq.label("message_seq"),
            MESSAGE.person_id,
            Person.display_name,
            MESSAGE.at,
            case((MESSAGE.hidden_by_seq.is_(None), MESSAGE.body), else_="").label("text"),
            HIDING.body.label("hidden_reason"),
        )
        .select_from(EVENT)
        .join(MESSAGE, here & (MESSAGE.seq == func.coalesce(EVENT.target_seq, EVENT.seq)))
        .join(Person, Person.id == MESSAGE.person_id)
        .outerjoin(HIDING, (HIDING.room_id == room_id) & (HIDING.seq == MESSAGE.hidden_by_seq))
        .where(EVENT.room_id == room_id)
    )


def _cards(session: Session, room_id: int, wanted: Select[Any]) -> list[EventCard]:
    rows = session.execute(wanted).all()
    room = session.execute(
        select(Room)
        .where(Room.id == room_id)
        .options(joinedload(Room.proposal).joinedload(Proposal.round).joinedload(Round.locality))
    ).scalar_one()
    roles = _roles(session, room, {row.person_id for row in rows})
    return [EventCard(row.seq, row.kind, _message(row, roles, room.proposal.author_id)) for row in rows]


def _message(row: Row[Any], roles: dict[int, Role], proposer_id: int) -> MessageCard:
    return MessageCard(
        seq=row.message_seq,
        person_id=row.person_id,
        author=row.display_name,
        role=roles.get(row.person_id),
        is_proposer=row.person_id == proposer_id,
        at=row.at,
        text=row.text,
        hidden_reason=row.hidden_reason,
    )


def _roles(session: Session, room: Room, people: Iterable[int]) -> dict[int, Role]:
    """For whom each of these people speaks in this room, if they hold such a role there."""
    grants = session.scalars(
        select(RoleGrant).where(RoleGrant.person_id.in_(people), RoleGrant.role.in_(SPEAKING_FOR))
    ).all()
    held = [(grant.role, grant.person_id) for grant in grants if grant.to_domain().scope.covers(room.scope)]
    return {person_id: role for role in reversed(SPEAKING_FOR) for of, person_id in held if of is role}


def _messages(cards: Iterable[EventCard]) -> tuple[MessageCard, ...]:
    return tuple(card.message for card in cards)


def _any(session: Session, room_id: int, shown: Sequence[EventCard], after: int) -> bool:
    """Whether a message stands before the first that is shown (or up to the place, where none is)."""
    first = shown[0].seq if shown else after + 1
    earlier = select(RoomEvent.seq).where(
        RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.MESSAGE, RoomEvent.seq < first
    )
    return session.scalar(earlier.limit(1)) is not None
