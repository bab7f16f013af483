"""The ledger as a plain text journal that hledger and ledger read: an entry a transaction, a posting a line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from ballots.pabulib.amounts import decimal_text, exponent_of
from pb_app.queries.journal import JournalEntry
from pb_app.queries.statements import AccountLine

HERE = ZoneInfo("Europe/London")
_UNSAFE = re.compile(r"[^\w .,()&'’/-]+")
"""What could end a name, begin a comment or part an account where it is not parted."""


def journal_text(entries: Sequence[JournalEntry]) -> str:
    """Return the journal: every account declared, then every entry with its seal, in the order of their numbers."""
    accounts = {line.account_id: line for entry in entries for line, _pence in entry.postings}
    declared = [f"account {_account(accounts[number])}" for number in sorted(accounts)]
    return "\n".join([*declared, *(line for entry in entries for line in _lines(entry))]) + "\n"


def _lines(entry: JournalEntry) -> Iterator[str]:
    day = entry.at.astimezone(HERE).date().isoformat()
    words = " ".join(_plain([entry.kind.value, entry.memo]))
    yield ""
    yield f"{day} * ({entry.entry_id}) {words}".rstrip()
    yield f"    ; seal-sha256: {entry.seal_sha256}"
    for line, pence in entry.postings:
        sign, amount = "-" if pence < 0 else "", decimal_text(abs(pence), exponent_of(line.currency))
        yield f"    {_account(line)}  {line.currency} {sign}{amount}"


def _account(line: AccountLine) -> str:
    """An account by its kind, name and number: numbers part accounts of the same name."""
    return ":".join([line.place.value, " ".join([*_plain([line.name]), str(line.account_id)])])


def _plain(words: Iterable[str]) -> list[str]:
    """Words without what a journal gives a meaning to, and with single spaces, for two end the name of an account."""
    return [plain for one in words if (plain := " ".join(_UNSAFE.sub(" ", one).split()))]
