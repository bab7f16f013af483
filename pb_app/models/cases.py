"""Messages that wait for a facilitator: who reported them, what was decided, and what the author answered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from deliberation.moderation import CaseState, Cause, Verdict
from pb_app.models.base import Base, Moment, word
from pb_app.models.moderation import RoomRule
from pb_app.models.rooms import Room


class ModerationCase(Base):
    """A message that somebody must look at. `version` counts the decisions: two at once cannot both be the next.

    `flagged_at` is when it was passed on because somebody under 16 may be at risk.
    """

    __tablename__ = "moderation_case"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        ForeignKeyConstraint(["room_id", "seq"], ["room_event.room_id", "room_event.seq"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"))
    seq: Mapped[int]
    cause: Mapped[Cause] = mapped_column(word(Cause))
    state: Mapped[CaseState] = mapped_column(word(CaseState), default=CaseState.OPEN)
    version: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    flagged_at: Mapped[datetime | None] = mapped_column(Moment)

    room: Mapped[Room] = relationship(lazy="raise")
    decisions: Mapped[list["ModerationDecision"]] = relationship(lazy="raise", order_by="ModerationDecision.id")


class MessageReport(Base):
    """That somebody reported a message. Who it was is shown to nobody."""

    __tablename__ = "message_report"
    __table_args__ = (UniqueConstraint("case_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("room_rule.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(Moment)

    rule: Mapped[RoomRule | None] = relationship(lazy="raise")


class ModerationDecision(Base):
    """What was decided on a message, a person or a room; never changed afterwards. Nobody as decider: the service.

    `digest` is of the words as they stood, with a salt, since short words can be guessed from a bare one. A measure
    holds until `until`; the latest of its kind is the one that counts. `seconds` is the pace of slow mode, and for
    the approval of first messages one or nought.
    """

    __tablename__ = "moderation_decision"
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("moderation_case.id"))
    version: Mapped[int | None]
    verdict: Mapped[Verdict] = mapped_column(word(Verdict))
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("room_rule.id"))
    note: Mapped[str] = mapped_column(String(500))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    seconds: Mapped[int | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    room: Mapped[Room] = relationship(lazy="raise")
    case: Mapped[ModerationCase | None] = relationship(lazy="raise", overlaps="decisions")
    rule: Mapped[RoomRule | None] = relationship(lazy="raise")
    appeal: Mapped["ModerationAppeal | None"] = relationship(lazy="raise", back_populates="decision")


class ModerationAppeal(Base):
    """That the author asks somebody else to look again; once for each decision. `against` is who decided."""

    __tablename__ = "moderation_appeal"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("decided_by IS NULL OR against IS NULL OR decided_by <> against", name="somebody_else"),
        CheckConstraint("decided_by IS NULL OR decided_by <> person_id", name="not_the_author"),
        CheckConstraint("(decided_at IS NULL) = (is_upheld IS NULL)", name="whole_answer"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("moderation_decision.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    against: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(500), default="")

    decision: Mapped[ModerationDecision] = relationship(lazy="raise", back_populates="appeal")
