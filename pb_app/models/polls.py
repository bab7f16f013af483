"""Polls: the vote of a round, its frozen rules, and the roll of those who may vote."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.budgets import Pot
from pb_app.models.localities import Locality
from pb_app.models.rounds import Round
from pb_app.publication import Publication
from pb_app.roles import Scope
from pb_app.stages import Areas, PollState, TwoChannels


class Poll(Base):
    """The vote of a round. `definition` is the canonical JSON that was hashed and frozen.

    `pot_id`, `ballot` (the kind of ballot with its limits) and `rule`, both as canonical JSON, are those of the first
    contest; `contest_title` and `area_id` are its title and area where the paper has others (models/contests.py).
    """

    __tablename__ = "poll"
    __table_args__ = (CheckConstraint("closes_at > opens_at", name="interval"),)

    poll_no: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    round_no: Mapped[int] = mapped_column(ForeignKey("round.round_no"), unique=True)
    pot_id: Mapped[int] = mapped_column(ForeignKey("pot.id"))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[PollState] = mapped_column(word(PollState), default=PollState.DRAFT)
    opens_at: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    ballot: Mapped[str]
    rule: Mapped[str]
    seed_source: Mapped[str] = mapped_column(default="")
    definition: Mapped[str] = mapped_column(default="")
    rules_sha256: Mapped[str] = mapped_column(String(64), default="")
    min_mix: Mapped[int] = mapped_column(default=10)
    may_change: Mapped[bool] = mapped_column(default=False)
    eligibility: Mapped[str] = mapped_column(Text, default="")
    publication: Mapped[Publication] = mapped_column(word(Publication), default=Publication.PRIVATE)
    two_channels: Mapped[TwoChannels] = mapped_column(word(TwoChannels), default=TwoChannels.FIRST)
    contest_title: Mapped[str] = mapped_column(String(200), default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"))
    areas: Mapped[Areas] = mapped_column(word(Areas), default=Areas.CHOSEN)
    imported: Mapped[bool] = mapped_column(default=False)
    frozen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    close_reason: Mapped[str] = mapped_column(default="")
    ballots: Mapped[int | None]
    box_root: Mapped[str] = mapped_column(String(64), default="")

    round: Mapped[Round] = relationship(lazy="raise")
    pot: Mapped[Pot] = relationship(lazy="raise")
    area: Mapped[Locality | None] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The round's scope."""
        return self.round.scope

    @property
    def stage(self) -> PollState:
        """Where it stands."""
        return self.state

    @property
    def is_public(self) -> bool:
        """Whether anyone may see it: from the freezing on, in a public round."""
        return self.state is not PollState.DRAFT and self.round.is_public


class PollExtension(Base):
    """A later hour of closing that one person proposes and another approves, before the hour that it puts off."""

    __tablename__ = "poll_extension"
    __table_args__ = (
        CheckConstraint("closes_at > was", name="later"),
        CheckConstraint("approved_by <> proposed_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"))
    was: Mapped[datetime] = mapped_column(Moment)
    closes_at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(Moment)

    poll: Mapped[Poll] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The poll's scope."""
        return self.poll.scope

    @property
    def stage(self) -> PollState:
        """Where the poll stands."""
        return self.poll.state

    @property
    def is_public(self) -> bool:
        """Whether anyone may see the poll."""
        return self.poll.is_public


class RollEntry(Base):
    """Somebody who may vote in a poll: a keyed hash, a locality and a reason. No name, no choice."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_key"),
        CheckConstraint("status IN ('eligible', 'struck')", name="status"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    roll_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    locality_id: Mapped[int] = mapped_column(ForeignKey("locality.id"))
    basis: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(10), default="eligible")


class RollMark(Base):
    """That somebody on the roll has voted, by which channel and on which day: no time, no choice.

    `station_id` is the station of a vote on paper; a guard of the database sees to it.
    """

    __tablename__ = "roll_mark"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_no"], ["roll_entry.poll_id", "roll_entry.roll_no"]),
        CheckConstraint("channel IN ('online', 'paper', 'assisted', 'kiosk', 'imported')", name="channel"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    roll_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(10))
    marked_on: Mapped[date]
    station_id: Mapped[int | None]
