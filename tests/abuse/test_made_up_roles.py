"""Roles that were given behind the log's back, by somebody who can write in the table of roles (A12, A45)."""

from contextlib import closing

import pytest

from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.web.unit_of_work import Installation
from tests.tampering import tamper
from tests.whole_story import verified

OFFICER = "kirsty@moothill.example"


@pytest.fixture
def told(parts: Installation) -> Installation:
    """An officer who was given the role, one who lost it again, and an administrator."""
    with closing(parts.system_unit_of_work()) as uow:
        people.grant_role(uow, "una@moothill.example", Role.ADMINISTRATOR, Scope())
        people.grant_role(uow, "ewan@moothill.example", Role.AUDITOR, Scope())
        lost = people.grant_role(uow, OFFICER, Role.AUDITOR, Scope()).id
        una = people.introduce_people(uow, {"una@moothill.example": "Una"})["una@moothill.example"]
        with closing(parts.unit_of_work(una)) as administrator:
            people.revoke_role(administrator, lost)
        uow.sequence_log()
    return parts


def test_roles_that_were_given_and_taken_by_entries_fit(told: Installation) -> None:
    assert verified(told).misfits == ()


OUT_OF_NOTHING = f"""
    INSERT INTO role_grant (person_id, role, pseudonym, granted_at)
    SELECT id, 'officer', 'made-up', created_at FROM person WHERE email = '{OFFICER}'
"""
MADE_UP = {
    "a role out of nothing": (OUT_OF_NOTHING, "The role of made-up is held, and no entry of the log gave it."),
    "a larger role": ("UPDATE role_grant SET role = 'administrator' WHERE role = 'auditor'", "says auditor for role"),
    "a role that is gone": ("DELETE FROM role_grant WHERE role = 'auditor'", "which is gone."),
    "a role by another name": ("UPDATE role_grant SET pseudonym = 'x' WHERE role = 'auditor'", "no entry of the log"),
}


@pytest.mark.parametrize(("statement", "why"), MADE_UP.values(), ids=MADE_UP.keys())
def test_a_role_that_the_log_does_not_tell_of_is_found(
    told: Installation, request: pytest.FixtureRequest, statement: str, why: str
) -> None:
    tamper(told, request, "role_grant", statement)
    first = verified(told).misfits[0]
    assert first.part.value == "role"
    assert why in str(first)
