"""Telling somebody in a room, alone and once, how they take part."""

from flask_babel import gettext

from deliberation.fairness import Nudge
from pb_app.queries.room_nudges import nudge_due
from pb_app.refusals import sentence
from pb_app.services.room_nudges import note_nudge
from pb_app.services.rooms import Posted
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.rooms import readable_room

EVERY = 5
MUCH = sentence(
    "Only you read this, and only once: many of the messages here are yours. Others may write if you wait a little."
)


def told_after_posting(uow: UnitOfWork, posted: Posted) -> str:
    """What whoever just posted is told, if anything; looked for at every fifth place of the room alone."""
    if posted.duplicate or posted.seq % EVERY:
        return ""
    if nudge_due(uow.session, readable_room(uow, posted.room_id), uow.actor) is not Nudge.DOMINANT:
        return ""
    note_nudge(uow, posted.room_id, Nudge.DOMINANT)
    told: str = gettext(MUCH)
    return told
