"""Funds, pots, and the ledger of each locality's budget: accounts, entries, postings, seals (voting-and-audit 3)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.budgets.ledger import AccountKind, EntryKind
from pb_app.budgets.purposes import Place, Spot
from pb_app.models.base import Base, Moment, word
from pb_app.models.localities import Locality, Outcome
from pb_app.models.partnerships import Partner
from pb_app.models.rounds import Round
from pb_app.roles import Scope

_PLACES = {
    AccountKind.FUND: Place.FUND,
    AccountKind.POT: Place.POT,
    AccountKind.LOCALITY: Place.SUPPORT,
    AccountKind.SUPPORT: Place.SUPPORT,
    AccountKind.PROJECT: Place.PROJECT,
    AccountKind.CONTRA: Place.OUTSIDE,
}


class FundKind(StrEnum):
    """Whether money may buy lasting things or pays for running costs."""

    CAPITAL = "capital"
    REVENUE = "revenue"


class Fund(Base):
    """A source of money. A partnership has no legal personality: a body holds it, a body pays it (settled.md 11)."""

    __tablename__ = "fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    holding_partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    paying_partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[FundKind] = mapped_column(word(FundKind))
    may_commit: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3), default="GBP")

    partner: Mapped[Partner] = relationship(lazy="raise", foreign_keys=[partner_id])
    holding_partner: Mapped[Partner] = relationship(lazy="raise", foreign_keys=[holding_partner_id])
    paying_partner: Mapped[Partner] = relationship(lazy="raise", foreign_keys=[paying_partner_id])

    stage = None
    is_public = True

    @property
    def scope(self) -> Scope:
        """The partnership's scope."""
        return Scope(self.partnership_id)


class Pot(Base):
    """The money at hand for one contest, in one currency, serving one outcome."""

    __tablename__ = "pot"
    __table_args__ = (UniqueConstraint("round_no", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_no: Mapped[int] = mapped_column(ForeignKey("round.round_no"))
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("outcome.id"))
    name: Mapped[str] = mapped_column(String(300))
    currency: Mapped[str] = mapped_column(String(3), default="GBP")

    round: Mapped[Round] = relationship(lazy="raise")
    outcome: Mapped[Outcome | None] = relationship(lazy="raise")

    stage = None
    is_public = True

    @property
    def scope(self) -> Scope:
        """The round's scope."""
        return self.round.scope


class Account(Base):
    """A place where money stands. Every account but contra keeps at or above nought.

    What a project has committed to somebody stands in a second account of its own, with `is_committed`.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[AccountKind] = mapped_column(word(AccountKind))
    currency: Mapped[str] = mapped_column(String(3))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"), index=True)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    pot_id: Mapped[int | None] = mapped_column(ForeignKey("pot.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    is_committed: Mapped[bool] = mapped_column(default=False)

    locality: Mapped[Locality | None] = relationship(lazy="raise")

    @property
    def spot(self) -> Spot:
        """The account as a movement sees it."""
        place = Place.COMMITTED if self.is_committed else _PLACES[self.kind]
        return Spot(self.id, place, self.currency, self.locality_id, self.project_id)


class LedgerEntry(Base):
    """One movement of money. It counts once sealed, and never changes after."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "kind <> 'award' OR (poll_no IS NOT NULL AND count_sha256 IS NOT NULL "
            "AND adoption_sha256 IS NOT NULL AND log_index IS NOT NULL)",
            name="award_carries_its_decision",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EntryKind] = mapped_column(word(EntryKind))
    made_at: Mapped[datetime] = mapped_column(Moment)
    memo: Mapped[str] = mapped_column(String(300), default="")
    reverses: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    poll_no: Mapped[int | None] = mapped_column(ForeignKey("poll.poll_no"))
    count_sha256: Mapped[str | None] = mapped_column(String(64))
    adoption_sha256: Mapped[str | None] = mapped_column(String(64))
    log_index: Mapped[int | None] = mapped_column(BigInteger)

    postings: Mapped[list["LedgerPosting"]] = relationship(lazy="raise", order_by="LedgerPosting.line_no")
    seal: Mapped["LedgerSeal | None"] = relationship(lazy="raise")


class LedgerPosting(Base):
    """One line of an entry: minor units into (+) or out of (-) an account."""

    __tablename__ = "ledger_posting"
    __table_args__ = (CheckConstraint("pence <> 0", name="not_nought"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    pence: Mapped[int] = mapped_column(BigInteger)

    account: Mapped[Account] = relationship(lazy="raise")


class LedgerSeal(Base):
    """That an entry is whole and balanced; the database refuses the seal otherwise, and any line after it."""

    __tablename__ = "ledger_seal"

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True, autoincrement=False)
    leaf_sha256: Mapped[str] = mapped_column(String(64))


class AccountBalance(Base):
    """What stands in an account now; kept by the seal, refused below its floor by the database."""

    __tablename__ = "account_balance"
    __table_args__ = (CheckConstraint("pence >= floor", name="not_overspent"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    pence: Mapped[int] = mapped_column(BigInteger, default=0)
    floor: Mapped[int] = mapped_column(BigInteger, default=0)
