"""Money after the awards: every purpose, two people above the limit, nothing moved twice or out of an empty account."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from ballots.rules import Completion, EqualShares
from pb_app.adoption_records import Deciding
from pb_app.budgets.book import Overspent
from pb_app.budgets.ledger import EntryKind
from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account, AccountBalance, LedgerEntry, Pot
from pb_app.models.counts import Count
from pb_app.models.partnerships import Partnership
from pb_app.queries.movements import movements_of
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import budgets, movements
from pb_app.services.adoptions import adopt_result
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.services.movements import NewMovement
from pb_app.stages import Decision, MovementState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest, number_of_entries
from tests.money import awarded_poll, fund_of
from tests.polls import SMALL
from tests.round_stories import draft_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
BIKE = "project:1"
COMMITTED = "committed:1"
WHY = "The contractor is chosen."


@pytest.fixture
def awarded(parts: Installation, small_world: World, uow_of: UowOf) -> UnitOfWork:
    """An officer in a world where bike has 700.00, play 200.00, lib 100.00, and the pot 100.00."""
    awarded_poll(parts, uow_of)
    return uow_of("officer")


def account(uow: UnitOfWork, code: str) -> int:
    return uow.session.scalars(select(Account.id).where(Account.code == code)).one()


def standing(uow: UnitOfWork, *codes: str) -> list[int]:
    held = select(Account.code, AccountBalance.pence).join(AccountBalance).where(Account.code.in_(codes))
    found = {one.code: one.pence for one in uow.session.execute(held)}
    return [found[code] for code in codes]


def moved(uow: UnitOfWork, purpose: Purpose, pence: int, **ends: int) -> int:
    """Propose and post in one go; the number of the entry."""
    proposed = movements.propose_movement(uow, "lorn", NewMovement(purpose, pence, WHY, **ends))
    return movements.post_movement(uow, proposed.id).entry_id


def pot_code(uow: UnitOfWork) -> str:
    return f"pot:{uow.session.scalars(select(Pot.id)).first()}"


def test_what_is_committed_stands_apart_and_is_paid_from_there(awarded: UnitOfWork) -> None:
    bike = account(awarded, BIKE)
    moved(awarded, Purpose.COMMIT, 600_00, giver_id=bike)
    moved(awarded, Purpose.PAY, 450_00, giver_id=account(awarded, COMMITTED))
    moved(awarded, Purpose.UNCOMMIT, 50_00, giver_id=account(awarded, COMMITTED))
    assert standing(awarded, BIKE, COMMITTED) == [150_00, 100_00]


def test_a_project_that_costs_less_gives_back_and_one_that_costs_more_is_added_to(awarded: UnitOfWork) -> None:
    pot = pot_code(awarded)
    moved(awarded, Purpose.GIVE_BACK, 50_00, giver_id=account(awarded, BIKE), taker_id=account(awarded, pot))
    moved(awarded, Purpose.SUPPLEMENT, 150_00, giver_id=account(awarded, pot), taker_id=account(awarded, "project:4"))
    assert standing(awarded, BIKE, "project:4", pot) == [650_00, 350_00, 0]


def test_a_payee_sends_money_back(awarded: UnitOfWork) -> None:
    bike = account(awarded, BIKE)
    moved(awarded, Purpose.PAY, 700_00, giver_id=bike)
    moved(awarded, Purpose.REFUND, 30_00, taker_id=bike)
    assert standing(awarded, BIKE) == [30_00]


def test_a_fund_opens_with_a_balance_fills_a_support_fund_and_gives_the_rest_back(
    awarded: UnitOfWork, small_world: World
) -> None:
    fund_id = fund_of(awarded, small_world, pence=100_00)
    fund = account(awarded, f"fund:{fund_id}")
    moved(awarded, Purpose.OPENING, 50_00, taker_id=fund)
    moved(awarded, Purpose.RESERVE, 40_00, giver_id=fund, locality_id=small_world.locality_id)
    support = f"support:{small_world.locality_id}:GBP"
    moved(awarded, Purpose.PAY, 15_00, giver_id=account(awarded, support))
    moved(awarded, Purpose.RETURN, 5_00, giver_id=account(awarded, support), taker_id=fund)
    moved(awarded, Purpose.WITHDRAW, 115_00, giver_id=fund)
    assert standing(awarded, f"fund:{fund_id}", support) == [0, 20_00]


def test_what_is_left_is_carried_to_the_pot_of_the_next_round(
    awarded: UnitOfWork, uow_of: UowOf, small_world: World
) -> None:
    old = pot_code(awarded)
    following = budgets.open_pot(awarded, draft_round(uow_of, small_world), currency="PLN")
    budgets.feed_pot(awarded, following.id, fund_of(awarded, small_world, currency="PLN"), 1_00)
    taker = account(awarded, f"pot:{following.id}")
    moved(awarded, Purpose.CARRY, 100_00, giver_id=account(awarded, old), taker_id=taker)
    assert standing(awarded, old, f"pot:{following.id}") == [0, 101_00]


def test_no_account_gives_what_it_has_not_got(awarded: UnitOfWork) -> None:
    with pytest.raises(Overspent, match=r"Only PLN 700 stands there\. PLN 700.01 cannot"):
        moved(awarded, Purpose.PAY, 700_01, giver_id=account(awarded, BIKE))
    assert standing(awarded, BIKE) == [700_00]
    (waiting,) = movements_of(awarded.session, 1)
    assert waiting.state is MovementState.PROPOSED


def test_from_the_limit_on_somebody_else_posts(awarded: UnitOfWork, uow_of: UowOf) -> None:
    movements.set_limit(uow_of("administrator"), "lorn", 100_00)
    proposed = movements.propose_movement(
        awarded, "lorn", NewMovement(Purpose.PAY, 100_00, WHY, giver_id=account(awarded, BIKE))
    )
    with pytest.raises(Forbidden, match="two people"):
        movements.post_movement(awarded, proposed.id)
    movements.post_movement(uow_of("approver"), proposed.id)
    assert standing(uow_of(None), BIKE) == [600_00]
    moved(awarded, Purpose.PAY, 99_99, giver_id=account(awarded, BIKE))


def test_the_database_itself_refuses_one_person_above_the_limit(
    parts: Installation, awarded: UnitOfWork, uow_of: UowOf
) -> None:
    entry = moved(awarded, Purpose.PAY, 10_00, giver_id=account(awarded, BIKE))
    movements.set_limit(uow_of("administrator"), "lorn", 1_00)
    proposed = movements.propose_movement(
        awarded, "lorn", NewMovement(Purpose.PAY, 10_00, WHY, giver_id=account(awarded, BIKE))
    )
    who = proposed.proposed_by
    alone = f"UPDATE movement SET state = 'posted', decided_by = {who}, entry_id = {entry} WHERE id = {proposed.id}"
    other = f"UPDATE movement SET pence = 1 WHERE id = {proposed.id}"
    gone = "DELETE FROM movement"
    for attack in (alone, other, gone):
        uow = parts.system_unit_of_work()
        with pytest.raises(DatabaseError), parts.database.writing(uow.session):
            uow.session.execute(text(attack))
        uow.session.rollback()
        uow.close()


def test_a_proposal_is_laid_aside_once_and_never_posted_after(awarded: UnitOfWork, uow_of: UowOf) -> None:
    proposed = movements.propose_movement(
        awarded, "lorn", NewMovement(Purpose.PAY, 1_00, WHY, giver_id=account(awarded, BIKE))
    )
    movements.refuse_movement(uow_of("approver"), proposed.id)
    for again in (movements.post_movement, movements.refuse_movement):
        with pytest.raises(Conflict, match="decided on already"):
            again(uow_of("approver"), proposed.id)
    with pytest.raises(NotVisible):
        movements.post_movement(awarded, 999)


def test_a_mistake_is_undone_once_line_by_line(awarded: UnitOfWork) -> None:
    entry = moved(awarded, Purpose.PAY, 70_00, giver_id=account(awarded, BIKE))
    undoing = movements.propose_reversal(awarded, entry, "Paid to the wrong body.")
    with pytest.raises(Conflict, match="undone already"):
        movements.propose_reversal(awarded, entry, "Again.")
    posted = movements.post_movement(awarded, undoing.id)
    row = awarded.session.get_one(LedgerEntry, posted.entry_id)
    assert (row.kind, row.reverses, standing(awarded, BIKE)) == (EntryKind.REVERSE, entry, [700_00])
    for what in (entry, posted.entry_id, awarded.session.scalars(select(Count.awards_entry_id)).one()):
        with pytest.raises(Conflict):
            movements.propose_reversal(awarded, what or 0, "Again.")
    with pytest.raises(NotVisible):
        movements.propose_reversal(awarded, 999, "Nothing.")


def test_a_pot_on_which_people_vote_stays_as_it_was_frozen(uow_of: UowOf, small_world: World) -> None:
    del small_world
    officer = uow_of("officer")
    poll_no = import_poll(officer, SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    fund = officer.session.scalars(select(Account).where(Account.fund_id.is_not(None))).one()
    back = {"giver_id": account(officer, pot_code(officer)), "taker_id": fund.id}
    with pytest.raises(Conflict, match="People vote on this pot"):
        moved(officer, Purpose.RETURN, 1_00, **back)
    with pytest.raises(Conflict, match="People vote on this pot"):
        movements.propose_reversal(officer, officer.session.scalars(select(LedgerEntry.id)).all()[-1], WHY)
    record_count(officer, poll_no)
    publish_result(uow_of("approver"), poll_no)
    nothing = dict.fromkeys(("bike", "play", "lib"), 0)
    reasons = dict.fromkeys(nothing, "No money this year.")
    adopt_result(uow_of("councillor"), poll_no, Deciding(Decision.VARIED, "", nothing, reasons))
    moved(officer, Purpose.RETURN, 1_00, **back)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewMovement(Purpose.PAY, 0, WHY), "amount"),
        (NewMovement(Purpose.PAY, 2**53, WHY), "amount"),
        (NewMovement(Purpose.PAY, 1, " "), "reason"),
        (NewMovement(Purpose.PAY, 1, "x" * 301), "reason"),
        (NewMovement(Purpose.PAY, 1, WHY), "giver"),
        (NewMovement(Purpose.PAY, 1, WHY, giver_id=999), "giver"),
        (NewMovement(Purpose.REFUND, 1, WHY), "taker"),
        (NewMovement(Purpose.REVERSE, 1, WHY), "purpose"),
    ],
)
def test_a_proposal_says_what_is_wrong_with_it(small_world: World, uow_of: UowOf, new: NewMovement, field: str) -> None:
    del small_world
    uow = uow_of("officer")
    with pytest.raises(Invalid) as refused:
        movements.propose_movement(uow, "lorn", new)
    assert (refused.value.field, number_of_entries(uow)) == (field, 0)


def test_a_support_fund_belongs_to_a_locality_of_the_partnership(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    fund = account(uow, f"fund:{fund_of(uow, small_world)}")
    with pytest.raises(Invalid, match="Choose a locality"):
        moved(uow, Purpose.RESERVE, 1_00, giver_id=fund)
    with pytest.raises(NotVisible):
        movements.propose_movement(uow, "nowhere", NewMovement(Purpose.PAY, 1_00, WHY))


def test_the_log_holds_the_accounts_and_the_amount_and_no_word_of_the_reason(awarded: UnitOfWork) -> None:
    bike = account(awarded, BIKE)
    proposed = movements.propose_movement(awarded, "lorn", NewMovement(Purpose.PAY, 5_00, WHY, giver_id=bike))
    assert newest(awarded)["d"] == {
        "movement": proposed.id,
        "purpose": "pay",
        "giver": bike,
        "taker": proposed.taker_id,
        "pence": 5_00,
    }
    posted = movements.post_movement(awarded, proposed.id)
    assert newest(awarded)["d"] == {
        "movement": proposed.id,
        "pence": 5_00,
        "entry": posted.entry_id,
        "entry_sha256": posted.sha256,
    }


@pytest.mark.parametrize("who", ["other_officer", "approver", "councillor", "resident", None])
def test_only_an_officer_of_the_place_proposes(awarded: UnitOfWork, uow_of: UowOf, who: str | None) -> None:
    bike = account(awarded, BIKE)
    with pytest.raises(Forbidden):
        movements.propose_movement(uow_of(who), "lorn", NewMovement(Purpose.PAY, 1_00, WHY, giver_id=bike))


def test_only_an_administrator_sets_the_limit_and_it_is_an_amount(uow_of: UowOf, small_world: World) -> None:
    with pytest.raises(Forbidden):
        movements.set_limit(uow_of("officer"), "lorn", 1)
    with pytest.raises(Invalid):
        movements.set_limit(uow_of("administrator"), "lorn", 0)
    movements.set_limit(uow_of("administrator"), "lorn", 1)
    assert uow_of(None).session.get_one(Partnership, small_world.partnership_id).second_from == 1
