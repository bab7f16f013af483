"""What matters to whom in a room, and the pack of both sides' arguments that was frozen with a poll."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment


class PointMark(Base):
    """That a point made in a room matters to somebody."""

    __tablename__ = "point_mark"
    __table_args__ = (ForeignKeyConstraint(["room_id", "seq"], ["room_event.room_id", "room_event.seq"]),)

    room_id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class BallotPack(Base):
    """What the ballot page of a poll prints besides its projects, as JSON text; the definition holds its digest."""

    __tablename__ = "ballot_pack"

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    said: Mapped[str] = mapped_column(Text)
