"""Small tables on the pages, without JavaScript."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.services import rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def room(app: Flask, lorn: World, acting: Acting) -> Talked:
    made = open_room(installation(app), lorn)
    for who in ("resident", "neighbour", "auditor", "councillor"):
        uow = acting(who)
        rooms.post_message(uow, made.room_id, "key-00000001", f"I am {who}")
        uow.close()
    return made


def test_tables_from_the_draw_to_the_notes_brought_together(reader_as: ReaderAs, room: Talked) -> None:
    facilitator, rhona = reader_as("facilitator"), reader_as("resident")
    tables = f"/rooms/{room.room_id}/tables"
    assert "Nothing has been noted at a table yet." in facilitator.open(tables).text
    refused = facilitator.send("/tables", number="9", time="15", why_tables="Money")
    assert refused.status_code == 422
    assert "4 people can sit at tables." in refused.text
    drawn = facilitator.send("/tables", number="2", time="15", why_tables="What does it cost?").text
    assert "The tables are drawn." in drawn
    page = rhona.open(f"/rooms/{room.room_id}").text
    assert "drew people to 2 tables, for 15 minutes." in page
    assert "You sit at table" in page
    for table in ("1", "2"):
        facilitator.open(f"/rooms/{room.room_id}/notes?table={table}")
        facilitator.send("/notes", body=f"Table {table} wants a bench")
    facilitator.open(tables)
    assert facilitator.send("/tables/notes", text="Both want a bench", notes=["6"]).status_code == 422
    assert "It stands in the room" in facilitator.send("/tables/notes", notes=["6", "7"]).text
    assert "Brings together what was noted at tables:" in rhona.open(f"/rooms/{room.room_id}").text
    assert reader_as("other_officer").open(tables).status_code == 403


def test_anybody_may_stay_out(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}")
    page = rhona.send("/tables/out").text
    assert "stays in the room when tables are drawn." in page
    assert "Sit at a table next time" in page
