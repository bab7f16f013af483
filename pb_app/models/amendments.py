"""Changes that people suggest to a proposal: how it would read, why, and which messages moved them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, Numbers, word
from pb_app.models.people import Person
from pb_app.models.proposals import Proposal
from pb_app.roles import Scope
from pb_app.stages import AmendmentState


class Amendment(Base):
    """A change that somebody suggests. `said` is the whole proposal as it would read, kept as JSON text.

    `revision` is the version that it changes; `became_revision` and `became_no` are what came of it: a version of
    the same proposal, or a proposal of its own. The proposal, its round and locality must have been loaded.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        CheckConstraint("(state = 'accepted') = (became_revision IS NOT NULL)", name="accepted_has_revision"),
        CheckConstraint("(state = 'promoted') = (became_no IS NOT NULL)", name="promoted_has_proposal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_no: Mapped[int] = mapped_column(ForeignKey("proposal.proposal_no"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False, index=True)
    state: Mapped[AmendmentState] = mapped_column(word(AmendmentState), default=AmendmentState.DRAFT)
    revision: Mapped[int]
    said: Mapped[str]
    why: Mapped[str]
    cited: Mapped[tuple[int, ...]] = mapped_column(Numbers, default=())
    written_at: Mapped[datetime] = mapped_column(Moment)
    proposed_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(default="")
    became_revision: Mapped[int | None]
    became_no: Mapped[int | None] = mapped_column(ForeignKey("proposal.proposal_no"), unique=True)

    proposal: Mapped[Proposal] = relationship(lazy="raise", foreign_keys=[proposal_no])
    author: Mapped[Person] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The proposal's scope."""
        return self.proposal.scope

    @property
    def stage(self) -> AmendmentState:
        """Where it stands."""
        return self.state

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it: from the moment it is put to the proposal's author."""
        return self.state is not AmendmentState.DRAFT and self.proposal.is_public
