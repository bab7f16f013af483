"""Whatever is proposed, posted and undone in whatever order: never unbalanced, never overspent, never edited."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account, AccountBalance, LedgerEntry, LedgerPosting
from pb_app.queries.statements import trial_balances
from pb_app.refusals import Refusal
from pb_app.services import movements
from pb_app.services.movements import NewMovement
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.money import awarded_poll, fund_of
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
WHO = ("officer", "second_officer")
STEP = st.tuples(
    st.sampled_from(sorted(Purpose)), st.integers(0, 30), st.integers(0, 30), st.integers(1, 90_000), st.booleans()
)


@pytest.fixture
def busy(parts: Installation, small_world: World, uow_of: UowOf) -> dict[str, UnitOfWork]:
    """Two officers in a world with awards, funds and a low limit."""
    awarded_poll(parts, uow_of)
    fund_of(uow_of("officer"), small_world, currency="PLN", pence=50_000)
    movements.set_limit(uow_of("administrator"), "lorn", 40_000)
    return {who: uow_of(who) for who in WHO}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=6, max_size=12))
def test_no_sequence_of_movements_overspends_or_unbalances_the_stored_ledger(
    busy: dict[str, UnitOfWork], small_world: World, steps: list[tuple[Purpose, int, int, int, bool]]
) -> None:
    first, second = (busy[who] for who in WHO)
    before = fingerprint(first)
    for purpose, giver, taker, pence, by_two in steps:
        act((first, second if by_two else first), small_world, purpose, (giver, taker), pence)
    assert fingerprint(first)[: len(before)] == before
    assert all(one.went_in == one.went_out for one in trial_balances(first.session, small_world.partnership_id))
    held = first.session.execute(select(Account.kind, AccountBalance.pence).join(AccountBalance)).all()
    assert all(pence >= 0 for kind, pence in held if kind.value != "contra")
    first.session.rollback()


def act(by: tuple[UnitOfWork, UnitOfWork], here: World, purpose: Purpose, ends: tuple[int, int], pence: int) -> None:
    """Try one movement between any two accounts, or undo any entry; what is refused changes nothing."""
    (proposer, poster), (giver, taker) = by, ends
    accounts = proposer.session.scalars(select(Account.id).order_by(Account.id)).all()
    entries = proposer.session.scalars(select(LedgerEntry.id).order_by(LedgerEntry.id)).all()
    between = {"giver_id": accounts[giver % len(accounts)], "taker_id": accounts[taker % len(accounts)]}
    try:
        if purpose is Purpose.REVERSE:
            proposed = movements.propose_reversal(proposer, entries[giver % len(entries)], "A mistake.")
        else:
            new = NewMovement(purpose, pence, "A step.", locality_id=here.locality_id, **between)
            proposed = movements.propose_movement(proposer, "lorn", new)
        movements.post_movement(poster, proposed.id)
    except Refusal:
        return


def fingerprint(uow: UnitOfWork) -> list[str]:
    """One digest a line of the ledger, in their order."""
    lines = uow.session.execute(
        select(LedgerPosting.entry_id, LedgerPosting.line_no, LedgerPosting.account_id, LedgerPosting.pence).order_by(
            LedgerPosting.entry_id, LedgerPosting.line_no
        )
    )
    return [sha256(repr(tuple(line)).encode()).hexdigest() for line in lines]


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_posting", "ledger_seal"])
def test_what_was_posted_is_never_edited(parts: Installation, busy: dict[str, UnitOfWork], table: str) -> None:
    column = {"ledger_entry": "memo", "ledger_posting": "pence", "ledger_seal": "leaf_sha256"}[table]
    for attack in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        uow = parts.system_unit_of_work()
        with pytest.raises(DatabaseError), parts.database.writing(uow.session):
            uow.session.execute(text(attack))
        uow.session.rollback()
        uow.close()
    assert busy
