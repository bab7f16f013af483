"""The day on which a conclusion is looked at again: those who run the room and those who signed are reminded, once."""

from collections.abc import Callable

from pb_app.actions import Action
from pb_app.models.people import OutboxMail
from pb_app.models.rooms import Room, RoomEvent
from pb_app.moderating import Letter
from pb_app.queries.cases import addresses_of
from pb_app.queries.room_life import people_called, signatures
from pb_app.roles import Role
from pb_app.room_log import room_to_chase
from pb_app.unit_of_work import UnitOfWork

WriteReview = Callable[[Room], Letter]
"""Writes the letter that leads to the room."""


def remind_of_review(uow: UnitOfWork, room_id: int, seq: int, write: WriteReview) -> bool:
    """Write to everybody who is to look at a conclusion again; return whether anybody was. Safe to repeat."""
    with uow.begin(Action.REMIND_OF_REVIEW) as change:
        room = change.permit(room_to_chase(uow.session, room_id))
        written = uow.session.get_one(RoomEvent, (room_id, seq), with_for_update=True, populate_existing=True)
        if (written.facts or {}).get("reminded"):
            change.void()
            return False
        written.facts = {**(written.facts or {}), "reminded": True}
        signed = [one.person_id for one in signatures(uow.session, room_id, seq) if (one.facts or {})["agrees"]]
        people = [one.email for one in people_called(uow.session, signed) if "@" in one.email]
        subject, body = write(room)
        for address in dict.fromkeys([*addresses_of(uow.session, Role.FACILITATOR, room.scope), *people]):
            uow.session.add(OutboxMail(to=address, subject=subject, body=body, written_at=change.at))
    return True
