"""Workers of partners who vouch for people without an address or papers, and for which places they did."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.polls import Poll
from pb_app.roles import Scope
from pb_app.stages import PollState, VouchReason


class Voucher(Base):
    """A worker of a partner who may vouch for so many people in one poll, named by an officer."""

    __tablename__ = "voucher"
    __table_args__ = (UniqueConstraint("poll_no", "person_id"), CheckConstraint("most >= 0", name="most"))

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation: Mapped[str] = mapped_column(String(120))
    most: Mapped[int]
    named_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    named_at: Mapped[datetime] = mapped_column(Moment)

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


class RollVouch(Base):
    """That a worker vouched for a place on the roll, with the kind of reason and the day. No name, no document."""

    __tablename__ = "roll_vouch"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "roll_no"], ["roll_entry.poll_id", "roll_entry.roll_no"]),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    roll_no: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    reason: Mapped[VouchReason] = mapped_column(word(VouchReason))
    vouched_on: Mapped[date]
