"""Who is signed in, who holds which role, and the letters on the development outbox page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, type_coerce
from sqlalchemy.orm import Session, selectinload

from pb_app.models.base import Moment
from pb_app.models.people import OutboxMail, Person, RoleGrant, SignInSession
from pb_app.roles import Actor, Grant, Scope

IDLE = timedelta(hours=24)
ABSOLUTE = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that still holds: whose it is, and whether its coarse last-seen time is due to be moved on."""

    actor: Actor
    touch_due: bool


def token_hash(token: str) -> bytes:
    """What is kept of a session's token."""
    return sha256(token.encode()).digest()


def live_session(connection: Connection, clock: ColumnElement[datetime], token: str) -> LiveSession | None:
    """The session with this token and who is signed in by it, with their roles, in one statement.

    None if it was ended, lay idle too long or is too old by this clock.
    """
    found = connection.execute(_live_session(clock), {"token_hash": token_hash(token)}).all()
    if not found:
        return None
    row = found[0]
    if row.at - row.seen_at > IDLE or row.at - row.created_at > ABSOLUTE:
        return None
    grants = tuple(
        Grant(one.role, Scope(one.partnership_id, one.locality_id, one.forum_id), one.pseudonym)
        for one in found
        if one.role is not None
    )
    actor = Actor(row.person_id, row.display_name, row.email, grants)
    return LiveSession(actor, row.at - row.seen_at > TOUCH_EVERY)


@lru_cache(maxsize=8)
def _live_session(clock: ColumnElement[datetime]) -> Select[*tuple[Any, ...]]:
    """The one statement that every page of somebody signed in begins with, made once."""
    of_session = (SignInSession.person_id, SignInSession.created_at, SignInSession.seen_at)
    of_grant = (
        RoleGrant.role,
        RoleGrant.partnership_id,
        RoleGrant.locality_id,
        RoleGrant.forum_id,
        RoleGrant.pseudonym,
    )
    return (
        select(*of_session, Person.display_name, Person.email, *of_grant, type_coerce(clock, Moment).label("at"))
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(SignInSession.token_hash == bindparam("token_hash"))
        .order_by(RoleGrant.id)
    )


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A letter of the outbox that is still to be handed over."""

    id: int
    to: str
    subject: str
    body: str
    written_at: datetime
    unsubscribe: str = ""


def person_by_email(session: Session, email: str) -> Person | None:
    """The person with this (normalised) address, with their roles."""
    return session.scalar(select(Person).where(Person.email == email).options(selectinload(Person.grants)))


def role_holders(session: Session, scope: Scope) -> Sequence[RoleGrant]:
    """Every grant within a partnership, with its person; by role, then name."""
    wanted = select(RoleGrant).join(Person).where(RoleGrant.partnership_id == scope.partnership_id)
    return session.scalars(
        wanted.options(selectinload(RoleGrant.person)).order_by(RoleGrant.role, Person.display_name, RoleGrant.id)
    ).all()


def latest_mail(session: Session, most: int = 50) -> Sequence[OutboxMail]:
    """The newest letters first."""
    return session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(most)).all()


def waiting_mail(session: Session) -> list[WaitingMail]:
    """The letters that are still to be handed over, oldest first."""
    letters = session.scalars(select(OutboxMail).where(OutboxMail.sent_at.is_(None)).order_by(OutboxMail.id))
    return [WaitingMail(one.id, one.to, one.subject, one.body, one.written_at, one.unsubscribe) for one in letters]
