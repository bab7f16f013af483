"""The one interruption of a turn: somebody else has a quarter of a minute, and the speaker gets it back."""

from datetime import timedelta

from deliberation.queue import INTERRUPTION_SECONDS
from deliberation.speaking import Bar
from pb_app.actions import Action
from pb_app.events import RoomChanged
from pb_app.models.rooms import RoomEventKind
from pb_app.refusals import Conflict, Forbidden, sentence
from pb_app.restraints import check_restraints
from pb_app.room_log import locked_room, next_deed
from pb_app.speaking import WHY, bar_of, speaker_now
from pb_app.unit_of_work import UnitOfWork


def interrupt_turn(uow: UnitOfWork, room_id: int) -> int:
    """Take the word for fifteen seconds in the middle of somebody's turn; return the place of the event.

    Raises Conflict where nobody has the turn, it is one's own or it was interrupted already; Forbidden for whoever may
    not write here at all.
    """
    with uow.begin(Action.INTERRUPT_TURN) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        bar = bar_of(uow.session, room, uow.actor, change.at)
        if bar not in (None, Bar.AIRTIME):
            raise Forbidden(WHY[bar])
        check_restraints(uow.session, room.id, uow.actor.person_id, change.at)
        turn = speaker_now(uow.session, room.id, change.at)
        if turn is None or turn.person_id == uow.actor.person_id:
            raise Conflict(sentence("There is no turn of somebody else to interrupt."))
        if turn.is_interrupted:
            raise Conflict(sentence("This turn was interrupted once already. Raise your hand to be called."))
        slot = timedelta(seconds=INTERRUPTION_SECONDS)
        event = next_deed(room, RoomEventKind.INTERRUPTION, uow.actor, reason="", at=change.at)
        event.facts = {
            "person": turn.person_id,
            "ends_at": (turn.ends_at + slot).isoformat(),
            "by": uow.actor.person_id,
            "until": (change.at + slot).isoformat(),
        }
        uow.session.add(event)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq
