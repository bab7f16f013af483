"""Officers of another locality and of another partnership, and people without a role, at every door (A9, A10)."""

from collections.abc import Callable
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import select

from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, ForumKind, Partnership
from pb_app.models.people import RoleGrant
from pb_app.roles import Role
from pb_app.web.unit_of_work import Installation, installation
from tests.abuse.conftest import Told
from tests.abuse.doors import Door, Untouched, doors, stored, token_of
from tests.pages.reader import Reader
from tests.world import SOME_TIME_AGO, World

ReaderAs = Callable[[str | None], Reader]
REFUSED = (403, 404)
OF_THE_PARTNERSHIP = "slug"
OWN_DESK = frozenset(
    {
        "officers.home.show_desk",
        "officers.rounds.list_rounds",
        "officers.rounds.show_new_round",
        "officers.partnerships.list_partnerships",
        "facilitators.moderation.show_queue",
    }
)
NEEDS_NO_ID = frozenset({"officers.rounds.create_round", "officers.partnerships.create_partnership"})
TEMPTING = {
    "to": "decision",
    "stated_cost": "1",
    "reason": "Because",
    "refusal_reason": "Because",
    "revision": "1",
    "decision": "adopted",
    "amount": "1",
    "fund": "1",
    "name": "Mine now",
    "title": "Mine now",
    "kind": "other",
    "email": "orla@moothill.example",
    "role": "officer",
    "place": "",
    "locality_id": "1",
    "forum_id": "1",
    "round": "1",
    "rule": "greedy",
    "opens_at": "2026-01-01T09:00",
    "closes_at": "2036-01-01T09:00",
}


def behind(app: Flask, method: str, **values: object) -> list[Door]:
    """The doors of officers and facilitators behind which there is something of a place."""
    found = doors(app, method, "officers.", **values) + doors(app, method, "facilitators.", **values)
    return [door for door in found if door.endpoint not in OWN_DESK]


def grant_id(app: Flask, holder: int) -> int:
    """The number of a role that somebody holds."""
    with closing(installation(app).database.session()) as session:
        return session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == holder)).one()


@pytest.fixture
def counted(app: Flask, lorn: World, told: Told) -> dict[str, object]:
    """What there is in Oban, down to a published result."""
    return {"poll_no": told("published"), "grant_id": grant_id(app, lorn.people["officer"])}


def knock(app: Flask, reader: Reader, counted: dict[str, object], *, spared: str = "") -> None:
    """Try every door; each is shut, but for pages to read that all of a partnership's officers share."""
    untouched, token = Untouched(app), token_of(reader)
    for door in behind(app, "GET", **counted):
        if not (spared and spared in door.names):
            assert reader.client.get(door.address).status_code in REFUSED, door
    for door in behind(app, "POST", **counted):
        answer = reader.client.post(door.address, data=TEMPTING | {"csrf_token": token})
        shut = (*REFUSED, 422) if door.endpoint in NEEDS_NO_ID or (spared and spared in door.names) else REFUSED
        assert answer.status_code in shut, door
        assert untouched, door


def test_an_officer_of_another_locality_finds_every_door_shut(
    app: Flask, reader_as: ReaderAs, counted: dict[str, object]
) -> None:
    knock(app, reader_as("other_officer"), counted, spared=OF_THE_PARTNERSHIP)


@pytest.mark.parametrize("who", ["resident", "neighbour"])
def test_a_resident_finds_every_door_shut(
    app: Flask, reader_as: ReaderAs, counted: dict[str, object], who: str
) -> None:
    knock(app, reader_as(who), counted)


def test_an_officer_of_another_partnership_finds_every_door_shut(
    app: Flask, lorn: World, reader_as: ReaderAs, counted: dict[str, object]
) -> None:
    abroad(installation(app), lorn.people["neighbour"], Role.OFFICER)
    knock(app, reader_as("neighbour"), counted)


def test_an_administrator_of_another_partnership_finds_every_door_shut(
    app: Flask, lorn: World, reader_as: ReaderAs, counted: dict[str, object]
) -> None:
    abroad(installation(app), lorn.people["neighbour"], Role.ADMINISTRATOR)
    knock(app, reader_as("neighbour"), counted)


def abroad(parts: Installation, person_id: int, role: Role) -> int:
    """Give somebody a role in a partnership of its own; its id."""
    with closing(parts.system_unit_of_work()) as uow, parts.database.writing(uow.session):
        there = Partnership(slug="cowal", name="Cowal partnership", name_gd="")
        uow.session.add(there)
        uow.session.flush()
        uow.session.add_all(
            [
                Locality(partnership_id=there.id, slug="dunoon", name="Dunoon"),
                Forum(partnership_id=there.id, name="Cowal board", kind=ForumKind.BOARD),
                RoleGrant(
                    person_id=person_id,
                    role=role,
                    partnership_id=there.id,
                    pseudonym="abroad",
                    granted_at=SOME_TIME_AGO,
                ),
            ]
        )
        uow.session.commit()
        return there.id


def test_nobody_who_is_not_signed_in_gets_past_the_sign_in(
    app: Flask, reader_as: ReaderAs, counted: dict[str, object]
) -> None:
    reader, before = reader_as(None), stored(app)
    token = token_of(reader)
    every = behind(app, "GET", **counted) + behind(app, "POST", **counted) + doors(app, "POST", "residents.")
    for door in every:
        if door.endpoint.startswith("residents.changing."):  # opened by a receipt's key, never by a sign-in
            continue
        if door.method == "GET":
            answer = reader.client.get(door.address)
        else:
            answer = reader.client.post(door.address, data=TEMPTING | {"csrf_token": token})
        assert answer.status_code == 302, door
        assert answer.location.startswith("/sign-in?"), door
    assert stored(app) == before
