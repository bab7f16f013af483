"""The accounts of the ledger: each is opened when it is first needed."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from pb_app.budgets.ledger import AccountKind
from pb_app.models.budgets import Account, Fund, Pot
from pb_app.models.localities import Locality


def fund_account(session: Session, fund: Fund) -> Account:
    """The account of a fund; it belongs to the partnership, to no locality yet."""
    wanted = Account(
        code=f"fund:{fund.id}",
        kind=AccountKind.FUND,
        currency=fund.currency,
        partnership_id=fund.partnership_id,
        fund_id=fund.id,
    )
    return _opened(session, wanted, Account.fund_id == fund.id)


def pot_account(session: Session, pot: Pot, locality: Locality) -> Account:
    """The account of a pot, in the budget of its round's locality."""
    wanted = Account(
        code=f"pot:{pot.id}",
        kind=AccountKind.POT,
        currency=pot.currency,
        partnership_id=locality.partnership_id,
        locality_id=locality.id,
        pot_id=pot.id,
    )
    return _opened(session, wanted, Account.pot_id == pot.id)


def project_account(session: Session, project_id: int, pot: Account) -> Account:
    """The account of a project, in the budget and the currency of the pot that pays for it."""
    wanted = Account(
        code=f"project:{project_id}",
        kind=AccountKind.PROJECT,
        currency=pot.currency,
        partnership_id=pot.partnership_id,
        locality_id=pot.locality_id,
        project_id=project_id,
    )
    return _opened(session, wanted, Account.project_id == project_id, Account.is_committed.is_(False))


def committed_account(session: Session, project: Account) -> Account:
    """The account of what a project has committed to somebody, beside the project's own."""
    wanted = Account(
        code=f"committed:{project.project_id}",
        kind=AccountKind.PROJECT,
        currency=project.currency,
        partnership_id=project.partnership_id,
        locality_id=project.locality_id,
        project_id=project.project_id,
        is_committed=True,
    )
    return _opened(session, wanted, Account.project_id == project.project_id, Account.is_committed.is_(True))


def support_account(session: Session, locality: Locality, currency: str) -> Account:
    """The support fund of a locality, from which work around a round is paid."""
    wanted = Account(
        code=f"support:{locality.id}:{currency}",
        kind=AccountKind.SUPPORT,
        currency=currency,
        partnership_id=locality.partnership_id,
        locality_id=locality.id,
    )
    return _opened(session, wanted, Account.locality_id == locality.id, Account.currency == currency)


def outside_account(session: Session, partnership_id: int, currency: str) -> Account:
    """The world outside a partnership, from which money comes and to which it goes; it alone may be below nought."""
    wanted = Account(
        code=f"outside:{partnership_id}:{currency}",
        kind=AccountKind.CONTRA,
        currency=currency,
        partnership_id=partnership_id,
    )
    own = Account.partnership_id == partnership_id
    return _opened(session, wanted, own, Account.currency == currency)


def _opened(session: Session, wanted: Account, *of: ColumnElement[bool]) -> Account:
    """The oldest account of this kind `of` whatever it stands for, or the one wanted, opened now.

    Whoever calls this holds a lock on what the account stands for, so that nobody else opens it meanwhile.
    """
    known = select(Account).where(Account.kind == wanted.kind, *of).order_by(Account.id)
    found = session.scalars(known.limit(1)).first()
    if found is not None:
        return found
    session.add(wanted)
    session.flush()
    return wanted
