"""The ledger of a locality's budget as people read it: entry by entry, who gave what to whom, and what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb_app.budgets.flows import flows
from pb_app.budgets.ledger import AccountKind, EntryKind, Posting
from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account, AccountBalance, Fund, LedgerEntry, LedgerPosting, LedgerSeal, Pot
from pb_app.models.localities import Locality
from pb_app.models.movements import Movement
from pb_app.models.partnerships import Partner
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.queries.budgets import PotCard, pots_of_locality

AWARDED = (EntryKind.AWARD, EntryKind.RELEASE, EntryKind.REVERSE)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a movement: the kind of its account, the name of the fund, pot or project, and whose fund it is."""

    kind: AccountKind
    name: str
    partner: str = ""


@dataclass(frozen=True, slots=True)
class Transfer:
    """Minor units that went from one party to another."""

    giver: Party
    taker: Party
    pence: int


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A sealed entry: when, why, what moved, and the hashes it carries."""

    entry_id: int
    kind: EntryKind
    at: datetime
    memo: str
    currency: str
    transfers: tuple[Transfer, ...]
    seal_sha256: str
    poll_no: int | None
    count_sha256: str | None
    adoption_sha256: str | None
    log_index: int | None
    reverses: int | None
    purpose: Purpose | None

    @property
    def pence(self) -> int:
        """How much moved in all."""
        return sum(one.pence for one in self.transfers)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one account of the locality now, in minor units."""

    party: Party
    pence: int
    currency: str


@dataclass(frozen=True, slots=True)
class PotStory:
    """A pot and what became of it: who fed it, what went to how many projects, whether it is of an imported poll."""

    card: PotCard
    awarded: int
    projects: int
    is_imported: bool


@dataclass(frozen=True, slots=True)
class LocalityBook:
    """A locality's budget: its pots, its entries in their order, and what stands in its accounts."""

    locality: Locality
    pots: tuple[PotStory, ...]
    entries: tuple[BookEntry, ...]
    standings: tuple[Standing, ...]


def locality_book(session: Session, locality: Locality) -> LocalityBook:
    """Read a locality's budget whole; what came into a fund belongs to it once that fund has fed a pot here."""
    entries = _entries(session, locality)
    lines = [line for entry in entries for line in entry.postings]
    accounts = {line.account_id: line.account for line in lines} | {one.id: one for one in _own(session, locality)}
    parties = _parties(session, accounts)
    purposes = _purposes(session, [entry.id for entry in entries])
    pots = pots_of_locality(session, locality.id)
    imported = set(session.scalars(select(Poll.round_no).where(Poll.imported.is_(True))))
    return LocalityBook(
        locality=locality,
        pots=tuple(_story(card, entries, accounts, is_imported=card.pot.round_no in imported) for card in pots),
        entries=tuple(_book_entry(entry, accounts, parties, purposes) for entry in entries),
        standings=_standings(session, locality, accounts, parties),
    )


def _entries(session: Session, locality: Locality) -> Sequence[LedgerEntry]:
    """The sealed entries of the locality's accounts, and those that brought money into the funds which fed them."""
    here = select(Account.id).where(Account.locality_id == locality.id)
    touching = select(LedgerPosting.entry_id).where(LedgerPosting.account_id.in_(here))
    funds = (
        select(LedgerPosting.account_id)
        .join(Account, Account.id == LedgerPosting.account_id)
        .where(LedgerPosting.entry_id.in_(touching), Account.kind == AccountKind.FUND)
    )
    came_in = (
        select(LedgerPosting.entry_id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(LedgerPosting.account_id.in_(funds), LedgerEntry.kind == EntryKind.FUND_IN)
    )
    wanted = LedgerEntry.id.in_(touching) | LedgerEntry.id.in_(came_in)
    return session.scalars(_sealed().where(wanted).order_by(LedgerEntry.id)).all()


def _sealed() -> Select[LedgerEntry]:
    lines = selectinload(LedgerEntry.postings).joinedload(LedgerPosting.account)
    return (
        select(LedgerEntry)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerEntry.id)
        .options(lines, joinedload(LedgerEntry.seal))
    )


