"""Signing in by a one-time code or link, signing out, and granting roles."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from deliberation.messages import is_blank, legible
from pb_app.actions import Action
from pb_app.events import SessionsRevoked
from pb_app.models.people import OutboxMail, Person, RoleGrant, SignInCode, SignInSession
from pb_app.queries.people import token_hash
from pb_app.receipts import normalised_email
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role, Scope, Site
from pb_app.unit_of_work import Change, UnitOfWork

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=15)
TRIES = 5
NAME_LENGTH = 80
QUARTER = 15  # minutes


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of a sign-in letter, already in the reader's language; `{code}` and `{link}` are filled in here."""

    subject: str
    body: str
    link: str


def request_code(uow: UnitOfWork, email: str, letter: Letter) -> None:
    """Write a letter with a one-time code and a one-time link. The answer is the same whoever asks (A20).

    `letter.link` is an address with `{token}` where the link's token goes. Earlier codes of the address end; links
    live on until one is used, or whoever asks in somebody's name again and again would keep them out (A26).
    """
    address = normalised_email(email)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    token = secrets.token_urlsafe(32)
    with uow.begin(Action.REQUEST_CODE) as change:
        change.permit(Site())
        ended = SignInCode.used_at.is_not(None) | (SignInCode.expires_at <= change.at)
        uow.session.execute(delete(SignInCode).where(SignInCode.email == address, ended))
        uow.session.add(
            SignInCode(
                email=address,
                code_hash=_code_hash(address, code),
                link_hash=_hash(token),
                expires_at=change.at + CODE_LIFE,
                tries_left=TRIES,
            )
        )
        body = letter.body.replace("{code}", code).replace("{link}", letter.link.replace("{token}", token))
        uow.session.add(OutboxMail(to=address, subject=letter.subject, body=body, written_at=change.at))


def sign_in_with_code(uow: UnitOfWork, email: str, code: str) -> str:
    """Check a code that was sent to an address; return the token of a new session.

    Raises Invalid with the tries that are left; a wrong try is kept even though the sign-in is refused.
    """
    address = normalised_email(email)
    token = ""
    with uow.begin(Action.SIGN_IN) as change:
        sent = _usable_code(uow.session, change, SignInCode.email == address)
        if sent is not None and sent.tries_left <= 0:
            sent = None
        tries_left = 0
        if sent is not None and secrets.compare_digest(sent.code_hash, _code_hash(address, _digits(code))):
            token = _open_session(uow.session, change, sent)
        elif sent is not None:
            sent.tries_left -= 1
            tries_left = sent.tries_left
    if token:
        return token
    if tries_left:
        raise Invalid(
            sentence("That code is not right. You have %(tries)d more tries."), field="code", tries=tries_left
        )
    raise Invalid(sentence("That code can no longer be used. Ask for a new one."), field="code")


def sign_in_with_link(uow: UnitOfWork, link_token: str) -> str:
    """Use the link of a letter; return the token of a new session. Raises Invalid if it was used or is too old."""
    with uow.begin(Action.SIGN_IN) as change:
        sent = _usable_code(uow.session, change, SignInCode.link_hash == _hash(link_token))
        if sent is None:
            raise Invalid(sentence("This link was used already or is too old. Ask for a new one."))
        return _open_session(uow.session, change, sent)


def sign_out(uow: UnitOfWork, token: str) -> None:
    """End the session in the database; the person's sockets hear of it."""
    with uow.begin(Action.SIGN_OUT) as change:
        person_id = uow.actor.person_id
        uow.session.execute(delete(SignInSession).where(SignInSession.token_hash == token_hash(token)))
        if person_id is not None:
            change.publish(SessionsRevoked(person_id))


