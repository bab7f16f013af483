"""Objections to a place on a roll: proposed by one person, answered by the one concerned, decided by another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.polls import Poll
from pb_app.roles import Scope
from pb_app.stages import PollState, StrikeKind


class RollStrike(Base):
    """That somebody should be struck from the roll of a poll, why, and what they said to it.

    Whom it concerns and all words go with the decision; kind, people who decided and outcome stay.
    """

    __tablename__ = "roll_strike"
    __table_args__ = (
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("(decided_at IS NULL) = (is_struck IS NULL)", name="whole_decision"),
        CheckConstraint("decided_at IS NULL OR person_id IS NULL", name="nobody_afterwards"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[StrikeKind] = mapped_column(word(StrikeKind))
    words: Mapped[str] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None] = mapped_column(Moment)
    reply_until: Mapped[datetime] = mapped_column(Moment)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    is_struck: Mapped[bool | None]

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
