"""Moderation as pages: a report, the queue, a decision, a notice, an appeal, and what calms a room."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask

from pb_app.background import cases_of
from pb_app.models.people import OutboxMail
from pb_app.services import policies, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.clocks import shift_clock
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
UNKIND = "Something <b>unkind</b>"
SHOWN = "Something &lt;b&gt;unkind&lt;/b&gt;"


@pytest.fixture
def room(app: Flask, lorn: World, acting: Acting) -> Talked:
    """A room with rules, in which the neighbour has said something unkind."""
    made = open_room(installation(app), lorn)
    with closing(acting("officer")) as officer:
        policies.publish_policy(officer, "lorn", 0, "Be kind\nTo people.", "Bi coibhneil\nRi daoine.")
    with closing(acting("neighbour")) as neighbour:
        rooms.post_message(neighbour, made.room_id, "key-00000001", UNKIND)
    return made


def address(room: Talked) -> str:
    return f"/rooms/{room.room_id}"


def report(reader_as: ReaderAs, room: Talked, who: str = "resident", **answers: object) -> Reader:
    reader = reader_as(who)
    reader.open(f"{address(room)}/messages/1/report")
    reader.send("/report", **{"rule": "1", "note": "It names somebody.", **answers})
    return reader


def decide(reader_as: ReaderAs, who: str = "facilitator", **answers: object) -> Reader:
    reader = reader_as(who)
    reader.open("/moderation/cases/1")
    reader.send("/decision", **{"verdict": "hide", "rule": "1", "note": "Too blunt.", **answers})
    return reader


def mails(acting: Acting) -> list[OutboxMail]:
    with closing(acting(None)) as uow:
        return list(uow.session.query(OutboxMail).order_by(OutboxMail.id))


def test_a_report_leads_to_a_decision_a_notice_and_an_appeal(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    assert f"{address(room)}/messages/1/report" in reader_as(None).open(address(room)).text
    assert "Nobody in the room learns that it was you." in report(reader_as, room).text
    fearghas = reader_as("facilitator")
    assert "Message 1 in" in fearghas.open("/moderation").text
    page = fearghas.open("/moderation/cases/1").text
    assert SHOWN in page
    assert "It names somebody." in page
    assert "Rhona" not in page
    assert "It is decided." in decide(reader_as).text
    for who in ("resident", "neighbour", "facilitator", None):
        assert "unkind" not in reader_as(who).open(address(room)).text
    niall = reader_as("neighbour")
    notice = niall.open("/notices").text
    assert SHOWN in notice
    assert "Be kind" in notice
    assert "Fearghas" in notice
    [letter] = mails(acting)
    assert letter.subject == "A decision about your message · Co-dhùnadh mun teachdaireachd agaibh"
    assert "unkind" not in letter.body
    assert "/notices" in letter.body
    niall.open("/notices/1/appeal")
    assert "Your appeal is in." in niall.send("/appeal", words="I meant the bench.").text
    assert "You hear by" in niall.text
    assert "This decision was yours." in fearghas.open("/moderation/decisions/1/appeal").text
    oighrig = reader_as("officer")
    assert "You may decide" in oighrig.open("/moderation").text
    oighrig.open("/moderation/decisions/1/appeal")
    assert "The appeal is answered." in oighrig.send("/appeal", outcome="upheld", answer="It was the bench.").text
    assert "This appeal was answered" in oighrig.open("/moderation/decisions/1/appeal").text
    assert SHOWN in reader_as(None).open(address(room)).text
    assert "You were right" in mails(acting)[1].body


def test_a_refused_report_comes_back_with_its_words(reader_as: ReaderAs, room: Talked) -> None:
    assert "Choose a rule, or say" in report(reader_as, room, rule="0", note="").text
    rhona = report(reader_as, room)
    answer = report(reader_as, room, note="Once more")
    assert answer.page is not None
    assert answer.page.status_code == 409
    assert "Once more" in answer.text
    assert report(reader_as, room, "neighbour").page.status_code == 409  # type: ignore[union-attr]
    assert rhona.open(f"{address(room)}/messages/9/report").status_code == 404
    assert reader_as(None).open(f"{address(room)}/messages/1/report").request.path == "/sign-in"


def test_the_second_moderator_reads_that_somebody_was_first(reader_as: ReaderAs, room: Talked) -> None:
    report(reader_as, room)
    oighrig = reader_as("officer")
    oighrig.open("/moderation/cases/1")
    decide(reader_as, verdict="leave")
    answer = oighrig.send("/decision", verdict="hide", rule="1", note="Too blunt.")
    assert answer.status_code == 409
    assert "Somebody else has decided on this message meanwhile" in answer.text
    assert "Too blunt." in answer.text
    assert SHOWN in reader_as(None).open(address(room)).text


def test_a_decision_without_a_reason_is_asked_for_one(reader_as: ReaderAs, room: Talked) -> None:
    report(reader_as, room)
    assert "Say why. The author reads it" in decide(reader_as, note=" ").text
    assert decide(reader_as, verdict="shout").page.status_code == 422  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/moderation/cases/1", "/moderation/cases/9", "/moderation/decisions/1/appeal"])
def test_a_case_is_there_for_those_who_decide_on_it_alone(reader_as: ReaderAs, room: Talked, path: str) -> None:
    report(reader_as, room)
    assert reader_as("other_officer").open(path).status_code == 404
    assert reader_as("resident").open(path).status_code == 403


def test_notices_are_read_by_whom_they_are_about_alone(reader_as: ReaderAs, room: Talked) -> None:
    report(reader_as, room)
    decide(reader_as)
    assert reader_as("resident").open("/notices/1/appeal").status_code == 404
    assert "There is none." in reader_as("resident").open("/notices").text
    niall = reader_as("neighbour")
    niall.open("/notices/1/appeal")
    assert niall.send("/appeal", words=" ").status_code == 422
    assert niall.send("/appeal", words="x" * 2_001).status_code == 422


def test_a_muted_person_reads_until_when_and_cannot_write(reader_as: ReaderAs, acting: Acting, room: Talked) -> None:
    report(reader_as, room)
    niall = reader_as("neighbour")
    niall.open(address(room))
    fearghas = reader_as("facilitator")
    fearghas.open("/moderation/cases/1")
    assert "Say why." in fearghas.send("/mute", minutes="10", reason=" ").text
    assert "The author is told." in fearghas.send("/mute", minutes="10", reason="Take a breath.").text
    answer = niall.send("/messages", body="Again")
    assert answer.status_code == 403
    assert "has muted you" in answer.text
    page = reader_as(None).open(address(room)).text
    assert "Fearghas muted somebody for 10 minutes." in page
    assert "Niall muted" not in page
    assert "You are muted in a room until" in mails(acting)[0].body


CALMING = (
    ("pause", 5, "paused the room for 5 minutes."),
    ("slow_mode", 30, "one message of each person every 30 seconds."),
    ("first_posts", 1, "asked for first messages to wait for approval."),
    ("pause", 0, "ended the pause."),
    ("slow_mode", 0, "ended slow mode."),
    ("first_posts", 0, "let first messages through again."),
)


def test_what_calms_a_room_stands_in_it_with_its_reason(reader_as: ReaderAs, room: Talked) -> None:
    fearghas = reader_as("facilitator")
    fearghas.open(f"{address(room)}/measures")
    assert fearghas.send("/measures", verdict="pause", amount=9999, note="Heat").status_code == 422
    for verdict, amount, said in CALMING:
        assert "It holds from now on." in fearghas.send("/measures", verdict=verdict, amount=amount, note=said).text
    page = reader_as(None).open(address(room)).text
    assert [said for _, _, said in CALMING if f"{said}</strong> Reason: {said}" not in page] == []
    assert reader_as("other_officer").open(f"{address(room)}/measures").status_code == 403


def test_a_first_message_stands_held_back_in_the_room_and_whole_in_the_notice(
    reader_as: ReaderAs, room: Talked
) -> None:
    fearghas = reader_as("facilitator")
    fearghas.open(f"{address(room)}/measures")
    fearghas.send("/measures", verdict="first_posts", amount=1, note="Newcomers")
    rhona = reader_as("resident")
    rhona.open(address(room))
    page = rhona.send("/messages", body="My first words").text
    assert "Held back until a facilitator has looked at it." in page
    assert "My first words" not in page
    notices = rhona.open("/notices").text
    assert "My first words" in notices
    assert "Nobody: the room is set so" in notices


def test_what_was_just_decided_is_taken_back_by_one_button(
    app: Flask, reader_as: ReaderAs, room: Talked, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(reader_as, room)
    facilitator = reader_as("facilitator")
    facilitator.open("/moderation/cases/1")
    assert "Take it back" in facilitator.send("/decision", verdict="hide", note="Too blunt.").text
    assert "Take it back" not in reader_as("officer").open("/moderation?decided=1").text
    back = facilitator.send("/decision").text
    assert "It is decided." in back
    assert "Take it back" not in back
    assert "Hidden by a facilitator" not in reader_as(None).open(address(room)).text
    facilitator.open("/moderation/cases/1")
    facilitator.send("/decision", verdict="hide", note="Too blunt.")
    shift_clock(installation(app), monkeypatch, timedelta(seconds=31))
    assert "Take it back" not in facilitator.open("/moderation?decided=1").text


def test_the_background_writes_to_facilitators_in_both_languages(
    app: Flask, acting: Acting, reader_as: ReaderAs, room: Talked, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(reader_as, room)
    shift_clock(installation(app), monkeypatch, timedelta(hours=25))
    cases_of(app).tick()
    [letter] = mails(acting)
    assert letter.to == "facilitator@moothill.example"
    assert letter.subject == "A message waits for you · Tha teachdaireachd a’ feitheamh oirbh"
    assert "/moderation" in letter.body
