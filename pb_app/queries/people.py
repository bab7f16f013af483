"""Who is signed in, who holds which role, and the letters on the development outbox page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb_app.models.people import OutboxMail, Person, RoleGrant, SignInSession
from pb_app.roles import Scope

IDLE = timedelta(hours=24)
ABSOLUTE = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that still holds, and whether its coarse last-seen time is due to be moved on."""

    person_id: int
    display_name: str
    email: str
    touch_due: bool


def token_hash(token: str) -> bytes:
    """What is kept of a session's token."""
    return sha256(token.encode()).digest()


def live_session(session: Session, token: str, now: datetime) -> LiveSession | None:
    """The session with this token, unless it was ended, lay idle too long or is too old."""
    found = session.execute(
        select(SignInSession, Person.display_name, Person.email)
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.token_hash == token_hash(token))
    ).first()
    if found is None:
        return None
    row, name, email = found
    if now - row.seen_at > IDLE or now - row.created_at > ABSOLUTE:
        return None
    return LiveSession(row.person_id, name, email, now - row.seen_at > TOUCH_EVERY)


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A letter of the outbox that is still to be handed over."""

    id: int
    to: str
    subject: str
    body: str
    written_at: datetime


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
    return [WaitingMail(one.id, one.to, one.subject, one.body, one.written_at) for one in letters]
