"""Rooms in which people talk about a proposal or a round, who has a seat, and what was said there, in one order."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Enum, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.fairness import Nudge
from deliberation.kinds import Channel, MessageKind, RoomStage, RoomState
from pb_app.models.base import Base, Moment, word
from pb_app.models.people import Person
from pb_app.models.proposals import Proposal
from pb_app.models.rounds import Round
from pb_app.roles import Scope
from pb_app.stages import RoundStage

Facts = dict[str, str | int | bool | list[int] | list[list[int]] | None]


class RoomEventKind(StrEnum):
    """What takes a place in the order of a room. The database checks the word: a new kind needs a migration."""

    MESSAGE = "message"
    HIDING = "hiding"
    EDIT = "edit"
    WITHDRAWAL = "withdrawal"
    STAGE = "stage"
    STATE = "state"
    CONCLUSION = "conclusion"
    SIGNATURE = "signature"
    HAND = "hand"
    TURN = "turn"
    MORE_TIME = "more time"
    HOLDING = "holding"
    RESTORING = "restoring"
    MEASURE = "measure"
    INTERRUPTION = "interruption"
    TABLES = "tables"
    STAYING_OUT = "staying out"


class Room(Base):
    """A room on a proposal or on a round. `last_seq` is the place of the latest event; it is locked to take the next.

    Scope, stage and publicity are the round's: proposal or round, and locality must have been loaded.
    """

    __tablename__ = "room"
    __table_args__ = (CheckConstraint("(proposal_no IS NULL) <> (round_no IS NULL)", name="on_one_thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_no: Mapped[int | None] = mapped_column(ForeignKey("proposal.proposal_no"), unique=True)
    round_no: Mapped[int | None] = mapped_column(ForeignKey("round.round_no"), index=True)
    title: Mapped[str] = mapped_column(String(120), default="")
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    can_change: Mapped[str] = mapped_column(String(1000), default="")
    who_decides: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[RoomState] = mapped_column(word(RoomState), default=RoomState.OPEN)
    agenda_stage: Mapped[RoomStage | None] = mapped_column(word(RoomStage))
    stage_ends_at: Mapped[datetime | None] = mapped_column(Moment)
    by_invitation: Mapped[bool] = mapped_column(default=False)
    only_facilitators: Mapped[bool] = mapped_column(default=False)
    last_seq: Mapped[int] = mapped_column(default=0)

    proposal: Mapped[Proposal | None] = relationship(lazy="raise")
    own_round: Mapped[Round | None] = relationship(lazy="raise")

    @property
    def round(self) -> Round:
        """The round it belongs to, through its proposal or by itself."""
        found = self.proposal.round if self.proposal else self.own_round
        assert found is not None  # noqa: S101 - held by the table's own check
        return found

    @property
    def name(self) -> str:
        """What the room is about: its own title, or its proposal's."""
        return self.title or (self.proposal.title if self.proposal else "")

    @property
    def stage(self) -> RoundStage:
        """People talk while the round's stage allows it."""
        return self.round.stage

    @property
    def scope(self) -> Scope:
        """The round's scope."""
        return self.round.scope

    @property
    def is_public(self) -> bool:
        """A room is as public as its proposal, or its round; a draft of its own is not."""
        return (self.proposal or self.round).is_public and self.state is not RoomState.DRAFT


class RoomEvent(Base):
    """A message, or something done in the room. `key` is the sender's idempotency key: the same key never makes two.

    `facts` holds the figures of what is not a message. What stands for a message now is the body of `edited_by_seq`.
    """

    __tablename__ = "room_event"
    __table_args__ = (UniqueConstraint("room_id", "person_id", "key"),)

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RoomEventKind] = mapped_column(
        Enum(RoomEventKind, native_enum=False, length=40, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    key: Mapped[str] = mapped_column(String(64))
    body: Mapped[str]
    target_seq: Mapped[int | None]
    hidden_by_seq: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)
    message_kind: Mapped[MessageKind | None] = mapped_column(word(MessageKind))
    headline: Mapped[str] = mapped_column(String(180), default="")
    source: Mapped[str] = mapped_column(String(500), default="")
    reply_to_seq: Mapped[int | None]
    channel: Mapped[Channel] = mapped_column(word(Channel), default=Channel.WEB)
    edited_by_seq: Mapped[int | None]
    withdrawn_by_seq: Mapped[int | None]
    facts: Mapped[Facts | None] = mapped_column(JSON(none_as_null=True))

    person: Mapped[Person] = relationship(lazy="raise")


class RoomSeat(Base):
    """That somebody was invited into a room, and as what."""

    __tablename__ = "room_seat"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seat: Mapped[str] = mapped_column(String(40))
    invited_at: Mapped[datetime] = mapped_column(Moment)


class RoomDraft(Base):
    """What somebody is writing and has not posted: theirs alone, and gone once it is posted."""

    __tablename__ = "room_draft"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    body: Mapped[str] = mapped_column(String(2000))
    saved_at: Mapped[datetime] = mapped_column(Moment)


class RoomNudge(Base):
    """That somebody was told, alone and once, that they write much here or nothing yet."""

    __tablename__ = "room_nudge"

    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[Nudge] = mapped_column(word(Nudge), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
