"""Statements of money anyone may read: the trial balance, and what became of a partner's money."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, case, func, select
from sqlalchemy.orm import Session

from pb_app.budgets.purposes import Place
from pb_app.models.budgets import Account, Fund, LedgerPosting, LedgerSeal, Pot
from pb_app.models.localities import Locality
from pb_app.models.proposals import Project


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the trial balance: what it is called, what went in and out of it in all, in minor units."""

    account_id: int
    place: Place
    name: str
    currency: str
    went_in: int
    went_out: int

    @property
    def stands(self) -> int:
        """What stands there now; below nought only outside."""
        return self.went_in - self.went_out


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account of a partnership in one currency. Whole and unforged, it comes to nought."""

    currency: str
    lines: tuple[AccountLine, ...]

    @property
    def went_in(self) -> int:
        """What went into all accounts together."""
        return sum(line.went_in for line in self.lines)

    @property
    def went_out(self) -> int:
        """What went out of all accounts together."""
        return sum(line.went_out for line in self.lines)


def trial_balances(session: Session, partnership_id: int) -> list[TrialBalance]:
    """The trial balance of a partnership, by currency; sealed entries alone count."""
    lines: dict[str, list[AccountLine]] = {}
    for row in session.execute(_accounts(partnership_id)):
        lines.setdefault(row.Account.currency, []).append(_line(row))
    return [TrialBalance(currency, tuple(found)) for currency, found in sorted(lines.items())]


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """What became of one of a partner's funds, in minor units: what came in, what each pot got, what is left."""

    fund: str
    currency: str
    came_in: int
    to_pots: tuple[tuple[str, int], ...]
    elsewhere: int
    left: int


def partner_lines(session: Session, partner_id: int) -> list[PartnerLine]:
    """The funds of a partner, by name."""
    funds = session.execute(
        select(Fund.name, Account.id, Account.currency)
        .join(Account, Account.fund_id == Fund.id)
        .where(Fund.partner_id == partner_id)
        .order_by(Fund.name, Fund.id)
    ).all()
    return [_partner_line(name, currency, _went_from(session, number)) for name, number, currency in funds]


def _accounts(partnership_id: int) -> Select[Any]:
    """Every account that anything went through, with the sums of both sides and whatever it may be named by."""
    went_in = func.coalesce(func.sum(case((LedgerPosting.pence > 0, LedgerPosting.pence))), 0)
    went_out = func.coalesce(func.sum(case((LedgerPosting.pence < 0, -LedgerPosting.pence))), 0)
    names = (Fund.name, Pot.name, Project.title, Locality.name)
    return (
        select(
            Account,
            went_in.label("went_in"),
            went_out.label("went_out"),
            *(one.label(name) for one, name in zip(names, ("fund", "pot", "project", "locality"), strict=True)),
        )
        .join(LedgerPosting, LedgerPosting.account_id == Account.id)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerPosting.entry_id)
        .outerjoin(Fund, Fund.id == Account.fund_id)
        .outerjoin(Pot, Pot.id == Account.pot_id)
        .outerjoin(Project, Project.id == Account.project_id)
        .outerjoin(Locality, Locality.id == Account.locality_id)
        .where(Account.partnership_id == partnership_id)
        .group_by(Account.id, *names)
        .order_by(Account.id)
    )


def _line(row: Row[Any]) -> AccountLine:
    spot = row.Account.spot
    name = row.fund or row.pot or row.project or (row.locality if spot.place is Place.SUPPORT else "") or ""
    return AccountLine(spot.account_id, spot.place, name, spot.currency, int(row.went_in), int(row.went_out))


def _went_from(session: Session, account_id: int) -> list[tuple[Account, str | None, int]]:
    """What a fund's entries did on their other side: each account with the name of its pot, and how much went there."""
    of_fund = select(LedgerPosting.entry_id).where(LedgerPosting.account_id == account_id)
    rows = session.execute(
        select(Account, Pot.name, func.sum(LedgerPosting.pence))
        .join(LedgerPosting, LedgerPosting.account_id == Account.id)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerPosting.entry_id)
        .outerjoin(Pot, Pot.id == Account.pot_id)
        .where(LedgerPosting.entry_id.in_(of_fund), Account.id != account_id)
        .group_by(Account.id, Pot.name)
        .order_by(Account.id)
    )
    return [(account, name, int(pence)) for account, name, pence in rows]


def _partner_line(fund: str, currency: str, went: Iterable[tuple[Account, str | None, int]]) -> PartnerLine:
    pots, came_in, elsewhere = [], 0, 0
    for account, name, pence in went:
        if account.spot.place is Place.POT:
            pots.append((name or "", pence))
        elif account.spot.place is Place.OUTSIDE:
            came_in -= pence
        else:
            elsewhere += pence
    left = came_in - elsewhere - sum(pence for _name, pence in pots)
    return PartnerLine(fund, currency, came_in, tuple(pots), elsewhere, left)
