"""Rooms in which people talk about a proposal, and what was said there, in one order."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.people import Person
from pb_app.models.proposals import Proposal
from pb_app.roles import Scope
from pb_app.stages import RoundStage


class RoomEventKind(StrEnum):
    """What takes a place in the order of a room."""

    MESSAGE = "message"
    HIDING = "hiding"


class Room(Base):
    """A room on a proposal. `last_seq` is the place of the latest event; it is locked to take the next.

    Scope, stage and publicity are the proposal's: proposal, round and locality must have been loaded.
    """

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_no: Mapped[int] = mapped_column(ForeignKey("proposal.proposal_no"), unique=True)
    last_seq: Mapped[int] = mapped_column(default=0)

    proposal: Mapped[Proposal] = relationship(lazy="raise")

    @property
    def stage(self) -> RoundStage:
        """People talk while the round's stage allows it."""
        return self.proposal.round.stage

    @property
    def scope(self) -> Scope:
        """The proposal's scope."""
        return self.proposal.scope

    @property
    def is_public(self) -> bool:
        """A room is as public as its proposal."""
        return self.proposal.is_public


class RoomEvent(Base):
    """A message, or the hiding of one. `key` is the sender's idempotency key: the same key never makes two."""

    __tablename__ = "room_event"
    __table_args__ = (UniqueConstraint("room_id", "person_id", "key"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RoomEventKind] = mapped_column(word(RoomEventKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64))
    body: Mapped[str]
    target_seq: Mapped[int | None]
    hidden_by_seq: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="raise")