def touch_session(uow: UnitOfWork, token: str) -> None:
    """Move the last-seen time of a session on, to the quarter of an hour: it must not tell when somebody voted."""
    with uow.begin(Action.TOUCH_SESSION) as change:
        row = uow.session.get(SignInSession, token_hash(token))
        if row is not None:
            row.seen_at = change.at.replace(minute=change.at.minute // QUARTER * QUARTER, second=0, microsecond=0)


def name_oneself(uow: UnitOfWork, name: str) -> None:
    """Say what others should call one. Raises Invalid for an empty or over-long name."""
    chosen = " ".join(legible(name).split())
    if is_blank(chosen) or len(chosen) > NAME_LENGTH:
        raise Invalid(sentence("Enter a name of at most %(most)d characters."), field="display_name", most=NAME_LENGTH)
    with uow.begin(Action.NAME_ONESELF) as change:
        change.permit(Site())
        person = uow.session.get_one(Person, uow.actor.person_id)
        person.display_name = chosen


def introduce_people(uow: UnitOfWork, names: Mapping[str, str]) -> dict[str, int]:
    """Make people known by their addresses, with the names others see; returns their ids by address.

    For imports and demonstrations: whoever signs in later with such an address is that person.
    """
    with uow.begin(Action.INTRODUCE_PEOPLE) as change:
        change.permit(Site())
        known = {}
        for email, name in names.items():
            person = _person(uow.session, change, normalised_email(email))
            person.display_name = person.display_name or name
            known[email] = person.id
    return known


@dataclass(frozen=True, slots=True)
class Holding:
    """A scope as the subject of granting a role in it."""

    scope: Scope
    stage: None = None
    is_public: bool = True


def grant_role(uow: UnitOfWork, email: str, role: Role, scope: Scope) -> RoleGrant:
    """Give a person (made known by this, if need be) a role within a scope; their sessions end.

    Raises Conflict if they hold it already, Invalid for a role nobody can be given.
    """
    address = normalised_email(email)
    if role not in GRANTED:
        raise Invalid(sentence("Choose a role from the list."), field="role")
    with uow.begin(Action.GRANT_ROLE) as change:
        change.permit(Holding(scope))
        person = _person(uow.session, change, address)
        if _held(uow.session, person, role, scope) is not None:
            raise Conflict(sentence("This person holds that role already."))
        given = RoleGrant(
            person_id=person.id,
            role=role,
            partnership_id=scope.partnership_id,
            locality_id=scope.locality_id,
            forum_id=scope.forum_id,
            pseudonym=f"{role.value}-{secrets.token_hex(3)}",
            granted_at=change.at,
        )
        uow.session.add(given)
        _record_role(change, given, scope)
        _end_sessions(uow.session, change, person.id)
    return given


def revoke_role(uow: UnitOfWork, grant_id: int) -> None:
    """Take a role back; the person's sessions end, sockets included. The last administrator stays."""
    with uow.begin(Action.REVOKE_ROLE) as change:
        given = uow.session.get(RoleGrant, grant_id)
        if given is None:
            raise NotVisible(sentence("There is no such role to take back."))
        scope = Scope(given.partnership_id, given.locality_id, given.forum_id)
        change.permit(Holding(scope))
        others = select(RoleGrant.id).where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.partnership_id.is_not_distinct_from(given.partnership_id),
            RoleGrant.id != given.id,
        )
        if given.role is Role.ADMINISTRATOR and uow.session.scalar(others.limit(1)) is None:
            raise Conflict(sentence("This is the last administrator here. Appoint another first."))
        _record_role(change, given, scope)
        uow.session.delete(given)
        _end_sessions(uow.session, change, given.person_id)


def _record_role(change: Change, given: RoleGrant, scope: Scope) -> None:
    change.record(
        Holding(scope),
        role=given.role.value,
        holder=given.pseudonym,
        partnership=given.partnership_id,
        locality=given.locality_id,
        forum=given.forum_id,
    )


def _end_sessions(session: Session, change: Change, person_id: int) -> None:
    session.execute(delete(SignInSession).where(SignInSession.person_id == person_id))
    change.publish(SessionsRevoked(person_id))


def _held(session: Session, person: Person, role: Role, scope: Scope) -> RoleGrant | None:
    return session.scalar(
        select(RoleGrant).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == role,
            RoleGrant.partnership_id.is_not_distinct_from(scope.partnership_id),
            RoleGrant.locality_id.is_not_distinct_from(scope.locality_id),
            RoleGrant.forum_id.is_not_distinct_from(scope.forum_id),
        )
    )


def _usable_code(session: Session, change: Change, which: ColumnElement[bool]) -> SignInCode | None:
    """The newest of these that was not used and is not too old. A link needs no tries: nobody guesses it."""
    newest = select(SignInCode).where(which).order_by(SignInCode.id.desc()).limit(1)
    sent = session.scalar(newest.with_for_update())
    if sent is None or sent.used_at is not None or sent.expires_at <= change.at:
        return None
    return sent


def _open_session(session: Session, change: Change, sent: SignInCode) -> str:
    sent.used_at = change.at
    session.execute(delete(SignInCode).where(SignInCode.email == sent.email, SignInCode.id != sent.id))
    person = _person(session, change, sent.email)
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(token_hash=token_hash(token), person_id=person.id, created_at=change.at, seen_at=change.at)
    )
    return token


def _person(session: Session, change: Change, address: str) -> Person:
    person = session.scalar(select(Person).where(Person.email == address))
    if person is None:
        person = Person(email=address, created_at=change.at)
        session.add(person)
        session.flush()
    return person


def _digits(code: str) -> str:
    return "".join(character for character in code if character.isdigit())


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()


def _code_hash(address: str, code: str) -> bytes:
    return _hash(f"{address} {code}")
