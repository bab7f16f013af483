"""Which groups of the population took part in a room: figures with their source, and a tally of who said so.

That somebody belongs to a group is added to its tally and not kept beside them.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment


class ReachBoard(Base):
    """That a room asks whom it reaches. `returns` people answered. Whoever holds its row adds to a tally."""

    __tablename__ = "reach_board"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    returns: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class ReachQuestion(Base):
    """One division of the population, such as age, and where its figures come from."""

    __tablename__ = "reach_question"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(300))

    groups: Mapped[list["ReachGroup"]] = relationship(lazy="raise", order_by="ReachGroup.number")


class ReachGroup(Base):
    """A group: how many live in the area, and how many who took part said they belong to it."""

    __tablename__ = "reach_group"
    __table_args__ = (UniqueConstraint("question_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("reach_question.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    population: Mapped[int]
    people: Mapped[int] = mapped_column(default=0)


class ReachReturn(Base):
    """That somebody has answered; not what."""

    __tablename__ = "reach_return"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
