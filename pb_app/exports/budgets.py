"""A locality's budget as a table anyone may take away: one line a transfer, with the hashes it carries."""

from collections.abc import Iterator

from pb_app.audit.log import moment_text
from pb_app.budgets.ledger import AccountKind
from pb_app.exports.tables import Cell, csv_text
from pb_app.queries.ledger import BookEntry, LocalityBook, Party, Transfer

HEAD = (
    "entry",
    "at",
    "kind",
    "from_kind",
    "from",
    "to_kind",
    "to",
    "amount_minor_units",
    "currency",
    "memo",
    "seal_sha256",
    "poll_no",
    "count_sha256",
    "adoption_sha256",
    "log_index",
    "reverses",
)


def budget_csv(book: LocalityBook) -> str:
    """Return the ledger of a locality as CSV, in the order of its entries; amounts in whole minor units."""
    return csv_text(HEAD, _rows(book))


def _rows(book: LocalityBook) -> Iterator[tuple[Cell, ...]]:
    for entry in book.entries:
        for transfer in entry.transfers:
            yield _row(entry, transfer)


def _row(entry: BookEntry, transfer: Transfer) -> tuple[Cell, ...]:
    return (
        entry.entry_id,
        moment_text(entry.at),
        entry.kind.value,
        transfer.giver.kind.value,
        _name(transfer.giver, transfer.taker),
        transfer.taker.kind.value,
        _name(transfer.taker, transfer.giver),
        transfer.pence,
        entry.currency,
        entry.memo,
        entry.seal_sha256,
        _or_nothing(entry.poll_no),
        entry.count_sha256 or "",
        entry.adoption_sha256 or "",
        _or_nothing(entry.log_index),
        _or_nothing(entry.reverses),
    )


def _or_nothing(number: int | None) -> Cell:
    return "" if number is None else number


def _name(party: Party, other: Party) -> str:
    """A party's name; the world outside goes by the partner whose fund it fills."""
    return other.partner if party.kind is AccountKind.CONTRA else party.name
