"""Questions that a room's people answer before and after they talk, and what each said."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.before_after import Phase, View
from pb_app.models.base import Base, word

LONGEST_QUESTION = 200


class ViewBoard(Base):
    """That a room asks before and after, and where that stands. Whoever holds its row gives the next answer."""

    __tablename__ = "view_board"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    phase: Mapped[Phase] = mapped_column(word(Phase))


class ViewQuestion(Base):
    """A sentence with which people agree or not; the same words both times."""

    __tablename__ = "view_question"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(String(LONGEST_QUESTION))


class ViewAnswer(Base):
    """What somebody said before, or after. No moment is kept."""

    __tablename__ = "view_answer"

    question_id: Mapped[int] = mapped_column(ForeignKey("view_question.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    phase: Mapped[Phase] = mapped_column(word(Phase), primary_key=True)
    view: Mapped[View] = mapped_column(word(View))
