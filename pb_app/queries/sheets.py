"""Score sheets: one by its number, the one of a room, those of a partnership's meetings, and what was marked on one."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from deliberation.sheets import Mark, Standard
from pb_app.models.partnerships import Forum
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room
from pb_app.models.rounds import Round
from pb_app.models.sheets import Facilitation, ScoreSheet, SheetReturn, SheetTally

Tally = dict[Standard, tuple[int, ...]]


def sheet_at(session: Session, sheet_id: int) -> ScoreSheet | None:
    """The sheet under this number, with what it is about."""
    return session.scalar(_sheets().where(ScoreSheet.id == sheet_id))


def locked_sheet(session: Session, sheet_id: int) -> ScoreSheet | None:
    """The same, locked: whoever holds it adds to its tally."""
    wanted = _sheets().where(ScoreSheet.id == sheet_id).with_for_update(of=ScoreSheet)
    return session.scalar(wanted.execution_options(populate_existing=True))


def sheet_of_room(session: Session, room_id: int) -> ScoreSheet | None:
    """The sheet of this room, if there is one."""
    return session.scalar(_sheets().where(ScoreSheet.room_id == room_id))


def sheets_of_meetings(session: Session, partnership_id: int) -> Sequence[ScoreSheet]:
    """The sheets of a partnership's meetings, latest first."""
    wanted = _sheets().join(Forum).where(Forum.partnership_id == partnership_id)
    return session.scalars(wanted.order_by(ScoreSheet.held_on.desc(), ScoreSheet.id.desc())).all()


def tally_of(session: Session, sheet_id: int) -> Tally:
    """How many marked each standard so, in the order of the marks."""
    wanted = select(SheetTally).where(SheetTally.sheet_id == sheet_id)
    counted = {(one.standard, one.mark): one.people for one in session.scalars(wanted)}
    return {standard: tuple(counted.get((standard, mark), 0) for mark in Mark) for standard in Standard}


def has_returned(session: Session, sheet_id: int, person_id: int | None) -> bool:
    """Whether somebody has handed it in already."""
    return session.get(SheetReturn, (sheet_id, person_id or 0)) is not None


def forum_at(session: Session, forum_id: int) -> Forum | None:
    """A forum with its partnership."""
    return session.scalar(select(Forum).where(Forum.id == forum_id).options(joinedload(Forum.partnership)))


def facilitation_of(session: Session, room_id: int) -> Facilitation | None:
    """Who runs this room and for whom, if it has been said."""
    return session.get(Facilitation, room_id)


def _sheets() -> Select[ScoreSheet]:
    room = selectinload(ScoreSheet.room)
    return select(ScoreSheet).options(
        joinedload(ScoreSheet.forum).joinedload(Forum.partnership),
        room.selectinload(Room.proposal).selectinload(Proposal.round).selectinload(Round.locality),
        room.selectinload(Room.own_round).selectinload(Round.locality),
    )
