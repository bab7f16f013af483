"""Signing in by a code or link, signing out, and the roles people hold."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import literal, select, text

from pb_app.models.base import Moment
from pb_app.models.log import LogPending
from pb_app.models.people import OutboxMail, RoleGrant
from pb_app.queries import people as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.services.people import Letter
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.world import World

Acting = Callable[[str | None], UnitOfWork]
LETTER = Letter("Your code", "{code} {link}", "https://moothill.example/{token}")
ADDRESS = "Mairi@Moothill.example"


def ask(uow: UnitOfWork, address: str = ADDRESS) -> tuple[str, str]:
    people.request_code(uow, address, LETTER)
    body = uow.session.scalars(select(OutboxMail.body).order_by(OutboxMail.id.desc())).first()
    found = re.fullmatch(r"(\d{6}) https://moothill\.example/(\S+)", body or "")
    assert found
    return found[1], found[2]


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "111111"


def test_a_code_signs_in_once(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, _ = ask(uow)
    token = people.sign_in_with_code(uow, "mairi@moothill.example", f" {code[:3]} {code[3:]} ")
    assert live(uow, token)
    with pytest.raises(Invalid, match="no longer be used"):
        people.sign_in_with_code(uow, ADDRESS, code)


def test_a_link_signs_in_once(uow_of: Acting) -> None:
    uow = uow_of(None)
    _, link = ask(uow)
    assert people.sign_in_with_link(uow, link)
    with pytest.raises(Invalid, match="used already"):
        people.sign_in_with_link(uow, link)


def test_the_code_of_a_link_that_was_used_is_used_too(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, link = ask(uow)
    people.sign_in_with_link(uow, link)
    with pytest.raises(Invalid):
        people.sign_in_with_code(uow, ADDRESS, code)


def test_five_wrong_codes_end_the_code(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, _ = ask(uow)
    for left in (4, 3, 2, 1):
        with pytest.raises(Invalid, match=f"{left} more tries"):
            people.sign_in_with_code(uow, ADDRESS, wrong(code))
    for attempt in (wrong(code), code):
        with pytest.raises(Invalid, match="no longer"):
            people.sign_in_with_code(uow, ADDRESS, attempt)


def test_a_code_of_another_address_is_worth_nothing(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, _ = ask(uow)
    with pytest.raises(Invalid):
        people.sign_in_with_code(uow, "somebody@moothill.example", code)


def test_a_new_code_ends_the_one_before(uow_of: Acting) -> None:
    uow = uow_of(None)
    first, _ = ask(uow)
    second, _ = ask(uow)
    if first != second:
        with pytest.raises(Invalid):
            people.sign_in_with_code(uow, ADDRESS, first)
    assert people.sign_in_with_code(uow, ADDRESS, second)


def test_of_several_links_the_first_that_is_used_ends_the_others(uow_of: Acting) -> None:
    uow = uow_of(None)
    _, first = ask(uow)
    _, second = ask(uow)
    assert people.sign_in_with_link(uow, first)
    with pytest.raises(Invalid):
        people.sign_in_with_link(uow, second)


def test_an_old_code_is_refused(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, _ = ask(uow)
    with uow.database.writing(uow.session):
        uow.session.execute(text("UPDATE sign_in_code SET expires_at = '2026-01-01 00:00:00+00:00'"))
        uow.session.commit()
    with pytest.raises(Invalid):
        people.sign_in_with_code(uow, ADDRESS, code)


def test_only_hashes_of_codes_and_tokens_are_kept(uow_of: Acting) -> None:
    uow = uow_of(None)
    code, link = ask(uow)
    token = people.sign_in_with_code(uow, ADDRESS, code)
    kept = str(uow.session.execute(text("SELECT * FROM sign_in_code")).all())
    kept += str(uow.session.execute(text("SELECT * FROM sign_in_session")).all())
    assert not any(secret in kept for secret in (code, link, token))


def live(uow: UnitOfWork, token: str, at: datetime | None = None) -> bool:
    """Whether somebody is signed in by this token, now or at another moment."""
    clock = uow.database.clock if at is None else literal(at, Moment)
    with uow.database.at_once(uow.session) as connection:
        return queries.live_session(connection, clock, token) is not None


def test_signing_out_ends_the_session_in_the_database(uow_of: Acting) -> None:
    uow = uow_of(None)
    token = people.sign_in_with_code(uow, ADDRESS, ask(uow)[0])
    people.sign_out(uow, token)
    assert not live(uow, token)


def test_signing_in_writes_nothing_in_the_log(uow_of: Acting) -> None:
    uow = uow_of(None)
    people.sign_in_with_code(uow, ADDRESS, ask(uow)[0])
    assert uow.session.scalars(select(LogPending)).all() == []


def test_an_idle_session_ends_by_itself(uow_of: Acting) -> None:
    uow = uow_of(None)
    token = people.sign_in_with_code(uow, ADDRESS, ask(uow)[0])
    now = uow.now()
    assert live(uow, token, now + queries.IDLE / 2)
    assert not live(uow, token, now + 2 * queries.IDLE)


def test_a_role_is_granted_within_a_scope_and_ends_the_persons_sessions(uow_of: Acting, small_world: World) -> None:
    nobody, admin = uow_of(None), uow_of("administrator")
    token = people.sign_in_with_code(nobody, ADDRESS, ask(nobody)[0])
    given = people.grant_role(admin, ADDRESS, Role.FACILITATOR, Scope(small_world.partnership_id))
    assert given.pseudonym.startswith("facilitator-")
    assert not live(nobody, token)
    body = admin.session.scalars(select(LogPending.body)).one()
    assert given.pseudonym in body
    assert "mairi" not in body.lower()


def test_a_role_is_granted_once(uow_of: Acting, small_world: World) -> None:
    admin, scope = uow_of("administrator"), Scope(small_world.partnership_id)
    with pytest.raises(Conflict, match="already"):
        people.grant_role(admin, "officer@moothill.example", Role.OFFICER, scope)


@pytest.mark.parametrize("who", ["officer", "resident", "councillor", None])
def test_only_administrators_grant_roles(uow_of: Acting, small_world: World, who: str | None) -> None:
    with pytest.raises(Forbidden):
        people.grant_role(uow_of(who), ADDRESS, Role.ADMINISTRATOR, Scope(small_world.partnership_id))


def test_an_administrator_of_a_partnership_does_not_reach_the_whole_installation(uow_of: Acting) -> None:
    with pytest.raises(Forbidden):
        people.grant_role(uow_of("administrator"), ADDRESS, Role.ADMINISTRATOR, Scope())


def test_nobody_is_made_system(uow_of: Acting, small_world: World) -> None:
    with pytest.raises(Invalid):
        people.grant_role(uow_of("administrator"), ADDRESS, Role.SYSTEM, Scope(small_world.partnership_id))


def test_the_last_administrator_stays(uow_of: Acting, small_world: World) -> None:
    admin = uow_of("administrator")
    own = admin.session.scalars(select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR)).one()
    with pytest.raises(Conflict, match="last administrator"):
        people.revoke_role(admin, own)
    people.grant_role(admin, ADDRESS, Role.ADMINISTRATOR, Scope(small_world.partnership_id))
    people.revoke_role(admin, own)
    with pytest.raises(Forbidden):
        people.revoke_role(admin, own + 1)


def test_a_role_that_is_not_there_cannot_be_revoked(uow_of: Acting) -> None:
    with pytest.raises(NotVisible):
        people.revoke_role(uow_of("administrator"), 10_000)


def test_a_revoked_officer_is_an_officer_no_more(parts: Installation, uow_of: Acting, small_world: World) -> None:
    officer, admin = uow_of("officer"), uow_of("administrator")
    scope = Scope(small_world.partnership_id)
    assert officer.actor.holds(Role.OFFICER, scope)
    own = admin.session.scalars(select(RoleGrant.id).where(RoleGrant.pseudonym == "officer-officer")).one()
    people.revoke_role(admin, own)
    again = parts.unit_of_work(small_world.people["officer"])
    assert not again.actor.holds(Role.OFFICER, scope)
    again.close()
