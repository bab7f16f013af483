"""An entry moves money and makes none: what leaves some accounts is what reaches others."""

from typing import Any

import pytest

from pb_app.audit.canonical import decode
from pb_app.budgets.ledger import (
    AccountKind,
    Entry,
    EntryKind,
    Posting,
    WrongEntry,
    award_lines,
    balances,
    leaf_bytes,
    reversal_of,
)

FUND, POT, GARDEN, HALL = 1, 2, 3, 4
COUNT, ADOPTION = "c" * 64, "0a" * 32


def allotted(pence: int = 250_000, **changed: Any) -> Entry:
    fields = {"id": 7, "kind": EntryKind.ALLOT, "currency": "GBP", "postings": moved(FUND, POT, pence)} | changed
    return Entry(**fields)


def awarded(**changed: Any) -> Entry:
    fields = {
        "id": 8,
        "kind": EntryKind.AWARD,
        "currency": "GBP",
        "postings": award_lines(POT, {GARDEN: 150_000, HALL: 60_000}),
        "poll_no": 5,
        "count_sha256": COUNT,
        "adoption_sha256": ADOPTION,
        "log_index": 41,
    }
    return Entry(**fields | changed)


def moved(source: int, target: int, pence: int) -> tuple[Posting, ...]:
    return Posting(source, -pence), Posting(target, pence)


def test_the_words_of_the_ledger_are_fixed() -> None:
    assert list(AccountKind) == ["fund", "pot", "locality", "project", "support", "contra"]
    assert list(EntryKind) == ["fund_in", "allot", "award", "release", "pay", "return", "reverse"]


def test_a_line_of_nought_is_refused() -> None:
    with pytest.raises(WrongEntry, match="cannot be of nought"):
        Posting(POT, 0)


@pytest.mark.parametrize("pence", [1.0, True, "5"])
def test_an_amount_that_is_not_a_whole_number_is_refused(pence: Any) -> None:
    with pytest.raises(WrongEntry, match="whole number"):
        Posting(POT, pence)


def test_an_amount_beyond_what_every_reader_takes_is_refused() -> None:
    assert Posting(POT, -(2**53 - 1)).pence == -9_007_199_254_740_991
    with pytest.raises(WrongEntry, match="cannot be larger than 9007199254740991"):
        Posting(POT, 2**53)


def test_lines_that_do_not_come_to_nought_are_refused() -> None:
    with pytest.raises(WrongEntry) as refusal:
        allotted(postings=(Posting(FUND, -250_000), Posting(POT, 249_999)))
    assert str(refusal.value) == "The lines of an entry must come to nought; these come to -1."


@pytest.mark.parametrize("postings", [(), (Posting(FUND, 5),)])
def test_an_entry_of_less_than_two_lines_is_refused(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(WrongEntry, match="at least two lines"):
        allotted(postings=postings)


def test_an_account_has_one_line_in_an_entry() -> None:
    with pytest.raises(WrongEntry, match="one line in an entry"):
        allotted(postings=moved(POT, POT, 5))


@pytest.mark.parametrize("currency", ["", "gbp", "GB", "GBPS", "G1P", "ÉÉÉ"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(WrongEntry, match="three-letter code"):
        allotted(currency=currency)


def test_award_lines_move_the_adopted_amounts_from_the_pot() -> None:
    assert award_lines(POT, {HALL: 60_000, 9: 0, GARDEN: 150_000}) == (
        Posting(POT, -210_000),
        Posting(GARDEN, 150_000),
        Posting(HALL, 60_000),
    )


def test_an_award_below_nought_is_refused() -> None:
    with pytest.raises(WrongEntry, match="cannot be below nought"):
        award_lines(POT, {GARDEN: 5, HALL: -5})


@pytest.mark.parametrize("adopted", [{}, {GARDEN: 0}])
def test_a_decision_that_gives_nothing_makes_no_award(adopted: dict[int, int]) -> None:
    with pytest.raises(WrongEntry, match="nothing to award"):
        award_lines(POT, adopted)


@pytest.mark.parametrize("missing", ["poll_no", "count_sha256", "adoption_sha256", "log_index"])
def test_an_award_without_what_decided_it_is_refused(missing: str) -> None:
    with pytest.raises(WrongEntry, match="An award carries"):
        awarded(**{missing: None})


@pytest.mark.parametrize("digest", ["", "c" * 63, "C" * 64, "g" * 64])
def test_a_hash_that_is_none_is_refused(digest: str) -> None:
    with pytest.raises(WrongEntry, match="64 hexadecimal digits"):
        awarded(count_sha256=digest)


def test_a_reversal_undoes_an_entry_line_by_line() -> None:
    assert reversal_of(awarded(), 9) == Entry(
        9,
        EntryKind.REVERSE,
        "GBP",
        (Posting(POT, 210_000), Posting(GARDEN, -150_000), Posting(HALL, -60_000)),
        reverses=8,
    )


def test_a_reversal_is_not_reversed() -> None:
    with pytest.raises(WrongEntry, match="cannot be reversed"):
        reversal_of(reversal_of(allotted(), 9), 10)


def test_a_reversal_and_nothing_else_names_what_it_reverses() -> None:
    with pytest.raises(WrongEntry, match="and nothing else"):
        allotted(reverses=3)
    with pytest.raises(WrongEntry, match="and nothing else"):
        allotted(kind=EntryKind.REVERSE)


def test_balances_are_the_sums_of_the_lines_by_account() -> None:
    assert balances([allotted(), awarded()]) == {FUND: -250_000, POT: 40_000, GARDEN: 150_000, HALL: 60_000}
    assert list(balances([awarded(), allotted()])) == [FUND, POT, GARDEN, HALL]
    assert balances([]) == {}


def test_an_account_keeps_to_one_currency() -> None:
    with pytest.raises(WrongEntry, match="Account 1 holds two currencies"):
        balances([allotted(), allotted(currency="PLN")])


def test_the_leaf_of_an_award_carries_its_decision() -> None:
    assert leaf_bytes(awarded()) == (
        b'{"adoption_sha256":"' + ADOPTION.encode() + b'","count_sha256":"' + COUNT.encode() + b'","currency":"GBP",'
        b'"entry":8,"kind":"award","lines":[[2,-210000],[3,150000],[4,60000]],"log":41,"poll":5,"v":1}'
    )


def test_the_leaf_of_another_entry_leaves_out_what_it_has_not() -> None:
    assert decode(leaf_bytes(allotted())) == {
        "v": 1,
        "entry": 7,
        "kind": "allot",
        "currency": "GBP",
        "lines": [[1, -250_000], [2, 250_000]],
    }
    assert b'"reverses":7' in leaf_bytes(reversal_of(allotted(), 9))
