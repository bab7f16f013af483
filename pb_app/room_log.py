"""The order of a room: the room locked, the next place taken, and what was said before under the same key."""

from datetime import datetime

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session, joinedload

from deliberation.kinds import RoomState
from deliberation.messages import is_blank, readable
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room, RoomDraft, RoomEvent, RoomEventKind
from pb_app.models.rounds import Round
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Actor, Role

RUNNING = frozenset({Role.FACILITATOR, Role.OFFICER})


def locked_room(session: Session, room_id: int, actor: Actor) -> Room:
    """The room, locked: whoever holds its row takes the next place. Drafts are there for those who run them alone."""
    room = session.scalar(
        _whole().where(Room.id == room_id).with_for_update(of=Room).execution_options(populate_existing=True)
    )
    if room is None or not may_read(actor, room):
        raise NotVisible(sentence("There is no such room."))
    return room


def runs(actor: Actor, room: Room) -> bool:
    """Whether somebody runs this room: its facilitators, and the officers there."""
    return actor.grant_for(RUNNING, room.scope) is not None


def may_read(actor: Actor, room: Room) -> bool:
    """Whether the room is there for somebody: a room's own draft is for those who run it."""
    return room.is_public or (room.state is RoomState.DRAFT and room.round.is_public and runs(actor, room))


def said_before(session: Session, room_id: int, person_id: int | None, key: str) -> RoomEvent | None:
    """What this person said here under this key, if anything."""
    return session.scalar(
        select(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.person_id == person_id, RoomEvent.key == key)
    )


def next_event(
    room: Room, kind: RoomEventKind, person_id: int | None, *, key: str, body: str, at: datetime
) -> RoomEvent:
    """The next event of a locked room; whoever asked for it adds it to the session."""
    room.last_seq += 1
    return RoomEvent(room_id=room.id, seq=room.last_seq, kind=kind, person_id=person_id, key=key, body=body, at=at)


def next_deed(room: Room, kind: RoomEventKind, actor: Actor, *, reason: str, at: datetime) -> RoomEvent:
    """The next event that is no message: it carries its reason and a key that no sender can have."""
    return next_event(room, kind, actor.person_id, key=f"{kind}:{room.last_seq + 1}", body=reason, at=at)


def drop_draft(session: Session, room_id: int, person_id: int | None) -> None:
    """Forget somebody's draft."""
    session.execute(delete(RoomDraft).where(RoomDraft.room_id == room_id, RoomDraft.person_id == person_id))


def checked_text(text: str, field: str, most: int) -> str:
    """The text as it is kept. Raises Invalid, naming the field, where there is nothing to read or too much of it."""
    said = readable(text)
    if is_blank(said):
        raise Invalid(sentence("Write something first."), field=field)
    return checked_length(said, field, most)


def checked_length(said: str, field: str, most: int) -> str:
    """The text, if it is not longer than it may be."""
    if len(said) > most:
        raise Invalid(
            sentence("Use at most %(most)d characters. You have written %(length)d."),
            field=field,
            most=most,
            length=len(said),
        )
    return said


def room_to_chase(session: Session, room_id: int) -> Room:
    """The room of something the service itself looks after, whatever its state."""
    return session.scalars(_whole().where(Room.id == room_id)).one()


def _whole() -> Select[Room]:
    return select(Room).options(
        joinedload(Room.proposal).joinedload(Proposal.round).joinedload(Round.locality),
        joinedload(Room.own_round).joinedload(Round.locality),
    )
