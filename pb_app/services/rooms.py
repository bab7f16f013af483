"""What happens in a room on a proposal: somebody says something, a facilitator hides a message."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from deliberation.messages import is_blank, readable
from pb_app.actions import Action
from pb_app.events import MessageHidden, MessagePosted
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.models.rounds import Round
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork

MOST_CHARACTERS = 2_000
MOST_REASON = 500
KEY = re.compile(r"[A-Za-z0-9_-]{8,60}")
HIDING_KEY = "hiding:"  # no key of a sender holds a colon


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands in its room, and whether it stood there already."""

    room_id: int
    seq: int
    at: datetime
    duplicate: bool


def post_message(uow: UnitOfWork, proposal_no: int, key: str, body: str) -> Posted:
    """Say something in the room of a proposal; it takes the next place in the room's order.

    The same key by the same person answers where the first message stands, whatever is said with it: the first words
    stay. Refused: empty or longer than 2,000 characters (Invalid), a closed room or nobody signed in (Forbidden).
    """
    said = _checked_body(body, "body", MOST_CHARACTERS)
    if not KEY.fullmatch(key):
        raise Invalid(sentence("This message has no proper mark of its own. Load the page again, then send it."))
    with uow.begin(Action.POST_MESSAGE) as change:
        room = _locked_room(uow.session, proposal_no)
        earlier = _said_before(uow.session, room.id, uow.actor.person_id, key)
        if earlier is not None:
            change.void()
            return Posted(room.id, earlier.seq, earlier.at, duplicate=True)
        change.permit(room)
        event = _next_event(room, RoomEventKind.MESSAGE, uow.actor.person_id, key=key, body=said, at=change.at)
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq)
        change.publish(MessagePosted(room.id, event.seq))
        return Posted(room.id, event.seq, event.at, duplicate=False)


def hide_message(uow: UnitOfWork, proposal_no: int, seq: int, reason: str) -> int:
    """Hide a message with a reason that everybody reads in its place; return the hiding's own place in the order.

    The words stay in the record and are shown nowhere. Refused: no such message (NotVisible), one that is hidden
    already (Conflict), no reason or one longer than 500 characters (Invalid), no role for it there (Forbidden).
    """
    why = _checked_body(reason, "reason", MOST_REASON)
    with uow.begin(Action.HIDE_MESSAGE) as change:
        room = change.permit(_locked_room(uow.session, proposal_no))
        target = uow.session.get(RoomEvent, (room.id, seq), with_for_update=True)
        if target is None or target.kind is not RoomEventKind.MESSAGE:
            raise NotVisible(sentence("There is no such message in this room."))
        if target.hidden_by_seq is not None:
            raise Conflict(sentence("This message has been hidden already."))
        key = f"{HIDING_KEY}{seq}"
        event = _next_event(room, RoomEventKind.HIDING, uow.actor.person_id, key=key, body=why, at=change.at)
        event.target_seq = seq
        uow.session.add(event)
        target.hidden_by_seq = event.seq
        change.record(room, room=room.id, seq=event.seq, hidden=seq, private={"reason": why})
        change.publish(MessageHidden(room.id, event.seq))
    return event.seq


def _checked_body(text: str, field: str, most: int) -> str:
    said = readable(text)
    if is_blank(said):
        raise Invalid(sentence("Write something first."), field=field)
    if len(said) > most:
        raise Invalid(
            sentence("Use at most %(most)d characters. You have written %(length)d."),
            field=field,
            most=most,
            length=len(said),
        )
    return said


def _locked_room(session: Session, proposal_no: int) -> Room:
    """The room, locked: whoever holds its row takes the next place."""
    of_round = selectinload(Room.proposal).selectinload(Proposal.round).selectinload(Round.locality)
    room = session.scalar(
        select(Room)
        .where(Room.proposal_no == proposal_no)
        .options(of_round)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if room is None or not room.is_public:
        raise NotVisible(sentence("There is no such room."))
    return room


def _said_before(session: Session, room_id: int, person_id: int | None, key: str) -> RoomEvent | None:
    return session.scalar(
        select(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.person_id == person_id, RoomEvent.key == key)
    )


def _next_event(
    room: Room, kind: RoomEventKind, person_id: int | None, *, key: str, body: str, at: datetime
) -> RoomEvent:
    """The next event of a locked room."""
    room.last_seq += 1
    return RoomEvent(room_id=room.id, seq=room.last_seq, kind=kind, person_id=person_id, key=key, body=body, at=at)
