"""People under 16 on the pages: the box in a report, the case, and who is named."""

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
RISK = "A person under 16 may be at risk"


@pytest.fixture
def room(app: Flask, lorn: World, acting: Acting) -> Talked:
    made = open_room(installation(app), lorn)
    uow = acting("neighbour")
    rooms.post_message(uow, made.room_id, "key-00000001", "Come to my house after school.")
    uow.close()
    return made


def test_a_report_says_it_and_the_case_stands_first_with_it(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(f"/rooms/{room.room_id}/messages/1/report")
    assert "Thank you." in rhona.send("/report", rule="0", note="Look.", under_16="y").text
    facilitator = reader_as("facilitator")
    assert RISK in facilitator.open("/moderation").text
    page = facilitator.open("/moderation/cases/1").text
    assert "because a person under 16 may be at risk. In danger, ring 999." in page
    assert "Pass it on now" not in page


def test_a_facilitator_passes_a_case_on(reader_as: ReaderAs, room: Talked) -> None:
    rhona, facilitator = reader_as("resident"), reader_as("facilitator")
    rhona.open(f"/rooms/{room.room_id}/messages/1/report")
    rhona.send("/report", rule="0", note="Look.")
    assert RISK not in facilitator.open("/moderation").text
    facilitator.open("/moderation/cases/1")
    assert "It is passed on." in facilitator.send("/flag").text
    assert RISK in facilitator.open("/moderation").text


def test_officers_name_who_is_written_to(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    officer = reader_as("officer")
    assert "Nobody is named yet." in officer.open("/officers/partnerships/lorn/rules").text
    refused = officer.send("/lead", email="nobody@example.org")
    assert refused.status_code == 422
    assert "nobody@example.org" in refused.text
    uow = acting("officer")
    address = uow.actor.email
    uow.close()
    named = officer.send("/lead", email=address).text
    assert "They are named." in named
    assert "is written to at once when somebody says that a person under 16 may be at risk." in named


def test_words_to_ask_about_are_published_with_the_rules(reader_as: ReaderAs, lorn: World) -> None:
    officer = reader_as("officer")
    officer.open("/officers/partnerships/lorn/rules")
    page = officer.send("/rules", words="teuchter").text
    assert "also asks about these words: teuchter." in page
