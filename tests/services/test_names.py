"""What people are called, who is made known, and how coarse the last-seen time of a session is."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text

from pb_app.models.people import Person, SignInSession
from pb_app.queries.people import token_hash
from pb_app.refusals import Forbidden, Invalid
from pb_app.services import people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

Acting = Callable[[str | None], UnitOfWork]


def test_a_person_says_what_others_call_them(uow_of: Acting) -> None:
    uow = uow_of("resident")
    people.name_oneself(uow, "  Rhona \n MacAskill ")
    assert uow.session.scalars(select(Person.display_name).where(Person.id == uow.actor.person_id)).one() == (
        "Rhona MacAskill"
    )


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_is_none_or_too_long_is_refused(uow_of: Acting, name: str) -> None:
    with pytest.raises(Invalid, match="at most 80"):
        people.name_oneself(uow_of("resident"), name)


def test_nobody_known_has_no_name_to_change(uow_of: Acting) -> None:
    with pytest.raises(Forbidden):
        people.name_oneself(uow_of(None), "Somebody")


def test_people_made_known_keep_the_name_they_have(parts: Installation, uow_of: Acting) -> None:
    system = parts.system_unit_of_work()
    known = people.introduce_people(system, {"resident@moothill.example": "Other", "new@moothill.example": "New"})
    names = dict(system.session.execute(select(Person.id, Person.display_name)).all())
    system.close()
    assert [names[known[email]] for email in known] == ["Rhona", "New"]
    with pytest.raises(Forbidden):
        people.introduce_people(uow_of("administrator"), {"more@moothill.example": "More"})


def test_the_last_seen_time_moves_only_for_a_session_that_is_there(parts: Installation, uow_of: Acting) -> None:
    uow = uow_of("resident")
    with parts.database.writing(uow.session):
        long_ago = uow.now().replace(year=2025)
        row = SignInSession(
            token_hash=token_hash("token"), person_id=uow.actor.person_id, created_at=long_ago, seen_at=long_ago
        )
        uow.session.add(row)
        uow.session.commit()
    people.touch_session(uow, "token")
    people.touch_session(uow, "another")
    assert uow.session.scalars(select(SignInSession.seen_at)).one() > long_ago
    assert uow.session.execute(text("SELECT count(*) FROM sign_in_session")).scalar_one() == 1
