"""Live rooms: who is not let in, and what is refused, each in a sentence."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from deliberation.kinds import RoomState
from pb_app.models.people import SignInSession
from pb_app.models.rooms import Room, RoomSeat
from pb_app.queries import rooms as queries
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.stages import RoundStage
from pb_app.web.unit_of_work import installation
from tests import world
from tests.rooms_world import Talked, open_room
from tests.sockets.conftest import Listener, post_by_page, token_of_page
from tests.world import SOME_TIME_AGO, World

Listen = Callable[[str | None], Listener]
BrowserOf = Callable[[str | None], FlaskClient]


def test_without_a_sign_in_one_may_listen_and_not_talk(listen: Listen, room: Talked) -> None:
    nobody = listen(None)
    assert nobody.joins(room)["ok"]
    assert nobody.posts(room, "Hello") == {"ok": False, "why": "Sign in first. Then try again.", "status": 403}
    assert nobody.heard() == []


def test_in_the_wrong_stage_one_may_listen_and_not_talk(app: Flask, lorn: World, listen: Listen, room: Talked) -> None:
    over = open_room(installation(app), lorn, RoundStage.DELIVERY)
    rhona = listen("resident")
    assert rhona.joins(over)["ok"]
    refused = rhona.posts(over, "Too late")
    assert (refused["ok"], refused["status"]) == (False, 403)
    assert "present stage" in refused["why"]


def test_a_stage_that_moved_on_after_connecting_is_noticed(app: Flask, listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    assert rhona.posts(room, "In time")["ok"]
    uow = installation(app).system_unit_of_work()
    with uow.database.writing(uow.session):
        found = queries.room_of(uow.session, room.proposal_no)
        assert found is not None
        found.proposal.round.stage = RoundStage.DECISION
        uow.session.commit()
    uow.close()
    assert rhona.posts(room, "Too late", "key-00000002")["status"] == 403


@pytest.mark.parametrize("event", ["join", "leave", "post"])
def test_a_room_that_is_not_public_is_not_there(app: Flask, lorn: World, listen: Listen, event: str) -> None:
    hidden = open_room(installation(app), lorn, RoundStage.DRAFT)
    said = {"room": hidden.room_id} | {
        "join": {"after": 0},
        "leave": {},
        "post": {"key": "key-00000001", "body": "Hello"},
    }[event]
    assert listen("resident").says(event, said)["status"] == 404


def test_a_room_that_was_invented_is_not_there(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    invented = replace(room, room_id=room.room_id + 700)
    assert rhona.joins(invented)["status"] == 404
    assert rhona.posts(invented, "Hello?")["status"] == 404
    assert rhona.says("leave", {"room": invented.room_id})["status"] == 404


def test_without_a_seat_one_may_listen_and_not_talk(app: Flask, lorn: World, listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    parts = installation(app)
    with closing(parts.database.session()) as session, parts.database.writing(session):
        session.get_one(Room, room.room_id).by_invitation = True
        session.commit()
    assert rhona.joins(room)["ok"]
    refused = rhona.posts(room, "May I?")
    assert (refused["ok"], refused["status"]) == (False, 403)
    assert "invited" in refused["why"]
    with closing(parts.database.session()) as session, parts.database.writing(session):
        seat = RoomSeat(
            room_id=room.room_id, person_id=lorn.people["resident"], seat="resident", invited_at=SOME_TIME_AGO
        )
        session.add(seat)
        session.commit()
    assert rhona.posts(room, "Now I may")["ok"]


def test_those_who_run_rooms_of_another_locality_do_not_see_the_draft_of_this_one(
    app: Flask, listen: Listen, room: Talked
) -> None:
    parts = installation(app)
    here, elsewhere = listen("officer"), listen("other_officer")
    with closing(parts.database.session()) as session, parts.database.writing(session):
        found = session.get_one(Room, room.room_id)
        found.state, found.proposal_no, found.round_no, found.title = RoomState.DRAFT, None, room.round_no, "A draft"
        session.commit()
    assert here.joins(room)["ok"]
    assert elsewhere.joins(room)["status"] == 404
    assert elsewhere.posts(room, "Hello")["status"] == 404


def test_a_page_without_an_origin_is_let_in_by_its_token_alone(
    connect: Callable[..., Listener], browser_of: BrowserOf, room: Talked
) -> None:
    browser = browser_of("resident")
    assert not connect(browser, auth={"language": "en"}, headers={}).is_connected
    assert connect(browser, auth={"token": token_of_page(browser, room)}, headers={}).is_connected


@pytest.mark.parametrize("event", ["join", "leave"])
def test_who_joins_and_leaves_without_end_is_asked_to_wait(listen: Listen, room: Talked, event: str) -> None:
    rhona = listen("resident")
    said = {"room": room.room_id} | ({"after": 0} if event == "join" else {})
    answers = [rhona.says(event, said) for _ in range(61)]
    assert [answer["ok"] for answer in answers] == [True] * 60 + [False]
    assert answers[-1]["status"] == 429


@pytest.mark.parametrize("who", ["resident", None])
def test_a_forged_or_missing_token_is_not_let_in(
    connect: Callable[..., Listener], browser_of: BrowserOf, who: str | None
) -> None:
    for auth in ({}, {"token": ""}, {"token": "forged"}, {"token": 7}, {"token": None}, "token", [1]):
        assert not connect(browser_of(who), auth=auth).is_connected


def test_a_token_of_another_browser_is_not_let_in(
    connect: Callable[..., Listener], browser_of: BrowserOf, room: Talked
) -> None:
    """Another site can fetch a page of ours, but only as nobody: its token does not fit who is signed in."""
    stolen = token_of_page(browser_of(None), room)
    assert not connect(browser_of("resident"), auth={"token": stolen}).is_connected
    assert not connect(
        browser_of("neighbour"), auth={"token": token_of_page(browser_of("resident"), room)}
    ).is_connected


def test_who_signs_out_is_parted_from_and_cannot_come_back(
    connect: Callable[..., Listener], browser_of: BrowserOf, room: Talked
) -> None:
    browser = browser_of("resident")
    shown = {"token": token_of_page(browser, room), "language": "en"}
    rhona = connect(browser, auth=shown)
    rhona.joins(room)
    page = browser.get(f"/proposals/{room.proposal_no}/room").text
    csrf = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    browser.post("/sign-out", data={"csrf_token": csrf})
    assert not rhona.is_connected
    assert not connect(browser, auth=shown).is_connected


def test_a_change_of_role_parts_with_the_sockets_of_that_person_alone(
    app: Flask, lorn: World, listen: Listen, room: Talked
) -> None:
    rhona, niall = listen("resident"), listen("neighbour")
    uow = world.acting(installation(app), lorn, "administrator")
    people.grant_role(uow, "resident@moothill.example", Role.FACILITATOR, Scope(lorn.partnership_id))
    uow.close()
    assert (rhona.is_connected, niall.is_connected) == (False, True)


def test_a_session_that_ended_unheard_still_cannot_talk(app: Flask, listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    uow = installation(app).system_unit_of_work()
    with uow.database.writing(uow.session):
        uow.session.query(SignInSession).delete()
        uow.session.commit()
    uow.close()
    assert rhona.posts(room, "Still here?") == {"ok": False, "why": "Sign in first. Then try again.", "status": 403}


NO_PAGE_SENDS: tuple[tuple[object, ...], ...] = (
    (),
    (None,),
    ([],),
    ({},),
    ({"room": "7"},),
    ({"room": True, "after": 0},),
    ({"room": 1, "after": -1},),
    ({"room": 1, "after": 2**31},),
    ({"room": 1.0, "after": 0},),
    ({"room": 1, "after": 0, "more": 1},),
    ({"room": 1, "key": ["key-00000001"], "body": "Hello"},),
    ({"room": 1, "key": "key-00000001", "body": None},),
    ({"room": 1, "key": "key-00000001", "body": "Hello", "at": "2020-01-01", "author": "Calum"},),
    ({"room": 1, "after": 0}, {"room": 1, "after": 0}),
    (b"bytes",),
)


@pytest.mark.parametrize("event", ["join", "post", "leave"])
def test_what_no_page_of_ours_sends_is_answered_by_a_sentence(listen: Listen, room: Talked, event: str) -> None:
    rhona = listen("resident")
    why = {"ok": False, "why": "That was not understood. Load the page again.", "status": 422}
    assert [said for said in NO_PAGE_SENDS if rhona.says(event, *said) != why] == []


@pytest.mark.parametrize("name", ["key", "body"])
def test_only_text_is_taken_as_text(listen: Listen, room: Talked, name: str) -> None:
    said: dict[str, object] = {"room": room.room_id, "key": "key-00000001", "body": "Hello"}
    assert listen("resident").says("post", said | {name: ["key-00000001"]})["status"] == 422


@pytest.mark.parametrize("event", ["shout", "__class__", "connect", "disconnect", ""])
def test_an_event_that_is_none_does_nothing(listen: Listen, room: Talked, event: str) -> None:
    rhona = listen("resident")
    rhona.joins(room)
    rhona.says(event, {"room": room.room_id})
    assert rhona.heard() == []


def test_faults_in_what_was_written_come_back_as_sentences(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    assert rhona.posts(room, "  ")["why"] == "Write something first."
    assert "at most 2000 characters" in rhona.posts(room, "x" * 2_001)["why"]


def test_who_writes_too_fast_is_asked_to_wait(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    answers = [rhona.posts(room, "Again", f"key-number-{number:02d}") for number in range(16)]
    assert [answer["ok"] for answer in answers] == [True] * 15 + [False]
    assert answers[-1]["status"] == 429
    assert "Wait" in answers[-1]["why"]
    assert listen("neighbour").posts(room, "My turn")["ok"]


def test_the_pace_is_the_same_over_socket_and_page(listen: Listen, room: Talked) -> None:
    rhona = listen("resident")
    for number in range(15):
        rhona.posts(room, "Again", f"key-number-{number:02d}")
    assert post_by_page(rhona.browser, room, "By the other door") == 429


def test_a_fault_in_delivery_does_not_undo_the_answer(
    app: Flask, listen: Listen, room: Talked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("nobody at home")

    rhona = listen("resident")
    rhona.joins(room)
    monkeypatch.setattr(queries, "event_at", fail)
    assert rhona.posts(room, "Kept all the same")["ok"]
    assert "An event was not delivered" in caplog.text
    with installation(app).database.session() as session:
        assert session.get_one(Room, room.room_id).last_seq == 1


def test_an_unforeseen_fault_is_answered_by_a_sentence(
    listen: Listen, room: Talked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("a secret of the inside")

    rhona = listen("resident")
    monkeypatch.setattr(queries, "last_seq", fail)
    answer = rhona.joins(room)
    assert (answer["ok"], answer["status"]) == (False, 500)
    assert "secret" not in answer["why"]
    assert "Unforeseen" in caplog.text