def _own(session: Session, locality: Locality) -> Sequence[Account]:
    return session.scalars(select(Account).where(Account.locality_id == locality.id)).all()


def _parties(session: Session, accounts: Mapping[int, Account]) -> dict[int, Party]:
    """What each account stands for, by the account's id."""
    named = {
        **_funds(session, [one.fund_id for one in accounts.values()]),
        **_pots(session, [one.pot_id for one in accounts.values()]),
        **_projects(session, [one.project_id for one in accounts.values()]),
    }
    return {
        one.id: named.get((one.kind, one.fund_id or one.pot_id or one.project_id or 0), Party(one.kind, ""))
        for one in accounts.values()
    }


def _funds(session: Session, ids: Sequence[int | None]) -> dict[tuple[AccountKind, int], Party]:
    rows = session.execute(
        select(Fund.id, Fund.name, Partner.name).join(Partner, Partner.id == Fund.partner_id).where(Fund.id.in_(ids))
    )
    return {(AccountKind.FUND, number): Party(AccountKind.FUND, name, partner) for number, name, partner in rows}


def _pots(session: Session, ids: Sequence[int | None]) -> dict[tuple[AccountKind, int], Party]:
    rows = session.execute(select(Pot.id, Pot.name).where(Pot.id.in_(ids)))
    return {(AccountKind.POT, number): Party(AccountKind.POT, name) for number, name in rows}


def _projects(session: Session, ids: Sequence[int | None]) -> dict[tuple[AccountKind, int], Party]:
    rows = session.execute(select(Project.id, Project.title).where(Project.id.in_(ids)))
    return {(AccountKind.PROJECT, number): Party(AccountKind.PROJECT, title) for number, title in rows}


def _purposes(session: Session, entry_ids: Sequence[int]) -> dict[int, Purpose]:
    """Why money moved, of the entries that were proposed as movements."""
    rows = session.execute(select(Movement.entry_id, Movement.purpose).where(Movement.entry_id.in_(entry_ids)))
    return {int(number or 0): purpose for number, purpose in rows}


def _book_entry(
    entry: LedgerEntry,
    accounts: Mapping[int, Account],
    parties: Mapping[int, Party],
    purposes: Mapping[int, Purpose],
) -> BookEntry:
    moved = flows([Posting(line.account_id, line.pence) for line in entry.postings])
    return BookEntry(
        entry_id=entry.id,
        kind=entry.kind,
        at=entry.made_at,
        memo=entry.memo,
        currency=accounts[entry.postings[0].account_id].currency,
        transfers=tuple(Transfer(parties[one.giver], parties[one.taker], one.pence) for one in moved),
        seal_sha256=entry.seal.leaf_sha256 if entry.seal else "",
        poll_no=entry.poll_no,
        count_sha256=entry.count_sha256,
        adoption_sha256=entry.adoption_sha256,
        log_index=entry.log_index,
        reverses=entry.reverses,
        purpose=purposes.get(entry.id),
    )


def _standings(
    session: Session, locality: Locality, accounts: Mapping[int, Account], parties: Mapping[int, Party]
) -> tuple[Standing, ...]:
    rows = session.execute(
        select(AccountBalance.account_id, AccountBalance.pence)
        .join(Account, Account.id == AccountBalance.account_id)
        .where(Account.locality_id == locality.id)
        .order_by(Account.id)
    )
    return tuple(Standing(parties[number], pence, accounts[number].currency) for number, pence in rows)


def _story(
    card: PotCard, entries: Sequence[LedgerEntry], accounts: Mapping[int, Account], *, is_imported: bool
) -> PotStory:
    """What a pot gave to projects, net of what came back."""
    given: dict[int, int] = {}
    for entry in entries:
        if entry.kind in AWARDED and any(accounts[line.account_id].pot_id == card.pot.id for line in entry.postings):
            for line in entry.postings:
                if accounts[line.account_id].kind is AccountKind.PROJECT:
                    given[line.account_id] = given.get(line.account_id, 0) + line.pence
    return PotStory(card, sum(given.values()), sum(pence > 0 for pence in given.values()), is_imported)
