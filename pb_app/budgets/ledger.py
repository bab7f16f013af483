"""The ledger's entries: money moves between accounts in whole minor units, and what leaves one reaches another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pb_app.audit.canonical import LARGEST_INTEGER, encode
from pb_app.refusals import Invalid, sentence

LEAF_VERSION = 1
_FEWEST_LINES = 2
_CURRENCY_LENGTH = 3
_HEXADECIMAL = frozenset("0123456789abcdef")
_SHA256_LENGTH = 64


class AccountKind(StrEnum):
    """What an account stands for; `contra` is the world outside, and alone may be below nought."""

    FUND = "fund"
    POT = "pot"
    LOCALITY = "locality"
    PROJECT = "project"
    SUPPORT = "support"
    CONTRA = "contra"


class EntryKind(StrEnum):
    """Why money moves."""

    FUND_IN = "fund_in"
    ALLOT = "allot"
    AWARD = "award"
    RELEASE = "release"
    PAY = "pay"
    RETURN = "return"
    REVERSE = "reverse"


class WrongEntry(Invalid):
    """An entry that no ledger can hold."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry: minor units into (above nought) or out of (below nought) an account."""

    account_id: int
    pence: int

    def __post_init__(self) -> None:
        if type(self.pence) is not int:
            raise WrongEntry(sentence("An amount is a whole number of the smallest coin."))
        if self.pence == 0:
            raise WrongEntry(sentence("A line of the ledger cannot be of nought."))
        if abs(self.pence) > LARGEST_INTEGER:
            raise WrongEntry(sentence("An amount cannot be larger than %(largest)d."), largest=LARGEST_INTEGER)


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of money in one currency; what leaves some accounts is what reaches others.

    Refused with `WrongEntry`: fewer than two lines, two lines of one account, lines that do not come to nought, a
    currency that is not three capital letters, an award without its poll, count, adoption and place in the log, a
    reversal that does not say of what, and anything else that does. Hashes are 64 hexadecimal digits.
    """

    id: int
    kind: EntryKind
    currency: str
    postings: tuple[Posting, ...]
    reverses: int | None = None
    poll_no: int | None = None
    count_sha256: str | None = None
    adoption_sha256: str | None = None
    log_index: int | None = None

    def __post_init__(self) -> None:
        _check_currency(self.currency)
        _check_lines(self.postings)
        _check_decision(self)
        if (self.kind is EntryKind.REVERSE) != (self.reverses is not None):
            raise WrongEntry(sentence("A reversal, and nothing else, names the entry that it reverses."))


def award_lines(pot_account: int, adopted: Mapping[int, int]) -> tuple[Posting, ...]:
    """Return the lines that move the adopted amounts from the pot to the projects' accounts, sorted by account.

    `adopted` holds minor units by project account; a project that was given nought gets no line. Amounts below
    nought, and a decision that gives nothing to any project, are refused.
    """
    awards = tuple(Posting(account, pence) for account, pence in sorted(adopted.items()) if pence)
    if any(award.pence < 0 for award in awards):
        raise WrongEntry(sentence("An award cannot be below nought."))
    if not awards:
        raise WrongEntry(sentence("There is nothing to award."))
    return (Posting(pot_account, -sum(award.pence for award in awards)), *awards)


def reversal_of(entry: Entry, entry_id: int) -> Entry:
    """Return the entry that undoes `entry` line by line; a reversal itself is not reversed but posted anew."""
    if entry.kind is EntryKind.REVERSE:
        raise WrongEntry(sentence("A reversal cannot be reversed; post the entry again."))
    lines = tuple(Posting(line.account_id, -line.pence) for line in entry.postings)
    return Entry(entry_id, EntryKind.REVERSE, entry.currency, lines, reverses=entry.id)


def balances(entries: Iterable[Entry]) -> dict[int, int]:
    """Return what stands in each account, in minor units, sorted by account; an account keeps to one currency."""
    standing: defaultdict[int, int] = defaultdict(int)
    currencies: dict[int, str] = {}
    for entry in entries:
        for line in entry.postings:
            if currencies.setdefault(line.account_id, entry.currency) != entry.currency:
                raise WrongEntry(sentence("Account %(account)d holds two currencies."), account=line.account_id)
            standing[line.account_id] += line.pence
    return dict(sorted(standing.items()))


def leaf_bytes(entry: Entry) -> bytes:
    """Return the canonical bytes (RFC 8785) that the seal of an entry is the hash of; what is absent is left out."""
    leaf: dict[str, object] = {
        "v": LEAF_VERSION,
        "entry": entry.id,
        "kind": entry.kind,
        "currency": entry.currency,
        "lines": [[line.account_id, line.pence] for line in entry.postings],
    }
    carried = {
        "reverses": entry.reverses,
        "poll": entry.poll_no,
        "count_sha256": entry.count_sha256,
        "adoption_sha256": entry.adoption_sha256,
        "log": entry.log_index,
    }
    return encode(leaf | {name: value for name, value in carried.items() if value is not None})


def _check_currency(currency: str) -> None:
    if len(currency) != _CURRENCY_LENGTH or not (currency.isascii() and currency.isalpha() and currency.isupper()):
        raise WrongEntry(sentence("%(currency)r is not the three-letter code of a currency."), currency=currency)


def _check_lines(postings: tuple[Posting, ...]) -> None:
    if len(postings) < _FEWEST_LINES:
        raise WrongEntry(sentence("An entry needs at least two lines."))
    if len({line.account_id for line in postings}) < len(postings):
        raise WrongEntry(sentence("An account has one line in an entry."))
    off = sum(line.pence for line in postings)
    if off:
        raise WrongEntry(sentence("The lines of an entry must come to nought; these come to %(off)d."), off=off)


def _check_decision(entry: Entry) -> None:
    """Refuse an award that does not carry what decided it, and hashes that are none."""
    hashes = (entry.count_sha256, entry.adoption_sha256)
    if entry.kind is EntryKind.AWARD and None in (*hashes, entry.poll_no, entry.log_index):
        raise WrongEntry(sentence("An award carries its poll, its count, its adoption and its place in the log."))
    for one in hashes:
        if one is not None and (len(one) != _SHA256_LENGTH or not _HEXADECIMAL.issuperset(one)):
            raise WrongEntry(sentence("A hash is written in 64 hexadecimal digits."))
