"""Speaking in turn: a hand goes up or down, a facilitator gives the turn to who is next, and time is added."""

from datetime import timedelta

from deliberation.queue import EXTENSION_SECONDS, TURN_SECONDS
from deliberation.speaking import Bar
from pb_app.actions import Action
from pb_app.events import RoomChanged
from pb_app.models.rooms import Facts, Room, RoomEventKind
from pb_app.queries.room_life import hands
from pb_app.refusals import Conflict, Forbidden, sentence
from pb_app.restraints import check_hand
from pb_app.room_log import locked_room, next_deed, runs
from pb_app.speaking import WHY, bar_of, speaker_now
from pb_app.unit_of_work import Change, UnitOfWork


def raise_hand(uow: UnitOfWork, room_id: int, *, up: bool) -> int:
    """Ask to speak, or no longer; the server keeps the order. Return the place of the event.

    A hand goes up only where its owner is not muted and the room is neither paused nor, for them, slow; down always.
    """
    with uow.begin(Action.RAISE_HAND) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        bar = bar_of(uow.session, room, uow.actor, change.at)
        if bar not in (None, Bar.AIRTIME):
            raise Forbidden(WHY[bar])
        if up:
            who, runs_room = uow.actor.person_id, runs(uow.actor, room)
            check_hand(uow.session, room.id, who, change.at, runs_room=runs_room)
        if (uow.actor.person_id in hands(uow.session, room.id).waiting) is up:
            raise Conflict(sentence("Your hand is there already. Load the page again.") if up else NOT_UP)
        return _tell(uow, change, room, RoomEventKind.HAND, {"up": up})


def give_turn(uow: UnitOfWork, room_id: int) -> int:
    """Give whoever is next a minute to speak; the end is a moment of the server's. Return the place of the event."""
    with uow.begin(Action.GIVE_TURN) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        order = hands(uow.session, room.id).waiting
        if not order:
            raise Conflict(sentence("Nobody has a hand up at the moment."))
        ends_at = change.at + timedelta(seconds=TURN_SECONDS)
        return _tell(uow, change, room, RoomEventKind.TURN, {"person": order[0], "ends_at": ends_at.isoformat()})


def add_time(uow: UnitOfWork, room_id: int) -> int:
    """Give the present speaker half a minute more. Return the place of the event."""
    with uow.begin(Action.ADD_TIME) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        turn = speaker_now(uow.session, room.id, change.at)
        if turn is None:
            raise Conflict(sentence("Nobody has the turn at the moment."))
        ends_at = turn.ends_at + timedelta(seconds=EXTENSION_SECONDS)
        facts: Facts = {"person": turn.person_id, "ends_at": ends_at.isoformat()}
        return _tell(uow, change, room, RoomEventKind.MORE_TIME, facts)


NOT_UP = sentence("Your hand is not up. Load the page again.")


def _tell(uow: UnitOfWork, change: Change, room: Room, kind: RoomEventKind, facts: Facts) -> int:
    event = next_deed(room, kind, uow.actor, reason="", at=change.at)
    event.facts = facts
    uow.session.add(event)
    change.publish(RoomChanged(room.id, event.seq))
    return event.seq
