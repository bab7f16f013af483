"""Writing to the ledger: an entry, its lines and its seal, checked before the database checks again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.budgets import book
from pb_app.budgets.ledger import Entry, EntryKind, Posting, leaf_bytes
from pb_app.models.budgets import Account, AccountBalance, LedgerEntry, LedgerPosting, LedgerSeal


@dataclass(frozen=True, slots=True)
class Posted:
    """An entry that stands sealed in the ledger: its number and the hash of its canonical bytes."""

    entry_id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What an award carries: its poll, the hashes of count and adoption, the adoption's place in the log."""

    poll_no: int
    count_sha256: str
    adoption_sha256: str
    log_index: int


def post(
    session: Session,
    kind: EntryKind,
    lines: Sequence[Posting],
    *,
    at: datetime,
    memo: str,
    decided: Decided | None = None,
    reverses: int | None = None,
) -> Posted:
    """Write and seal an entry. Raises WrongEntry or Overspent with a sentence, and then nothing is written."""
    accounts, standing = _accounts(session, [line.account_id for line in lines])
    row = LedgerEntry(kind=kind, made_at=at, memo=memo, reverses=reverses)
    carried = {}
    if decided is not None:
        carried = {name: getattr(decided, name) for name in Decided.__slots__}
        for name, value in carried.items():
            setattr(row, name, value)
    currency = next((account.currency for account in accounts.values()), "GBP")
    draft = Entry(0, kind, currency, tuple(lines), reverses=reverses, **carried)
    book.posted(standing, draft, accounts)
    session.add(row)
    session.flush()
    entry = replace(draft, id=row.id)
    digest = sha256(leaf_bytes(entry)).hexdigest()
    session.add_all(
        LedgerPosting(entry_id=row.id, line_no=number, account_id=line.account_id, pence=line.pence)
        for number, line in enumerate(entry.postings, start=1)
    )
    session.flush()
    session.add(LedgerSeal(entry_id=row.id, leaf_sha256=digest))
    session.flush()
    return Posted(row.id, digest)


def _accounts(session: Session, ids: Sequence[int]) -> tuple[dict[int, book.Account], dict[int, int]]:
    """The accounts and what stands in them: read as figures, for the database's triggers move them, not the session."""
    rows = session.execute(
        select(Account.id, Account.kind, Account.currency, AccountBalance.pence)
        .join(AccountBalance, AccountBalance.account_id == Account.id)
        .where(Account.id.in_(ids))
        .order_by(Account.id)
    ).all()
    accounts = {row.id: book.Account(row.id, row.kind, row.currency) for row in rows}
    return accounts, {row.id: row.pence for row in rows}
