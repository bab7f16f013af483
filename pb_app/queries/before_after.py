"""The questions that a room asks before and after, what somebody said to them, and the table of change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from deliberation.before_after import Change, Phase, View, change_of
from pb_app.models.before_after import ViewAnswer, ViewBoard, ViewQuestion


@dataclass(frozen=True, slots=True)
class Asked:
    """What a room asks, and where that stands."""

    phase: Phase
    questions: Sequence[ViewQuestion]


def asked_in(session: Session, room_id: int) -> Asked | None:
    """The questions of a room; None where it asks none."""
    board = session.get(ViewBoard, room_id)
    return None if board is None else Asked(board.phase, questions_of(session, room_id))


def questions_of(session: Session, room_id: int) -> Sequence[ViewQuestion]:
    """The questions in their order."""
    wanted = select(ViewQuestion).where(ViewQuestion.room_id == room_id)
    return session.scalars(wanted.order_by(ViewQuestion.number)).all()


def answers_of(session: Session, room_id: int, person_id: int | None, phase: Phase) -> dict[int, View]:
    """What somebody said, by the number of the question."""
    wanted = select(ViewQuestion.number, ViewAnswer.view).join(ViewAnswer, ViewAnswer.question_id == ViewQuestion.id)
    own = wanted.where(ViewQuestion.room_id == room_id, ViewAnswer.person_id == person_id, ViewAnswer.phase == phase)
    return {row.number: row.view for row in session.execute(own)}


def is_answered(session: Session, room_id: int) -> bool:
    """Whether anybody has answered anything."""
    given = select(ViewAnswer.person_id).join(ViewQuestion, ViewQuestion.id == ViewAnswer.question_id)
    return session.scalar(given.where(ViewQuestion.room_id == room_id).limit(1)) is not None


def change_in(session: Session, question_id: int) -> Change:
    """The table of change among those who answered both times."""
    after = aliased(ViewAnswer)
    wanted = (
        select(ViewAnswer.view, after.view)
        .join(after, (after.question_id == ViewAnswer.question_id) & (after.person_id == ViewAnswer.person_id))
        .where(ViewAnswer.question_id == question_id)
        .where(ViewAnswer.phase == Phase.BEFORE, after.phase == Phase.AFTER)
    )
    return change_of((first, second) for first, second in session.execute(wanted))
