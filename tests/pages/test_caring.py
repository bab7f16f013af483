"""Being asked before posting, on pages without JavaScript."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
WORDS = "Ring me on 07700 900123"


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def test_the_words_come_back_with_what_was_found_and_two_ways_on(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}")
    asked = rhona.send("/messages", body=WORDS)
    assert asked.status_code == 422
    assert "Look at your message once more" in asked.text
    assert asked.text.count("07700 900123") >= 3  # in the summary, beside the field, in the field itself
    assert '<button class="ds_button ds_button--secondary" type="submit" name="sure" value="1">' in asked.text
    posted = rhona.send("/messages", body=WORDS, sure="1")
    assert posted.status_code == 200
    assert f'<p class="mh-message__text">{WORDS}</p>' in posted.text


def test_a_correction_a_note_and_a_statement_ask_as_well(reader_as: ReaderAs, room: Talked) -> None:
    rhona, facilitator = reader_as("resident"), reader_as("facilitator")
    rhona.open(f"/rooms/{room.room_id}")
    rhona.send("/messages", body="Ring me")
    rhona.open(f"/rooms/{room.room_id}/messages/1/edit")
    assert "Post it as it is" in rhona.send("/edit", body=WORDS).text
    facilitator.open(f"/rooms/{room.room_id}/notes")
    assert "Post it as it is" in facilitator.send("/notes", body=WORDS).text
    facilitator.open(f"/rooms/{room.room_id}/statements/settings")
    facilitator.send("/settings", most_each="2", results="after_own")
    rhona.open(f"/rooms/{room.room_id}/opinions")
    assert "Look at your statement once more" in rhona.send("/statements", body=WORDS).text
    assert "Your statement is added." in rhona.send("/statements", body=WORDS, sure="1").text


def test_who_is_not_asked_sees_no_such_button(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}")
    refused = rhona.send("/messages", body=" ")
    assert refused.status_code == 422
    assert "Post it as it is" not in refused.text
