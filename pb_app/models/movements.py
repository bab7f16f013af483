"""Movements of money that somebody proposed: posted at once or by a second person, or refused. Kept either way."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.budgets.purposes import Purpose, needs_second_person
from pb_app.models.base import Base, Moment, word
from pb_app.models.budgets import Account
from pb_app.roles import Scope
from pb_app.stages import MovementState


class Movement(Base):
    """Money that is to move from one account to another, with the reason everybody may read.

    `second_from` is the partnership's limit on the day it was proposed. A reversal names the entry that it undoes and
    no accounts.
    """

    __tablename__ = "movement"
    __table_args__ = (
        CheckConstraint("pence > 0", name="above_nought"),
        CheckConstraint("(state = 'posted') = (entry_id IS NOT NULL)", name="posted_has_entry"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint(
            "state <> 'posted' OR pence < second_from OR decided_by <> proposed_by", name="second_person_posts"
        ),
        CheckConstraint("(reverses IS NULL) = (giver_id IS NOT NULL AND taker_id IS NOT NULL)", name="from_and_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"))
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reverses: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))
    pence: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    reason: Mapped[str] = mapped_column(String(300))
    second_from: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[MovementState] = mapped_column(word(MovementState), default=MovementState.PROPOSED)
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)

    giver: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[giver_id])
    taker: Mapped[Account | None] = relationship(lazy="raise", foreign_keys=[taker_id])

    is_public = True

    @property
    def scope(self) -> Scope:
        """The locality's scope where both accounts are of one, the partnership's otherwise."""
        return Scope(self.partnership_id, self.locality_id)

    @property
    def stage(self) -> MovementState:
        """Where it stands."""
        return self.state

    @property
    def needs_second_person(self) -> bool:
        """Whether somebody else than the proposer must post it."""
        return needs_second_person(self.pence, self.second_from)

    @property
    def ends(self) -> tuple[Account, Account]:
        """From where to where; both must have been loaded, and a reversal has neither."""
        if self.giver is None or self.taker is None:
            raise ValueError(self.id)
        return self.giver, self.taker
