"""Checking the ledger: every entry sealed and told of by the log, every balance replayed, every award as adopted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.audit.findings import ReadEntry
from pb_app.budgets import book
from pb_app.budgets.ledger import AccountKind, Entry, EntryKind, Posting, leaf_bytes
from pb_app.models.budgets import Account, AccountBalance, LedgerEntry
from pb_app.refusals import Refusal, sentence
from pb_app.verification.chronicle import ANCHORS, Chronicle
from pb_app.verification.misfits import Misfit, Part, told_otherwise


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that is stored of money."""

    rows: Sequence[LedgerEntry]
    accounts: Mapping[int, Account]
    balances: Mapping[int, int]


def read_ledger(session: Session) -> Ledger:
    """Read the whole ledger."""
    whole = select(LedgerEntry).options(selectinload(LedgerEntry.postings), selectinload(LedgerEntry.seal))
    return Ledger(
        rows=session.scalars(whole.order_by(LedgerEntry.id)).all(),
        accounts={one.id: one for one in session.scalars(select(Account).order_by(Account.id))},
        balances={one.account_id: one.pence for one in session.scalars(select(AccountBalance))},
    )


def check_ledger(ledger: Ledger, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in the ledger: entries first, in their order, then balances."""
    told = _told(chronicle)
    sound = []
    for row in ledger.rows:
        entry = _as_entry(row, ledger)
        if isinstance(entry, Misfit):
            yield entry
            continue
        yield from _check_entry(row, entry, told, ledger)
        sound.append(entry)
    there = {row.id for row in ledger.rows}
    for number, (log_entry, _) in sorted(told.items()):
        if number not in there:
            template = sentence("Entry %(log)d of the log moves money by entry %(entry)d of the ledger: it is missing.")
            yield Misfit(Part.LEDGER, number, template, {"log": log_entry.index, "entry": number})
    if len(sound) == len(ledger.rows):
        yield from _check_balances(ledger, sound)


def _told(chronicle: Chronicle) -> dict[int, tuple[ReadEntry, str]]:
    """Which entry of the log names each entry of the ledger, and under which hash."""
    told: dict[int, tuple[ReadEntry, str]] = {}
    for entry in chronicle.money:
        for number, digest in ANCHORS[entry.event]:
            named = entry.facts.get(number)
            if isinstance(named, int):
                told.setdefault(named, (entry, str(entry.facts.get(digest))))
    return told


def _as_entry(row: LedgerEntry, ledger: Ledger) -> Entry | Misfit:
    """The entry as the ledger's arithmetic reads it, or why it cannot be one."""
    currencies = {ledger.accounts[line.account_id].currency for line in row.postings}
    try:
        return Entry(
            row.id,
            row.kind,
            min(currencies, default=""),
            tuple(Posting(line.account_id, line.pence) for line in row.postings),
            row.reverses,
            row.poll_no,
            row.count_sha256,
            row.adoption_sha256,
            row.log_index,
        )
    except Refusal as refusal:
        template = sentence("Entry %(entry)d of the ledger is none: %(why)s")
        return Misfit(Part.LEDGER, row.id, template, {"entry": row.id, "why": str(refusal)})


def _check_entry(
    row: LedgerEntry, entry: Entry, told: Mapping[int, tuple[ReadEntry, str]], ledger: Ledger
) -> Iterator[Misfit]:
    figures: dict[str, object] = {"entry": row.id}
    digest = sha256(leaf_bytes(entry)).hexdigest()
    if row.seal is None:
        yield Misfit(Part.LEDGER, row.id, sentence("Entry %(entry)d of the ledger is not sealed."), figures)
    elif row.seal.leaf_sha256 != digest:
        template = sentence("Entry %(entry)d of the ledger is not the one that was sealed.")
        yield Misfit(Part.LEDGER, row.id, template, figures)
    if row.id not in told:
        yield Misfit(Part.LEDGER, row.id, sentence("The log tells of no entry %(entry)d of the ledger."), figures)
        return
    log_entry, hash_told = told[row.id]
    if hash_told != digest:
        template = sentence("Entry %(log)d of the log names another entry %(entry)d of the ledger than is stored.")
        yield Misfit(Part.LEDGER, row.id, template, figures | {"log": log_entry.index})
    yield from told_otherwise(Part.LEDGER, row.id, log_entry, _stored(row, log_entry, ledger))


def _stored(row: LedgerEntry, log_entry: ReadEntry, ledger: Ledger) -> dict[str, object]:
    """What the ledger holds of what such an entry of the log says."""
    taken = [ledger.accounts[line.account_id] for line in row.postings if line.pence < 0]
    given = [ledger.accounts[line.account_id] for line in row.postings if line.pence > 0]
    pence: dict[str, object] = {"pence": sum(line.pence for line in row.postings if line.pence > 0)}
    if log_entry.event == "fund.added":
        return pence | {"account": given[0].id, "fund": given[0].fund_id}
    if log_entry.event == "pot.fed":
        return pence | {"fund": taken[0].fund_id, "pot": given[0].pot_id}
    if log_entry.event == "awards.posted":
        carried = {"record": row.count_sha256, "adoption": row.adoption_sha256, "adoption_index": row.log_index}
        return pence | carried
    return pence if log_entry.event == "movement.posted" else {}


def _check_balances(ledger: Ledger, entries: Sequence[Entry]) -> Iterator[Misfit]:
    accounts = {one.id: book.Account(one.id, AccountKind(one.kind), one.currency) for one in ledger.accounts.values()}
    try:
        replayed = book.replayed(entries, accounts)
    except Refusal as refusal:
        yield Misfit.of(refusal, Part.LEDGER, _first_refused(entries, accounts))
        return
    for account in ledger.accounts:
        stored, counted = ledger.balances.get(account), replayed.get(account, 0)
        if stored != counted:
            template = sentence("Account %(account)d is stored with %(stored)s; its entries come to %(counted)d.")
            figures = {"account": account, "stored": stored, "counted": counted}
            yield Misfit(Part.LEDGER, _latest(entries, account), template, figures)


def _first_refused(entries: Sequence[Entry], accounts: Mapping[int, book.Account]) -> int:
    """The first entry that the book refuses after those before it."""
    for length in range(1, len(entries) + 1):
        try:
            book.replayed(entries[:length], accounts)
        except Refusal:
            return entries[length - 1].id
    return 0


def _latest(entries: Sequence[Entry], account: int) -> int:
    touching = [entry.id for entry in entries if any(line.account_id == account for line in entry.postings)]
    return max(touching, default=0)


def awards_of(ledger: Ledger, poll_no: int) -> list[LedgerEntry]:
    """The award entries of a poll."""
    return [row for row in ledger.rows if row.kind is EntryKind.AWARD and row.poll_no == poll_no]
