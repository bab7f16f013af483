"""The minutes of a room: a page that prints, and files; live and not live apart, and no words that were taken away."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from deliberation.kinds import Channel, RoomStage
from deliberation.sheets import Stand
from pb_app.models.rooms import Room, RoomEvent
from pb_app.services import facilitation, room_life, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.talk_stories import say
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def room(app: Flask, lorn: World, acting: Acting) -> Talked:
    """Three messages: live, by form and withdrawn, and hidden; a stage, a facilitator and a signed conclusion."""
    parts, made = installation(app), open_room(installation(app), lorn)
    first, second = lorn.people["resident"], lorn.people["neighbour"]
    say(parts, made, first, second, first, second)
    uow = acting("facilitator")
    with parts.database.writing(uow.session):
        uow.session.get_one(Room, made.room_id).agenda_stage = RoomStage.GATHER
        changed = {2: {"channel": Channel.FORM, "body": "=A bench costs <money>"}, 3: {"withdrawn_by_seq": 3}}
        for seq, values in changed.items():
            uow.session.execute(update(RoomEvent).where(RoomEvent.seq == seq).values(**values))
        uow.session.commit()
    rooms.hide_message(uow, made.room_id, 4, "It names a child", None)
    room_life.move_agenda(uow, made.room_id, RoomStage.EXPLORE, "We have enough")
    facilitation.state_facilitation(uow, made.room_id, "Fearghas", "Faclan Ltd", Stand.PAID)
    seq = room_life.conclude_room(uow, made.room_id, "Build the bench.", date(2999, 1, 1))
    room_life.sign_conclusion(acting("resident"), made.room_id, seq, agrees=True)
    return made


def test_the_minutes_tell_stages_conclusion_and_who_ran_it(reader_as: ReaderAs, room: Talked) -> None:
    anybody = reader_as(None)
    assert f"/rooms/{room.room_id}/minutes" in anybody.open(f"/rooms/{room.room_id}").text
    page = anybody.open(f"/rooms/{room.room_id}/minutes").text
    for words in ("Faclan Ltd", "Build the bench.", "Signed by 1 of 2", "Explore options", "It names a child"):
        assert words in page
    assert "A bench costs &lt;money&gt;" in page
    assert "Its author withdrew this message." in page


def test_live_and_not_live_are_told_apart(reader_as: ReaderAs, room: Talked) -> None:
    anybody = reader_as(None)
    live = anybody.open(f"/rooms/{room.room_id}/minutes?way=live").text
    other = anybody.open(f"/rooms/{room.room_id}/minutes?way=asynchronous").text
    assert "A bench costs" not in live
    assert "because people rest" in live
    assert "A bench costs" in other
    assert "because people rest" not in other


def test_files_hold_the_same_lines_and_no_formula(reader_as: ReaderAs, room: Talked) -> None:
    anybody = reader_as(None)
    table = anybody.open(f"/rooms/{room.room_id}/minutes.csv").text
    assert ",form,message,pro,Niall,,,'=A bench costs <money>,," in table
    assert "It names a child" in table
    told = anybody.open(f"/rooms/{room.room_id}/minutes.json").json
    assert told
    assert (told["conclusion"]["signed"], told["facilitation"]["stand"]) == (1, "paid")
    assert [line["text"] for line in told["lines"][:4]][2:] == ["", ""]
    live = anybody.open(f"/rooms/{room.room_id}/minutes.json?way=live").json
    assert live
    assert {line["way"] for line in live["lines"]} == {"live", ""}


def test_an_empty_room_has_empty_minutes(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    made = open_room(installation(app), lorn)
    anybody = reader_as(None)
    assert "Nobody has said anything yet." in anybody.open(f"/rooms/{made.room_id}/minutes").text
    told = anybody.open(f"/rooms/{made.room_id}/minutes.json").json
    assert told
    assert (told["conclusion"], told["facilitation"], told["lines"]) == (None, None, [])
    assert anybody.open("/rooms/99/minutes").status_code == 404
