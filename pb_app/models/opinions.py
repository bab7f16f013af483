"""Statements in a room, what people think of each, and how the next one was drawn."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deliberation.steady import Steady
from pb_app.models.base import Base, Moment, word

LONGEST_STATEMENT = 140


class Results(StrEnum):
    """When the results of a room's statements are shown, from the most to the least open."""

    ALWAYS = "always"
    AFTER_OWN = "after_own"
    AFTER_CLOSE = "after_close"


class OpinionBoard(Base):
    """That statements are taken in a room, how many from each person, and how many groups are shown of late.

    Whoever holds its row gives the next opinion, adds the next statement, draws the next.
    """

    __tablename__ = "opinion_board"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    results: Mapped[Results] = mapped_column(word(Results))
    most_each: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    last_draw: Mapped[int] = mapped_column(default=0)
    groups: Mapped[int | None]
    other_groups: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=0)
    computed_at: Mapped[int] = mapped_column(default=0)

    @property
    def steady(self) -> Steady | None:
        """How many groups are shown, once any were found."""
        return None if self.groups is None else Steady(self.groups, self.other_groups, self.times)


class Statement(Base):
    """A short claim. It is never changed: people gave their opinion on these words."""

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(String(LONGEST_STATEMENT))
    at: Mapped[datetime] = mapped_column(Moment)
    hidden_reason: Mapped[str] = mapped_column(String(500), default="")


class Opinion(Base):
    """What somebody thinks of a statement: agree 1, pass 0, disagree -1. No moment is kept."""

    __tablename__ = "opinion"
    __table_args__ = (CheckConstraint("sign IN (-1, 0, 1)", name="sign"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    sign: Mapped[int]


class StatementDraw(Base):
    """A draw: what could be drawn with its weight, the seed, and what was drawn. For whom is not kept."""

    __tablename__ = "statement_draw"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    draw: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(64))
    weights: Mapped[list[list[int]]] = mapped_column(JSON)


class StatementWaiting(Base):
    """The statement that stands before somebody until they say what they think of it."""

    __tablename__ = "statement_waiting"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    draw: Mapped[int]
