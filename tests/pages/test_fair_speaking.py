"""What somebody alone is told about how they take part, and the interruption, on pages without JavaScript."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.services.test_fair_speaking import VOICES, talk
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
QUIET = "Others have written a good deal here, and you not yet."


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    made = open_room(installation(app), lorn)
    talk(installation(app), lorn, made, {**dict.fromkeys(VOICES, 3), "neighbour": 8})
    return made


def test_who_has_written_nothing_reads_it_until_they_say_so(reader_as: ReaderAs, room: Talked) -> None:
    other, address = reader_as("other_officer"), f"/rooms/{room.room_id}"
    assert QUIET in other.open(address).text
    assert QUIET not in reader_as("neighbour").open(address).text
    assert QUIET not in other.send("/nudge").text
    assert QUIET not in reader_as(None).open(address).text


def test_who_writes_most_is_told_once_after_posting(reader_as: ReaderAs, room: Talked) -> None:
    niall = reader_as("neighbour")
    niall.open(f"/rooms/{room.room_id}")
    told = [
        "many of the messages here are yours" in niall.send("/messages", body=f"Number {number}").text
        for number in range(10)
    ]
    assert told.count(True) == 1


def test_a_turn_is_interrupted_by_a_button(reader_as: ReaderAs, room: Talked) -> None:
    rhona, facilitator, niall = reader_as("resident"), reader_as("facilitator"), reader_as("neighbour")
    rhona.open(f"/rooms/{room.room_id}")
    rhona.send("/hand", up="1")
    facilitator.open(f"/rooms/{room.room_id}/run")
    facilitator.send("/turn")
    assert "Interrupt for 15 seconds" not in rhona.open(f"/rooms/{room.room_id}").text
    niall.open(f"/rooms/{room.room_id}")
    page = niall.send("/interruption").text
    assert "Niall takes the one interruption of the turn of Rhona, for 15 seconds." in page
    assert "Interrupt for 15 seconds" not in page
