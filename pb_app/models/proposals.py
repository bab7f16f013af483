"""Proposals that people submit, their costs item by item, their revisions, and the projects they become."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, Numbers, word
from pb_app.models.localities import Outcome
from pb_app.models.people import Person
from pb_app.models.rounds import Round
from pb_app.roles import Scope
from pb_app.stages import ProposalState


class Proposal(Base):
    """An idea put forward in a round."""

    __tablename__ = "proposal"

    proposal_no: Mapped[int] = mapped_column(primary_key=True)
    round_no: Mapped[int] = mapped_column(ForeignKey("round.round_no"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"))
    state: Mapped[ProposalState] = mapped_column(word(ProposalState), default=ProposalState.SUBMITTED)
    title: Mapped[str] = mapped_column(String(80))
    what_and_why: Mapped[str]
    place: Mapped[str] = mapped_column(String(200))
    who_benefits: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    revised_at: Mapped[datetime | None] = mapped_column(Moment)

    round: Mapped[Round] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    outcome: Mapped[Outcome] = relationship(lazy="raise")
    costs: Mapped[list["CostItem"]] = relationship(
        lazy="raise", order_by="CostItem.line_no", cascade="all, delete-orphan"
    )
    review: Mapped["Review | None"] = relationship(lazy="raise", back_populates="proposal")

    @property
    def scope(self) -> Scope:
        """The round's scope; the round and its locality must have been loaded."""
        return self.round.scope

    @property
    def stage(self) -> ProposalState:
        """Where it stands."""
        return self.state

    @property
    def is_public(self) -> bool:
        """A submitted proposal is public as soon as its round is."""
        return self.round.is_public

    @property
    def cost(self) -> int:
        """What the author thinks it costs, in pence; the items must have been loaded."""
        return sum(item.pence for item in self.costs)


class CostItem(Base):
    """One line of a proposal's cost, in pence."""

    __tablename__ = "cost_item"
    __table_args__ = (CheckConstraint("pence > 0", name="positive"),)

    proposal_no: Mapped[int] = mapped_column(ForeignKey("proposal.proposal_no"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(120))
    pence: Mapped[int] = mapped_column(BigInteger)


class ProposalRevision(Base):
    """What a proposal said before it was revised, kept as JSON text; `cited` are the messages that moved its author."""

    __tablename__ = "proposal_revision"

    proposal_no: Mapped[int] = mapped_column(ForeignKey("proposal.proposal_no"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    said: Mapped[str]
    until: Mapped[datetime] = mapped_column(Moment)
    cited: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=())


class Review(Base):
    """An officer's decision on a proposal: the cost as checked, and a reason that is published."""

    __tablename__ = "review"

    proposal_no: Mapped[int] = mapped_column(ForeignKey("proposal.proposal_no"), primary_key=True)
    accepted: Mapped[bool]
    stated_cost: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    reviewed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime] = mapped_column(Moment)

    proposal: Mapped[Proposal] = relationship(lazy="raise", back_populates="review")


class Project(Base):
    """What stands on a round's ballot paper: a proposal that was accepted, or a line of an imported poll.

    `contest_place` is the place of its contest on the paper; `least` the smallest part of its cost that would still be
    of use, in minor units; None: whole or not at all.
    """

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("round_no", "ref"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
        CheckConstraint("least > 0 AND least <= cost", name="least_part_of_cost"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_no: Mapped[int] = mapped_column(ForeignKey("round.round_no"), index=True)
    ref: Mapped[str] = mapped_column(String(60))
    proposal_no: Mapped[int | None] = mapped_column(ForeignKey("proposal.proposal_no"), unique=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(default="")
    cost: Mapped[int] = mapped_column(BigInteger)
    least: Mapped[int | None] = mapped_column(BigInteger)
    contest_place: Mapped[int] = mapped_column(default=1)

    outcome: Mapped[Outcome | None] = relationship(lazy="raise")
