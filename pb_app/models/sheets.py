"""Score sheets of a room or a meeting, what was marked on them, who handed one in, and who runs a room for whom.

What somebody marked is added to a tally and not kept beside them: nobody can look it up.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.sheets import Mark, Stand, Standard
from pb_app.models.base import Base, Moment, word
from pb_app.models.partnerships import Forum
from pb_app.models.rooms import Room
from pb_app.roles import Scope


class ScoreSheet(Base):
    """The sheet of a room, or of a meeting of a forum that had no room here. `key` is in the address of a meeting's.

    Forum or room with its round and locality must have been loaded. Whoever holds its row adds to its tally.
    """

    __tablename__ = "score_sheet"
    __table_args__ = (CheckConstraint("(room_id IS NULL) <> (forum_id IS NULL)", name="of_one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int | None] = mapped_column(ForeignKey("room.id"), unique=True)
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forum.id"), index=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    held_on: Mapped[date | None]
    facilitator: Mapped[str] = mapped_column(String(120), default="")
    employer: Mapped[str] = mapped_column(String(200), default="")
    stand: Mapped[Stand | None] = mapped_column(word(Stand))
    key: Mapped[str] = mapped_column(String(64), default="")
    returns: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)

    room: Mapped[Room | None] = relationship(lazy="raise")
    forum: Mapped[Forum | None] = relationship(lazy="raise")

    stage = None

    @property
    def scope(self) -> Scope:
        """The forum's scope, or the room's."""
        found = self.forum or self.room
        assert found is not None  # noqa: S101 - held by the table's own check
        return found.scope

    @property
    def is_public(self) -> bool:
        """A meeting's is; a room's as the room is."""
        return self.room is None or self.room.is_public

    @property
    def name(self) -> str:
        """What it is about."""
        return self.title or (self.room.name if self.room else "")


class SheetTally(Base):
    """How many marked a standard so."""

    __tablename__ = "sheet_tally"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), primary_key=True)
    standard: Mapped[Standard] = mapped_column(word(Standard), primary_key=True)
    mark: Mapped[Mark] = mapped_column(word(Mark), primary_key=True)
    people: Mapped[int]


class SheetReturn(Base):
    """That somebody has handed a sheet in; not what they marked."""

    __tablename__ = "sheet_return"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("score_sheet.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class Facilitation(Base):
    """Who runs a room, who employs them, and how free they are of those who decide."""

    __tablename__ = "facilitation"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    facilitator: Mapped[str] = mapped_column(String(120))
    employer: Mapped[str] = mapped_column(String(200))
    stand: Mapped[Stand] = mapped_column(word(Stand))
