"""What a purpose allows between two accounts."""

import pytest

from pb_app.budgets.book import WAYS as OF_ENTRIES
from pb_app.budgets.ledger import AccountKind, EntryKind, WrongEntry
from pb_app.budgets.purposes import WAYS, Place, Purpose, Spot, check_movement, needs_second_person

POT = Spot(1, Place.POT, "GBP", 7)
OTHER_POT = Spot(2, Place.POT, "GBP", 7)
FAR_POT = Spot(3, Place.POT, "GBP", 8)
FUND = Spot(4, Place.FUND, "GBP")
PROJECT = Spot(5, Place.PROJECT, "GBP", 7, 70)
COMMITTED = Spot(6, Place.COMMITTED, "GBP", 7, 70)
OTHER_COMMITTED = Spot(9, Place.COMMITTED, "GBP", 7, 71)
ZLOTY_POT = Spot(10, Place.POT, "PLN", 7)
OUTSIDE = Spot(11, Place.OUTSIDE, "GBP")
KINDS = {Place.OUTSIDE: AccountKind.CONTRA, Place.COMMITTED: AccountKind.PROJECT}


@pytest.mark.parametrize(
    ("purpose", "giver", "taker"),
    [
        (Purpose.COMMIT, PROJECT, COMMITTED),
        (Purpose.PAY, COMMITTED, OUTSIDE),
        (Purpose.GIVE_BACK, PROJECT, POT),
        (Purpose.CARRY, POT, OTHER_POT),
        (Purpose.VIRE, POT, FAR_POT),
        (Purpose.SUPPLEMENT, POT, PROJECT),
    ],
)
def test_money_moves_the_way_its_purpose_says(purpose: Purpose, giver: Spot, taker: Spot) -> None:
    check_movement(purpose, giver, taker)


@pytest.mark.parametrize(
    ("purpose", "giver", "taker", "why"),
    [
        (Purpose.COMMIT, POT, COMMITTED, "cannot move this way"),
        (Purpose.PAY, PROJECT, POT, "cannot move this way"),
        (Purpose.CARRY, POT, POT, "two different accounts"),
        (Purpose.CARRY, POT, FAR_POT, "one locality"),
        (Purpose.VIRE, POT, ZLOTY_POT, "currencies"),
        (Purpose.COMMIT, PROJECT, OTHER_COMMITTED, "one project"),
    ],
)
def test_what_a_purpose_does_not_allow_is_refused_with_its_reason(
    purpose: Purpose, giver: Spot, taker: Spot, why: str
) -> None:
    with pytest.raises(WrongEntry, match=why):
        check_movement(purpose, giver, taker)


def test_a_second_person_is_asked_from_the_limit_on() -> None:
    assert [needs_second_person(pence, 100) for pence in (99, 100, 101)] == [False, True, True]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_book_of_accounts_holds_what_each_purpose_makes(purpose: Purpose) -> None:
    way = WAYS[purpose]
    takes, gives = OF_ENTRIES[way.kind]
    assert {KINDS.get(one) or AccountKind(one.value) for one in way.takes} <= takes
    assert {KINDS.get(one) or AccountKind(one.value) for one in way.gives} <= gives


def test_no_purpose_makes_an_award() -> None:
    assert EntryKind.AWARD not in {way.kind for way in WAYS.values()}
