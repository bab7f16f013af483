"""Movements of money as pages and use cases read them: what waits for a second person, and what may be chosen."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb_app.models.budgets import Account, AccountBalance, Fund, LedgerEntry, LedgerPosting, LedgerSeal, Pot
from pb_app.models.movements import Movement
from pb_app.models.partnerships import Partnership
from pb_app.stages import MovementState


def partnership_of(session: Session, partnership_id: int) -> Partnership:
    """A partnership, locked until the end of the change."""
    return session.scalars(select(Partnership).where(Partnership.id == partnership_id).with_for_update()).one()


def lock_accounts(session: Session, *accounts: Account) -> None:
    """Let nobody else take from these accounts until the end of the change: their partnership, pots and funds wait."""
    for model, ids in (
        (Partnership.id, {one.partnership_id for one in accounts}),
        (Pot.id, {one.pot_id for one in accounts if one.pot_id}),
        (Fund.id, {one.fund_id for one in accounts if one.fund_id}),
    ):
        session.execute(select(model).where(model.in_(ids)).order_by(model).with_for_update())


def held(session: Session, account_id: int) -> int:
    """What stands in an account, in minor units."""
    return session.scalar(select(AccountBalance.pence).where(AccountBalance.account_id == account_id)) or 0


def entry_by_id(session: Session, entry_id: int) -> LedgerEntry | None:
    """A sealed entry with its lines and their accounts."""
    lines = selectinload(LedgerEntry.postings).joinedload(LedgerPosting.account)
    sealed = select(LedgerEntry).join(LedgerSeal, LedgerSeal.entry_id == LedgerEntry.id)
    return session.scalars(sealed.where(LedgerEntry.id == entry_id).options(lines)).one_or_none()


def sealed_entry(session: Session, entry_id: int) -> LedgerEntry:
    """A sealed entry that is known to be there."""
    found = entry_by_id(session, entry_id)
    if found is None:
        raise LookupError(entry_id)
    return found


def is_undone(session: Session, entry_id: int) -> bool:
    """Whether an entry was undone, or its undoing waits for somebody."""
    by_entry = exists().where(LedgerEntry.reverses == entry_id)
    waiting = exists().where(Movement.reverses == entry_id, Movement.state == MovementState.PROPOSED)
    return bool(session.scalar(select(by_entry | waiting)))


def movement_by_id(session: Session, movement_id: int) -> Movement | None:
    """A movement, to be looked at."""
    return session.scalars(_whole().where(Movement.id == movement_id)).one_or_none()


def slug_of(session: Session, movement: Movement) -> str:
    """The address of the partnership whose money it is."""
    return session.scalars(select(Partnership.slug).where(Partnership.id == movement.partnership_id)).one()


def movement_to_decide(session: Session, movement_id: int) -> Movement | None:
    """A movement with its accounts, locked until the end of the change."""
    locked = select(Movement.id).where(Movement.id == movement_id).with_for_update()
    session.execute(locked)
    wanted = _whole().where(Movement.id == movement_id).execution_options(populate_existing=True)
    return session.scalars(wanted).one_or_none()


def movements_of(session: Session, partnership_id: int) -> Sequence[Movement]:
    """Every movement of a partnership, the latest first."""
    wanted = _whole().where(Movement.partnership_id == partnership_id)
    return session.scalars(wanted.order_by(Movement.id.desc())).all()


def _whole() -> Select[Movement]:
    return select(Movement).options(joinedload(Movement.giver), joinedload(Movement.taker))
