"""Who asked to be reminded of a vote, with the letter they are to get; gone for all of them once it is written."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base


class Reminder(Base):
    """A wish to be reminded. Nothing here says whether somebody voted, and no row outlives the writing of letters."""

    __tablename__ = "reminder"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str] = mapped_column(String(500))
