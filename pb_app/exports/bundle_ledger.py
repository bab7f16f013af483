"""The part of the ledger that a recount bundle holds: what fed the pot of a poll, and what its projects were given."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.actions import Action
from pb_app.audit.canonical import Value, encode
from pb_app.audit.findings import read_entry
from pb_app.budgets.ledger import LEAF_VERSION, AccountKind
from pb_app.models.budgets import Account, LedgerEntry, LedgerPosting
from pb_app.models.log import LogLeaf, LogMention
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.queries import contests
from pb_app.queries.log_filters import of_types

VERSION = 1


def ledger_of(session: Session, poll: Poll) -> bytes:
    """Every entry that touches the pot or a project of a poll, as its seal hashes it, with the accounts it names."""
    refs = {
        row.id: row.ref
        for row in session.execute(select(Project.id, Project.ref).where(Project.round_no == poll.round_no))
    }
    pots = contests.pots_of_poll(session, poll)
    own = Account.pot_id.in_(pots) | Account.project_id.in_(refs)
    touching = select(LedgerPosting.entry_id).join(Account, Account.id == LedgerPosting.account_id).where(own)
    ours = LedgerEntry.id.in_(touching) | LedgerEntry.id.in_(_came_in(session, poll))
    wanted = select(LedgerEntry).where(ours).options(selectinload(LedgerEntry.postings))
    rows = session.scalars(wanted.order_by(LedgerEntry.id)).all()
    named = {line.account_id for row in rows for line in row.postings}
    accounts = {one.id: one for one in session.scalars(select(Account).where(Account.id.in_(named)))}
    told: dict[str, Value] = {
        "v": VERSION,
        "accounts": {str(number): _account(one, pots, refs) for number, one in accounts.items()},
        "entries": [_leaf(row, accounts) for row in rows],
    }
    return encode(told)


def _came_in(session: Session, poll: Poll) -> list[int]:
    """The entry by which the money of an imported poll came in: the log names it, and it does not touch the pot."""
    named = select(LogMention.idx).where(LogMention.name == "poll", LogMention.value == str(poll.id))
    imported = LogLeaf.idx.in_(of_types([Action.IMPORT_POLL.value])) & LogLeaf.idx.in_(named)
    facts = [read_entry(0, body.encode()).facts for body in session.scalars(select(LogLeaf.body).where(imported))]
    return [number for one in facts if isinstance(number := one.get("fund_entry"), int)]


def _account(account: Account, pots: list[int], refs: dict[int, str]) -> dict[str, Value]:
    told: dict[str, Value] = {"currency": account.currency}
    if account.kind is AccountKind.POT and account.pot_id in pots:
        told["pot"] = account.pot_id
    if account.project_id in refs:
        told["ref"] = refs[account.project_id]
    return told


def _leaf(row: LedgerEntry, accounts: dict[int, Account]) -> dict[str, Value]:
    """An entry in the form of `ledger.leaf_bytes`, unchecked: it is written out as it is stored."""
    carried: dict[str, Value | None] = {
        "reverses": row.reverses,
        "poll": row.poll_no,
        "count_sha256": row.count_sha256,
        "adoption_sha256": row.adoption_sha256,
        "log": row.log_index,
    }
    lines: list[Value] = [[line.account_id, line.pence] for line in row.postings]
    leaf: dict[str, Value] = {
        "v": LEAF_VERSION,
        "entry": row.id,
        "kind": row.kind.value,
        "currency": min((accounts[line.account_id].currency for line in row.postings), default=""),
        "lines": lines,
    }
    return leaf | {name: value for name, value in carried.items() if value is not None}
