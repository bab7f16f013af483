"""Many officers at one fund and one pot at once: no penny is given twice, and no sentence but a refusal comes of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from pb_app.budgets.book import Overspent
from pb_app.budgets.purposes import Purpose
from pb_app.models.budgets import Account, AccountBalance, Pot
from pb_app.queries import budgets as queries
from pb_app.refusals import Conflict
from pb_app.services import budgets, movements
from pb_app.services.movements import NewMovement
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import world
from tests.money import awarded_poll, fund_of, opened_pot
from tests.round_stories import draft_round
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
THREADS = 8
EACH = 1_000_000
HELD = 3_000_000


def at_once(parts: Installation, here: World, deed: Callable[[UnitOfWork], object]) -> list[str]:
    """Let officers do the same thing at the same moment; return the names of what came of it."""
    start = Barrier(THREADS)

    def act(_number: int) -> str:
        uow = world.acting(parts, here, "officer")
        start.wait()
        try:
            deed(uow)
        except Conflict as refused:
            return type(refused).__name__
        finally:
            uow.close()
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return sorted(pool.map(act, range(THREADS)))


def test_a_fund_gives_what_it_holds_and_not_a_penny_more(
    parts: Installation, uow_of: UowOf, small_world: World
) -> None:
    uow = uow_of("officer")
    pot_id, fund_id = opened_pot(uow_of, small_world), fund_of(uow, small_world, pence=HELD)
    came = at_once(parts, small_world, lambda one: budgets.feed_pot(one, pot_id, fund_id, EACH))
    assert came == [Overspent.__name__] * (THREADS - HELD // EACH) + ["done"] * (HELD // EACH)
    assert queries.pot_pence(uow.session, pot_id) == HELD
    left = select(AccountBalance.pence).join(Account, Account.id == AccountBalance.account_id)
    assert uow.session.scalars(left.where(Account.fund_id == fund_id)).one() == 0


def test_a_round_gets_one_pot(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    round_no = draft_round(uow_of, small_world)
    came = at_once(parts, small_world, lambda one: budgets.open_pot(one, round_no))
    assert came == [Conflict.__name__] * (THREADS - 1) + ["done"]
    assert len(uow_of("officer").session.scalars(select(Pot)).all()) == 1


def test_the_last_pound_of_a_project_is_paid_once(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    awarded_poll(parts, uow_of)
    uow = uow_of("officer")
    bike = uow.session.scalars(select(Account.id).where(Account.code == "project:1")).one()
    uow.session.rollback()

    def pay(one: UnitOfWork) -> None:
        new = NewMovement(Purpose.PAY, 200_00, "A bill.", giver_id=bike)
        movements.post_movement(one, movements.propose_movement(one, "lorn", new).id)

    came = at_once(parts, small_world, pay)
    assert came == [Overspent.__name__] * (THREADS - 3) + ["done"] * 3
    held = select(AccountBalance.pence).where(AccountBalance.account_id == bike)
    assert uow.session.scalars(held).one() == 100_00


def test_a_movement_is_posted_once(parts: Installation, uow_of: UowOf, small_world: World) -> None:
    awarded_poll(parts, uow_of)
    uow = uow_of("officer")
    bike = uow.session.scalars(select(Account.id).where(Account.code == "project:1")).one()
    new = NewMovement(Purpose.PAY, 10_00, "A bill.", giver_id=bike)
    number = movements.propose_movement(uow, "lorn", new).id
    came = at_once(parts, small_world, lambda one: movements.post_movement(one, number))
    assert came == [Conflict.__name__] * (THREADS - 1) + ["done"]
