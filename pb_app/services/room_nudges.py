"""Remembering that somebody was told how they take part, so that they are never told again."""

from deliberation.fairness import Nudge
from pb_app.actions import Action
from pb_app.models.rooms import RoomNudge
from pb_app.room_log import locked_room
from pb_app.unit_of_work import UnitOfWork


def note_nudge(uow: UnitOfWork, room_id: int, kind: Nudge) -> None:
    """Note that whoever acts was told this in this room. Safe to repeat."""
    with uow.begin(Action.NOTE_NUDGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        if uow.session.get(RoomNudge, (room.id, uow.actor.person_id, kind)) is None:
            told = RoomNudge(room_id=room.id, person_id=uow.actor.person_id, kind=kind, at=change.at)
            uow.session.add(told)
