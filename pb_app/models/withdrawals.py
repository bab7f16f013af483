"""Projects that are taken off the paper while people vote: proposed by one person, decided by another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment
from pb_app.models.polls import Poll
from pb_app.roles import Scope
from pb_app.stages import PollState


class ProjectWithdrawal(Base):
    """That a project should leave the paper of an open poll, and why; it has left once somebody else approved.

    `project` is its number on the paper. Ballots stay as they were cast.
    """

    __tablename__ = "project_withdrawal"
    __table_args__ = (
        CheckConstraint("approved_by <> proposed_by", name="two_people"),
        CheckConstraint("(approved_at IS NULL) = (approved_by IS NULL)", name="approved_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"), index=True)
    project: Mapped[str] = mapped_column(String(60))
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
