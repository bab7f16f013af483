"""The whole ledger of a partnership, entry by entry, as a journal has it: each posting with its account and sign."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.budgets.ledger import EntryKind
from pb_app.models.budgets import Account, LedgerEntry, LedgerPosting, LedgerSeal
from pb_app.queries.statements import AccountLine, trial_balances


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A sealed entry; its postings in their order, minor units into (+) or out of (-) each account."""

    entry_id: int
    at: datetime
    kind: EntryKind
    memo: str
    seal_sha256: str
    postings: tuple[tuple[AccountLine, int], ...]


def journal_of(session: Session, partnership_id: int) -> list[JournalEntry]:
    """Every sealed entry that touches an account of the partnership, in the order of their numbers."""
    accounts = {line.account_id: line for one in trial_balances(session, partnership_id) for line in one.lines}
    rows = session.execute(
        select(LedgerEntry, LedgerSeal.leaf_sha256, LedgerPosting.account_id, LedgerPosting.pence)
        .join(LedgerSeal, LedgerSeal.entry_id == LedgerEntry.id)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(Account, Account.id == LedgerPosting.account_id)
        .where(Account.partnership_id == partnership_id)
        .order_by(LedgerEntry.id, LedgerPosting.line_no)
    ).all()
    found = []
    for _entry_id, lines in groupby(rows, key=lambda row: row.LedgerEntry.id):
        some = list(lines)
        entry, postings = some[0].LedgerEntry, tuple((accounts[one.account_id], int(one.pence)) for one in some)
        found.append(JournalEntry(entry.id, entry.made_at, entry.kind, entry.memo, some[0].leaf_sha256, postings))
    return found
