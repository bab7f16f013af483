"""Whether somebody in a room is to be told that they write much, or nothing yet: only they, and only once."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberation.fairness import Nudge, nudge_of
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind, RoomNudge
from pb_app.roles import Actor
from pb_app.room_log import runs


def nudge_due(session: Session, room: Room, actor: Actor) -> Nudge | None:
    """What somebody is to be told and was not yet. Not those who run the room, nor whoever put its proposal forward."""
    if actor.person_id is None or runs(actor, room):
        return None
    found = nudge_of(_said(session, room.id), actor.person_id)
    is_proposer = room.proposal is not None and room.proposal.author_id == actor.person_id
    if found is None or is_proposer or session.get(RoomNudge, (room.id, actor.person_id, found)) is not None:
        return None
    return found


def _said(session: Session, room_id: int) -> dict[int, int]:
    wanted = (
        select(RoomEvent.person_id, func.count())
        .where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.MESSAGE)
        .where(RoomEvent.hidden_by_seq.is_(None), RoomEvent.withdrawn_by_seq.is_(None))
        .group_by(RoomEvent.person_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}
