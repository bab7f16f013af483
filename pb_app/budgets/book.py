"""The book of accounts: where each kind of entry may move money, and that no account gives what it has not got."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pb_app.audit.canonical import LARGEST_INTEGER
from pb_app.budgets.ledger import AccountKind, Entry, EntryKind, WrongEntry, reversal_of
from pb_app.refusals import Conflict, sentence

_HELD = frozenset(AccountKind) - {AccountKind.CONTRA}
_SHARED_OUT = frozenset({AccountKind.FUND, AccountKind.LOCALITY, AccountKind.POT, AccountKind.SUPPORT})
_SPENT_FROM = frozenset({AccountKind.PROJECT, AccountKind.SUPPORT})
_OUTSIDE = frozenset({AccountKind.CONTRA})

WAYS: Mapping[EntryKind, tuple[frozenset[AccountKind], frozenset[AccountKind]]] = MappingProxyType(
    {
        EntryKind.FUND_IN: (_OUTSIDE, frozenset({AccountKind.FUND})),
        EntryKind.ALLOT: (_SHARED_OUT, _SHARED_OUT | {AccountKind.PROJECT}),
        EntryKind.AWARD: (frozenset({AccountKind.POT}), frozenset({AccountKind.PROJECT})),
        EntryKind.RELEASE: (_SPENT_FROM | {AccountKind.POT}, _SHARED_OUT | {AccountKind.PROJECT}),
        EntryKind.PAY: (_SPENT_FROM, _OUTSIDE),
        EntryKind.RETURN: (_HELD | _OUTSIDE, _HELD | _OUTSIDE),
        EntryKind.REVERSE: (_HELD | _OUTSIDE, _HELD | _OUTSIDE),
    }
)
"""From which kinds of account each kind of entry takes, and to which it gives."""


class Overspent(Conflict):
    """An entry would take more from an account than stands there."""


@dataclass(frozen=True, slots=True)
class Account:
    """A place where money stands, in one currency."""

    id: int
    kind: AccountKind
    currency: str


def check_ways(entry: Entry, accounts: Mapping[int, Account]) -> None:
    """Refuse an entry whose accounts are unknown, of another currency, or not of the kinds of `WAYS`."""
    takes, gives = WAYS[entry.kind]
    for line in entry.postings:
        account = accounts.get(line.account_id)
        if account is None:
            raise WrongEntry(sentence("There is no account %(account)d."), account=line.account_id)
        if account.currency != entry.currency:
            raise WrongEntry(
                sentence("Account %(account)d is in %(held)s; the entry is in %(moved)s."),
                account=account.id,
                held=account.currency,
                moved=entry.currency,
            )
        if account.kind not in (gives if line.pence > 0 else takes):
            raise WrongEntry(
                sentence("An entry of kind %(entry)s cannot move money this way for an account of kind %(account)s."),
                entry=entry.kind.value,
                account=account.kind.value,
            )


def posted(standing: Mapping[int, int], entry: Entry, accounts: Mapping[int, Account]) -> dict[int, int]:
    """Return what stands in each account once `entry` is posted, sorted by account.

    Refused: what `check_ways` refuses, what leaves an account beyond `LARGEST_INTEGER` either way, and with `Overspent`
    an entry that leaves any account but the world outside below nought. What was handed in stays as it was.
    """
    check_ways(entry, accounts)
    after = dict(standing)
    for line in entry.postings:
        after[line.account_id] = after.get(line.account_id, 0) + line.pence
        if abs(after[line.account_id]) > LARGEST_INTEGER:
            raise WrongEntry(sentence("This would come to more than any ledger holds. Enter a smaller amount."))
        if after[line.account_id] < 0 and accounts[line.account_id].kind is not AccountKind.CONTRA:
            raise Overspent(
                sentence("Account %(account)d holds %(held)d; %(taken)d cannot be taken from it."),
                account=line.account_id,
                held=standing.get(line.account_id, 0),
                taken=-line.pence,
            )
    return dict(sorted(after.items()))


def replayed(entries: Iterable[Entry], accounts: Mapping[int, Account]) -> dict[int, int]:
    """Return what stands in each account after all `entries` in their order, each checked as when it was posted.

    Refused besides: an id used twice, and a reversal of an entry that is not there, was reversed already, or that
    it does not undo exactly.
    """
    standing: dict[int, int] = {}
    seen: dict[int, Entry] = {}
    reversed_ids: set[int] = set()
    for entry in entries:
        if entry.id in seen:
            raise WrongEntry(sentence("Entry %(entry)d stands in the ledger twice."), entry=entry.id)
        if entry.reverses is not None:
            check_reversal(entry, seen.get(entry.reverses), reversed_ids)
            reversed_ids.add(entry.reverses)
        standing = posted(standing, entry, accounts)
        seen[entry.id] = entry
    return standing


def check_reversal(entry: Entry, original: Entry | None, reversed_ids: set[int]) -> None:
    """Refuse a reversal unless `original` is there, was not reversed yet, and is undone line by line."""
    if original is None:
        raise WrongEntry(sentence("Entry %(entry)d reverses one that is not there."), entry=entry.id)
    if original.id in reversed_ids:
        raise Conflict(sentence("Entry %(entry)d was reversed already."), entry=original.id)
    undone = reversal_of(original, entry.id)
    if (undone.currency, set(undone.postings)) != (entry.currency, set(entry.postings)):
        raise WrongEntry(
            sentence("Entry %(entry)d does not undo entry %(original)d."), entry=entry.id, original=original.id
        )
