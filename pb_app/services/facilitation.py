"""Saying who runs a room, who employs them and how free they are of those who decide."""

from deliberation.sheets import Stand
from pb_app.actions import Action
from pb_app.models.sheets import Facilitation
from pb_app.room_log import checked_text, locked_room
from pb_app.unit_of_work import UnitOfWork

LONGEST_NAME = 120
LONGEST_EMPLOYER = 200


def state_facilitation(uow: UnitOfWork, room_id: int, facilitator: str, employer: str, stand: Stand) -> None:
    """Say who runs a room and for whom; said again, the latest stands on the room and in its report."""
    name = checked_text(facilitator, "facilitator", LONGEST_NAME)
    paid_by = checked_text(employer, "employer", LONGEST_EMPLOYER)
    with uow.begin(Action.STATE_FACILITATION) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        uow.session.merge(Facilitation(room_id=room.id, facilitator=name, employer=paid_by, stand=stand))
        change.record(room, room=room.id)
