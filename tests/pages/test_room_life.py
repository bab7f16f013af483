"""Running a room by its pages: made, opened, moved, spoken in, concluded, signed, closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pb_app.background import cases_of
from pb_app.models.people import OutboxMail
from pb_app.services import room_life, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.clocks import shift_clock
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def made_by(facilitator: Reader, room: Talked) -> str:
    """The address of a room that this reader made for the round."""
    facilitator.open(f"/rounds/{room.round_no}/rooms/new")
    assert facilitator.send("/rooms/new", title="The shore").status_code == 422
    answer = facilitator.send(
        "/rooms/new", title="The shore", purpose="To choose.", can_change="The paper.", who_decides="The forum."
    )
    return answer.request.path.removesuffix("/run")


def conclude(reader_as: ReaderAs, fearghas: Reader, rhona: Reader, made: str) -> None:
    """Write the conclusion, have both who took part sign it, and close the room."""
    assert fearghas.send("/closing").status_code == 409
    fearghas.open(f"{made}/run")
    assert "after today" in fearghas.send("/conclusion", text="A bench.", review_on="2020-01-01").text
    fearghas.send("/conclusion", text="A bench.", review_on="2099-01-01")
    rhona.open(made)
    signed = rhona.send("/signature").text
    assert "Signed by 1 of 2 who are named for it." in signed
    assert "Not answered yet: Niall." in signed
    fearghas.open(f"{made}/run")
    assert fearghas.send("/closing").status_code == 409
    niall = reader_as("neighbour")
    niall.open(made)
    niall.send("/signature")
    fearghas.open(f"{made}/run")
    fearghas.send("/closing")


def test_a_room_is_run_from_its_promise_to_its_close(reader_as: ReaderAs, room: Talked) -> None:
    fearghas, rhona = reader_as("facilitator"), reader_as("resident")
    made = made_by(fearghas, room)
    assert rhona.open(made).status_code == 404
    assert fearghas.send("/state", state="open", reason="").status_code == 422
    fearghas.send("/state", state="open", reason="We <begin>.")
    shown = rhona.open(made).text
    assert "We &lt;begin&gt;." in shown
    assert "The forum." in shown
    assert "Gather evidence" in shown
    assert rhona.send("/messages", body="No kind").status_code == 403
    rhona.open(made)
    assert "Choose what your message is" in rhona.send("/messages", body="Odd", kind="rumour").text
    rhona.open(made)
    assert "Say where this comes from" in rhona.send("/messages", body="A count", kind="evidence").text
    assert "Source: Our count" in rhona.send("/messages", body="A count", kind="evidence", source="Our count").text
    fearghas.open(f"{made}/run")
    assert "a question or an own story" in (fearghas.page.text if fearghas.page else "")
    assert "60 days" in fearghas.send("/stage", stage="explore", why="On", minutes="999999").text
    fearghas.send("/stage", stage="explore", why="On we go", minutes="30")
    assert "Nobody has signed in" in fearghas.send("/seats", email="who@moothill.example", seat="expert").text
    fearghas.send("/seats", email="neighbour@moothill.example", seat="expert")
    rhona.open(made)
    assert "Put your hand down" in rhona.send("/hand").text
    fearghas.open(f"{made}/run")
    fearghas.send("/turn")
    assert "The present turn ends" in fearghas.send("/turn/time").text
    conclude(reader_as, fearghas, rhona, made)
    assert "This room is closed." in rhona.open(made).text
    for who in ("resident", "other_officer"):
        assert reader_as(who).open(f"{made}/run").status_code == 403
    assert "The shore" in rhona.open(f"/rounds/{room.round_no}").text


def test_a_table_notes_what_was_said_and_the_room_holds_it(reader_as: ReaderAs, room: Talked) -> None:
    fearghas = reader_as("facilitator")
    path = f"/rooms/{room.room_id}"
    fearghas.open(f"{path}/notes?table=3")
    assert fearghas.send("/notes", body=" ").status_code == 422
    assert fearghas.send("/notes", body="Claim", kind="evidence").status_code == 422
    assert "The note stands in the room." in fearghas.send("/notes", body="A bench, please", kind="pro").text
    shown = reader_as(None).open(path).text
    assert "noted at table 3" in shown
    assert "Reason for" in shown


def test_an_author_corrects_withdraws_and_finds_their_draft_again(
    reader_as: ReaderAs, acting: Acting, room: Talked
) -> None:
    path = f"/rooms/{room.room_id}"
    rooms.post_message(acting("resident"), room.room_id, "key-00000001", "A bensh")
    rhona = reader_as("resident")
    rhona.open(f"{path}/messages/1/edit")
    assert rhona.send("/edit", body=" ").status_code == 422
    assert rhona.send("/edit", body="x" * 2_001).status_code == 422
    assert "corrected" in rhona.send("/edit", body="A bench").text
    assert "A bensh" in reader_as(None).open(f"{path}/messages/1/history").text
    assert reader_as("neighbour").open(f"{path}/messages/1/edit").status_code == 403
    assert rhona.open(f"{path}/messages/9/edit").status_code == 404
    rhona.open(f"{path}?reply_to=1")
    assert "You reply to message 1." in (rhona.page.text if rhona.page else "")
    token = dict(rhona.form("/messages").answers)["csrf_token"]
    kept = rhona.client.post(f"{path}/draft", data={"csrf_token": token, "body": "Half a sentence"})
    assert kept.status_code == 204
    assert "Not posted yet." in rhona.open(path).text
    assert "Half a sentence" in rhona.open(path).text
    assert "Half a sentence" not in reader_as("neighbour").open(path).text
    rhona.open(f"{path}/messages/1/edit")
    assert "Its author withdrew this message." in rhona.send("/withdrawal").text
    assert reader_as(None).open(f"{path}/messages/1/history").status_code == 404


def test_the_service_reminds_of_the_day_on_which_a_conclusion_is_looked_at_again(
    app: Flask, acting: Acting, room: Talked, monkeypatch: pytest.MonkeyPatch
) -> None:
    uow = acting("facilitator")
    rooms.post_message(uow, room.room_id, "key-00000001", "A bench")
    room_life.conclude_room(uow, room.room_id, "A bench.", uow.now().date() + timedelta(days=2))
    uow.close()
    cases_of(app).tick()
    shift_clock(installation(app), monkeypatch, timedelta(days=3))
    cases_of(app).tick()
    cases_of(app).tick()
    uow = acting(None)
    [letter] = uow.session.scalars(select(OutboxMail)).all()
    uow.close()
    assert letter.to == "facilitator@moothill.example"
    assert letter.subject.startswith("A conclusion is to be looked at again · ")
    assert f"/rooms/{room.room_id}#conclusion" in letter.body
