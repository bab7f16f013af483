"""A sample of a room's messages that two people code apart from each other."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.coding import Aspect
from pb_app.models.base import Base, Moment, Numbers, word

LONGEST_QUOTE = 300


class QualitySample(Base):
    """What was drawn: from how many messages, by which seed, and which ones. It is drawn once."""

    __tablename__ = "quality_sample"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    seed: Mapped[str] = mapped_column(String(64))
    candidates: Mapped[tuple[int, ...]] = mapped_column(Numbers)
    messages: Mapped[tuple[int, ...]] = mapped_column(Numbers)
    drawn_at: Mapped[datetime] = mapped_column(Moment)


class QualityCoder(Base):
    """One of the two who code it."""

    __tablename__ = "quality_coder"
    __table_args__ = (UniqueConstraint("room_id", "person_id"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("quality_sample.room_id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class QualityCode(Base):
    """A code that one of them gave a message in one aspect, and the words of it on which the code rests."""

    __tablename__ = "quality_code"

    room_id: Mapped[int] = mapped_column(ForeignKey("quality_sample.room_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    coder: Mapped[int] = mapped_column(primary_key=True)
    aspect: Mapped[Aspect] = mapped_column(word(Aspect), primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    quote: Mapped[str] = mapped_column(String(LONGEST_QUOTE))
