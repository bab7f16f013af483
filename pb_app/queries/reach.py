"""Which groups a room asks about, and how many said that they belong to each."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.models.reach import ReachBoard, ReachQuestion, ReachReturn


def board_of(session: Session, room_id: int) -> ReachBoard | None:
    """That the room asks, if it does."""
    return session.get(ReachBoard, room_id, populate_existing=True)


def questions_of(session: Session, room_id: int) -> Sequence[ReachQuestion]:
    """The divisions with their groups, in order."""
    wanted = select(ReachQuestion).where(ReachQuestion.room_id == room_id).options(selectinload(ReachQuestion.groups))
    return session.scalars(wanted.order_by(ReachQuestion.number).execution_options(populate_existing=True)).all()


def has_answered(session: Session, room_id: int, person_id: int | None) -> bool:
    """Whether somebody has answered already."""
    return session.get(ReachReturn, (room_id, person_id or 0)) is not None
