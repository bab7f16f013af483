"""Questions that wait for the council: in the room, on the proposal's page, and on the officers' desk."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import update

from deliberation.kinds import MessageKind
from pb_app.models.rooms import RoomEvent
from pb_app.services import rooms
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import open_room
from tests.world import SOME_TIME_AGO, World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


def test_an_officer_finds_a_question_that_waits_too_long_and_answers_it(
    app: Flask, lorn: World, reader_as: ReaderAs, acting: Acting
) -> None:
    room = open_room(installation(app), lorn)
    asked = Manner(kind=MessageKind.QUESTION)
    rooms.post_message(acting("neighbour"), room.room_id, "key-0001", "Who owns the shore?", asked)
    officer, anybody = reader_as("officer"), reader_as(None)
    assert "The answer is due" in officer.open("/officers").text
    uow = acting("officer")
    with uow.database.writing(uow.session):
        uow.session.execute(update(RoomEvent).values(at=SOME_TIME_AGO))
        uow.session.commit()
    for address in (f"/proposals/{room.proposal_no}", f"/rooms/{room.room_id}"):
        page = anybody.open(address).text
        assert "Overdue" in page
        assert "Answer it" not in page
    page = officer.open("/officers").text
    for words in ("Questions that wait for your answer", "Overdue", "A bench by the shore"):
        assert words in page
    officer.open(f"/rooms/{room.room_id}?reply_to=1")
    assert "Answer it" in officer.text
    officer.send("/messages", body="The council does.")
    assert "Overdue" not in anybody.open(f"/proposals/{room.proposal_no}").text
    assert "wait for your answer" not in officer.open("/officers").text
