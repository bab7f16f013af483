"""Money moves only the ways it may, and no account gives what it has not got."""

from collections.abc import Callable

import pytest

from pb_app.budgets.book import WAYS, Account, Overspent, check_ways, posted, replayed
from pb_app.budgets.ledger import AccountKind, Entry, EntryKind, Posting, WrongEntry, reversal_of
from pb_app.refusals import Conflict

OUTSIDE, FUND, LOCALITY, POT, PROJECT, SUPPORT, ZLOTY_POT = range(1, 8)
ACCOUNTS = {
    account.id: account
    for account in (
        Account(OUTSIDE, AccountKind.CONTRA, "GBP"),
        Account(FUND, AccountKind.FUND, "GBP"),
        Account(LOCALITY, AccountKind.LOCALITY, "GBP"),
        Account(POT, AccountKind.POT, "GBP"),
        Account(PROJECT, AccountKind.PROJECT, "GBP"),
        Account(SUPPORT, AccountKind.SUPPORT, "GBP"),
        Account(ZLOTY_POT, AccountKind.POT, "PLN"),
    )
}


def entry(entry_id: int, kind: EntryKind, source: int, target: int, pence: int) -> Entry:
    award = kind is EntryKind.AWARD
    return Entry(
        entry_id,
        kind,
        "GBP",
        (Posting(source, -pence), Posting(target, pence)),
        poll_no=1 if award else None,
        count_sha256="a" * 64 if award else None,
        adoption_sha256="b" * 64 if award else None,
        log_index=0 if award else None,
    )


STORY = [
    entry(1, EntryKind.FUND_IN, OUTSIDE, FUND, 500),
    entry(2, EntryKind.ALLOT, FUND, LOCALITY, 450),
    entry(3, EntryKind.ALLOT, LOCALITY, POT, 400),
    entry(4, EntryKind.AWARD, POT, PROJECT, 300),
    entry(5, EntryKind.PAY, PROJECT, OUTSIDE, 250),
    entry(6, EntryKind.RETURN, OUTSIDE, PROJECT, 20),
    entry(7, EntryKind.RELEASE, PROJECT, POT, 70),
]


def test_money_goes_from_a_fund_to_a_project_and_out_and_what_is_left_comes_back() -> None:
    assert replayed(STORY, ACCOUNTS) == {OUTSIDE: -270, FUND: 50, LOCALITY: 50, POT: 170, PROJECT: 0}


def test_an_entry_that_takes_more_than_is_there_is_refused_with_what_is_there() -> None:
    standing = {POT: 100}
    with pytest.raises(Overspent) as refusal:
        posted(standing, entry(1, EntryKind.AWARD, POT, PROJECT, 101), ACCOUNTS)
    assert str(refusal.value) == "Account 4 holds 100; 101 cannot be taken from it."
    assert standing == {POT: 100}
    assert posted(standing, entry(1, EntryKind.AWARD, POT, PROJECT, 100), ACCOUNTS) == {POT: 0, PROJECT: 100}


def test_an_account_nothing_was_put_in_gives_nothing() -> None:
    with pytest.raises(Overspent, match="holds 0; 1 cannot"):
        posted({}, entry(1, EntryKind.ALLOT, FUND, POT, 1), ACCOUNTS)


def test_money_from_outside_that_was_spent_cannot_be_reversed_away() -> None:
    standing = replayed(STORY[:2], ACCOUNTS)
    with pytest.raises(Overspent):
        posted(standing, reversal_of(STORY[0], 3), ACCOUNTS)


def test_an_account_that_is_not_there_is_refused() -> None:
    with pytest.raises(WrongEntry, match="no account 99"):
        check_ways(entry(1, EntryKind.ALLOT, FUND, 99, 5), ACCOUNTS)


def test_an_entry_in_another_currency_than_its_account_is_refused() -> None:
    with pytest.raises(WrongEntry, match="Account 7 is in PLN; the entry is in GBP"):
        check_ways(entry(1, EntryKind.ALLOT, FUND, ZLOTY_POT, 5), ACCOUNTS)


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        (EntryKind.FUND_IN, OUTSIDE, PROJECT),
        (EntryKind.FUND_IN, POT, FUND),
        (EntryKind.ALLOT, PROJECT, POT),
        (EntryKind.ALLOT, OUTSIDE, POT),
        (EntryKind.AWARD, FUND, PROJECT),
        (EntryKind.AWARD, POT, OUTSIDE),
        (EntryKind.RELEASE, PROJECT, OUTSIDE),
        (EntryKind.PAY, POT, OUTSIDE),
        (EntryKind.PAY, PROJECT, POT),
    ],
)
def test_money_moved_a_way_its_kind_does_not_go_is_refused(kind: EntryKind, source: int, target: int) -> None:
    with pytest.raises(WrongEntry, match="cannot move money this way"):
        check_ways(entry(1, kind, source, target, 5), ACCOUNTS)


def test_every_kind_of_entry_has_its_ways() -> None:
    assert set(WAYS) == set(EntryKind)


def test_an_entry_may_be_reversed_once() -> None:
    undone = [*STORY[:1], reversal_of(STORY[0], 2)]
    assert replayed(undone, ACCOUNTS) == {OUTSIDE: 0, FUND: 0}
    with pytest.raises(Conflict, match="Entry 1 was reversed already"):
        replayed([*undone, reversal_of(STORY[0], 3)], ACCOUNTS)


def lesser(one: Entry) -> Entry:
    return Entry(9, EntryKind.REVERSE, "GBP", (Posting(OUTSIDE, 1), Posting(FUND, -1)), reverses=one.id)


def foreign(one: Entry) -> Entry:
    return Entry(9, EntryKind.REVERSE, "PLN", reversal_of(one, 9).postings, reverses=one.id)


@pytest.mark.parametrize("wrong", [lesser, foreign])
def test_a_reversal_that_does_not_undo_its_entry_is_refused(wrong: Callable[[Entry], Entry]) -> None:
    with pytest.raises(WrongEntry, match="Entry 9 does not undo entry 1"):
        replayed([STORY[0], wrong(STORY[0])], ACCOUNTS)


def test_a_reversal_of_an_entry_that_is_not_there_is_refused() -> None:
    with pytest.raises(WrongEntry, match="Entry 9 reverses one that is not there"):
        replayed([reversal_of(STORY[0], 9)], ACCOUNTS)


def test_an_entry_that_stands_twice_is_refused() -> None:
    with pytest.raises(WrongEntry, match="Entry 1 stands in the ledger twice"):
        replayed([STORY[0], STORY[0]], ACCOUNTS)
