"""Saying which points of a room matter to one, and taking that back."""

from sqlalchemy.orm import Session

from pb_app.actions import Action
from pb_app.models.points import PointMark
from pb_app.models.rooms import Room, RoomEvent
from pb_app.packs import SECTIONS
from pb_app.refusals import NotVisible, sentence
from pb_app.restraints import check_calm
from pb_app.room_log import locked_room, runs
from pb_app.unit_of_work import UnitOfWork


def mark_point(uow: UnitOfWork, room_id: int, seq: int) -> None:
    """Say that a point matters to one; said again, it stays said. Not while one is muted or the room paused.

    Nobody hears of a mark, so that slow mode does not hold it.
    """
    with uow.begin(Action.MARK_POINT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        check_calm(uow.session, room_id, uow.actor.person_id, change.at, runs_room=runs(uow.actor, room))
        _check_point(uow.session, room, seq)
        if _mark(uow, room_id, seq) is not None:
            change.void()
            return
        uow.session.add(PointMark(room_id=room_id, seq=seq, person_id=uow.actor.person_id, at=change.at))
        change.record(room, room=room_id, seq=seq)


def unmark_point(uow: UnitOfWork, room_id: int, seq: int) -> None:
    """Take back that a point matters to one."""
    with uow.begin(Action.UNMARK_POINT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        mark = _mark(uow, room_id, seq)
        if mark is None:
            change.void()
            return
        uow.session.delete(mark)
        change.record(room, room=room_id, seq=seq)


def _mark(uow: UnitOfWork, room_id: int, seq: int) -> PointMark | None:
    return uow.session.get(PointMark, (room_id, seq, uow.actor.person_id))


def _check_point(session: Session, room: Room, seq: int) -> None:
    found = session.get(RoomEvent, (room.id, seq))
    if found is None or found.message_kind not in SECTIONS or found.hidden_by_seq or found.withdrawn_by_seq:
        raise NotVisible(sentence("There is no such point in this room."))
