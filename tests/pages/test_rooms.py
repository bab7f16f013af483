"""Rooms as pages: reading without an account, talking by a plain form, hiding with a reason."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.room_log import locked_room
from pb_app.services import rooms
from pb_app.stages import ProposalState, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def say(acting: Acting, room: Talked, who: str, words: str, key: str = "key-00000001") -> None:
    uow = acting(who)
    rooms.post_message(uow, room.room_id, key, words)
    uow.close()


def hide(acting: Acting, room: Talked, seq: int) -> None:
    uow = acting("facilitator")
    rooms.hide_message(uow, room.room_id, seq, "It named a neighbour.")
    uow.close()


def address(room: Talked) -> str:
    return f"/rooms/{room.room_id}"


def test_anyone_may_read_a_room_and_is_told_how_to_write(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    say(acting, room, "resident", "A bench, <b>please</b>.")
    page = reader_as(None).open(address(room))
    assert page.status_code == 200
    assert "A bench, &lt;b&gt;please&lt;/b&gt;." in page.text
    assert "Rhona" in page.text
    assert "Put this forward" in page.text
    assert "Sign in to write" in page.text
    assert "data-composer" not in page.text
    assert "£12,000 for community projects" in page.text
    assert "Set-Cookie" not in page.headers


def test_who_speaks_for_somebody_is_shown_as_that(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    say(acting, room, "officer", "The council can take it on.")
    say(acting, room, "other_officer", "I am only visiting.")
    page = reader_as(None).open(address(room)).text
    assert page.count('<span class="mh-message__role">Officer</span>') == 1


def test_a_message_goes_in_by_the_plain_form(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(address(room))
    answer = rhona.send("/messages", body="By a plain form")
    assert answer.status_code == 200
    assert answer.request.path == address(room)
    assert "By a plain form" in answer.text
    assert 'class="mh-message mh-message--mine" id="message-1"' in answer.text


def test_the_same_form_sent_twice_stands_once(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    rhona.open(address(room))
    drawn = rhona.page
    rhona.send("/messages", body="Only once")
    rhona.page = drawn
    assert rhona.send("/messages", body="Only once").text.count("Only once") == 1


@pytest.mark.parametrize(("body", "why"), [(" ", "Write something first."), ("x" * 2_001, "You have written 2001.")])
def test_a_refused_message_comes_back_with_its_words(reader_as: ReaderAs, room: Talked, body: str, why: str) -> None:
    rhona = reader_as("resident")
    rhona.open(address(room))
    answer = rhona.send("/messages", body=body)
    assert answer.status_code == 422
    assert why in answer.text
    assert body in answer.text
    assert "Error: " in answer.text
    assert rhona.send("/messages", body="Better now").status_code == 200


def test_without_a_sign_in_the_form_leads_to_the_way_in(reader_as: ReaderAs, room: Talked) -> None:
    nobody = reader_as(None)
    nobody.open("/sign-in")
    token = dict(nobody.form("/sign-in").answers)["csrf_token"]
    sent = {"csrf_token": token, "key": "key-00000001", "body": "Hello"}
    answer = nobody.client.post(f"{address(room)}/messages", data=sent)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in")
    assert "Hello" not in nobody.open(address(room)).text


def test_a_forged_form_is_refused(reader_as: ReaderAs, room: Talked) -> None:
    rhona = reader_as("resident")
    answer = rhona.client.post(f"{address(room)}/messages", data={"key": "key-00000001", "body": "Forged"})
    assert answer.status_code == 419
    assert "Forged" not in rhona.open(address(room)).text


@pytest.mark.parametrize(
    ("stage", "state"),
    [(RoundStage.DELIVERY, ProposalState.SUBMITTED), (RoundStage.REVIEW, ProposalState.WITHDRAWN)],
)
def test_a_closed_room_is_read_and_not_written_in(
    app: Flask, lorn: World, reader_as: ReaderAs, stage: RoundStage, state: ProposalState
) -> None:
    closed = open_room(installation(app), lorn, stage, state)
    for who in ("resident", None):
        page = reader_as(who).open(address(closed))
        assert page.status_code == 200
        assert "This room is closed." in page.text
        assert "<textarea" not in page.text
        assert "Sign in to write" not in page.text
        assert "data-socket" not in page.text


def test_a_room_that_closed_while_somebody_wrote_says_so(
    app: Flask, reader_as: ReaderAs, acting: Acting, room: Talked
) -> None:
    rhona = reader_as("resident")
    rhona.open(address(room))
    uow = acting("resident")
    with uow.database.writing(uow.session):
        found = locked_room(uow.session, room.room_id, uow.actor)
        found.proposal.round.stage = RoundStage.DECISION
        uow.session.commit()
    uow.close()
    answer = rhona.send("/messages", body="Too late")
    assert answer.status_code == 403
    assert "present stage" in answer.text


@pytest.mark.parametrize("path", ["", "?after=0", "/messages/1/hiding"])
def test_the_room_of_a_draft_round_is_not_there(app: Flask, lorn: World, reader_as: ReaderAs, path: str) -> None:
    hidden = open_room(installation(app), lorn, RoundStage.DRAFT)
    assert reader_as("facilitator").open(address(hidden) + path).status_code == 404


@pytest.mark.parametrize("place", ["-1", "x", "1e9", "٣", "99999999999999999999", ""])
def test_a_place_that_is_none_shows_the_latest(reader_as: ReaderAs, acting: Acting, room: Talked, place: str) -> None:
    say(acting, room, "resident", "A bench, please.")
    page = reader_as(None).open(f"{address(room)}?after={place}")
    assert page.status_code == 200
    assert "A bench, please." in page.text


def test_a_facilitator_hides_a_message_by_the_plain_form(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    say(acting, room, "neighbour", "Something unkind")
    fearghas = reader_as("facilitator")
    assert f"{address(room)}/messages/1/hiding" in fearghas.open(address(room)).text
    assert "Something unkind" in fearghas.open(f"{address(room)}/messages/1/hiding").text
    assert fearghas.send("/hiding", reason=" ").status_code == 422
    answer = fearghas.send("/hiding", reason="It named a <neighbour>.")
    assert "The message is hidden." in answer.text
    assert "Hidden by a facilitator: It named a &lt;neighbour&gt;." in answer.text
    for who in ("facilitator", "neighbour", None):
        for path in ("", "?after=0", "?before=9"):
            assert "unkind" not in reader_as(who).open(address(room) + path).text


def test_hiding_is_offered_to_those_who_may_and_kept_from_others(
    reader_as: ReaderAs, acting: Acting, room: Talked
) -> None:
    say(acting, room, "neighbour", "Something unkind")
    for who in ("resident", "other_officer", None):
        assert "/hiding" not in reader_as(who).open(address(room)).text
    path = f"{address(room)}/messages/1/hiding"
    assert reader_as("resident").open(path).status_code == 403
    assert reader_as("other_officer").open(path).status_code == 403
    assert reader_as(None).open(path).request.path == "/sign-in"


def test_what_cannot_be_hidden_is_not_offered(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    say(acting, room, "neighbour", "Something unkind")
    hide(acting, room, 1)
    fearghas = reader_as("facilitator")
    assert "/messages/1/hiding" not in fearghas.open(address(room)).text
    assert fearghas.open(f"{address(room)}/messages/1/hiding").status_code == 409
    assert fearghas.open(f"{address(room)}/messages/2/hiding").status_code == 404
    assert fearghas.open(f"{address(room)}/messages/99/hiding").status_code == 404
