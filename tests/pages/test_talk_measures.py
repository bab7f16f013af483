"""Measuring how people talk, by plain forms: facilitator, score sheet, before and after, coded sample, reach."""

from collections.abc import Callable

import pytest
from flask import Flask

from deliberation.before_after import Phase, View
from deliberation.coding import Aspect
from pb_app.services import before_after, coding, reach, sheets
from pb_app.services.coding import Given
from pb_app.services.reach import Division
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.talk_stories import hand_in, say, seat
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
FOUR = dict.fromkeys(("evidence", "voices", "respect", "conclusions"), "yes")
QUOTE = "because people rest"


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    made = open_room(installation(app), lorn)
    say(installation(app), made, lorn.people["resident"])
    return made


@pytest.fixture
def facilitator(reader_as: ReaderAs, room: Talked) -> Reader:
    reader = reader_as("facilitator")
    assert "Measure how people talk" in reader.open(f"/rooms/{room.room_id}").text
    reader.open(f"/rooms/{room.room_id}/talk")
    return reader


def test_who_facilitates_stands_in_the_room_and_in_the_report(
    facilitator: Reader, reader_as: ReaderAs, room: Talked
) -> None:
    anybody = reader_as(None)
    assert "It has not been said who runs this room" in anybody.open(f"/rooms/{room.room_id}/report").text
    assert "Say who employs them." in facilitator.send("/talk/facilitation", facilitator="Fearghas").text
    said = {"facilitator": "Fearghas", "employer": "Faclan <Ltd>", "stand": "paid"}
    assert "stands on its page now" in facilitator.send("/talk/facilitation", **said).text
    for page in ("", "/report"):
        told = anybody.open(f"/rooms/{room.room_id}{page}").text
        assert "Faclan &lt;Ltd&gt;" in told
        assert "Paid for this by those who decide" in told


def test_a_sheet_goes_from_opening_to_results(
    app: Flask, facilitator: Reader, reader_as: ReaderAs, room: Talked
) -> None:
    facilitator.send("/talk/sheet")
    assert "The score sheet is open." in facilitator.text
    resident = reader_as("resident")
    assert "Fill in the score sheet" in resident.open(f"/rooms/{room.room_id}").text
    resident.open("/sheets/1/filling")
    assert "Choose one answer to each of the four." in resident.send("/filling", evidence="yes").text
    assert "added to the others" in resident.send("/filling", **FOUR).text
    assert "You have handed in this sheet." in resident.text
    assert resident.open("/sheets/1/results.csv").status_code == 403
    hand_in(installation(app), 1, seat(installation(app), room, 11))
    assert "12 sheets were handed in." in facilitator.open("/sheets/1/running").text
    assert "Choose one answer to each of the four." in facilitator.send("/sheets/1/paper").text
    assert "added to the others" in facilitator.send("/sheets/1/paper", **FOUR).text
    facilitator.send("/sheets/1/closing")
    assert "What participants marked" in facilitator.text
    assert "1 of them came on paper" in facilitator.text
    assert "This score sheet is closed." in resident.open("/sheets/1/filling").text
    assert "sheet,evidence,yes,13,exactly" in resident.open("/sheets/1/results.csv").text
    told = resident.open("/sheets/1/results.json").json
    assert told
    assert (told["sheets"], told["on_paper"]) == (13, 1)
    assert "How participants saw it" in resident.open(f"/rooms/{room.room_id}/report").text


def test_a_meeting_of_a_forum_has_a_sheet_by_its_own_address(lorn: World, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    assert "No meeting has been entered yet." in officer.open("/partnerships/lorn/meetings").text
    assert "Enter a meeting of Oban forum" in officer.text
    officer.open(f"/forums/{lorn.forum_id}/meetings/new")
    said = {"title": "Spring meeting", "facilitator": "Fearghas", "employer": "Lorn Council", "stand": "employed"}
    assert officer.send("/meetings/new", **said).status_code == 422
    assert "not after today" in officer.send("/meetings/new", **said, held_on="2999-01-01").text
    page = officer.send("/meetings/new", **said, held_on="2026-01-04").text
    assert "The address to give out" in page
    key = page.split("/sheets/1/filling/")[1].split("<")[0].strip()
    resident = reader_as("resident")
    assert resident.open("/sheets/1/filling").status_code == 403
    resident.open(f"/sheets/1/filling/{key}")
    assert "added to the others" in resident.send(key, **FOUR).text
    assert "Employed by those who decide" in resident.text
    assert "Spring meeting" in reader_as(None).open("/partnerships/lorn/meetings").text
    assert reader_as(None).open("/partnerships/none/meetings").status_code == 404
    assert reader_as(None).open("/sheets/99").status_code == 404
    assert officer.open("/forums/99/meetings/new").status_code == 404
    assert reader_as("auditor").open(f"/forums/{lorn.forum_id}/meetings/new").status_code == 403
    assert reader_as("other_officer").open("/sheets/1/running").status_code == 403


def test_the_same_questions_come_before_and_after(facilitator: Reader, reader_as: ReaderAs, room: Talked) -> None:
    address = f"/rooms/{room.room_id}/views"
    resident = reader_as("resident")
    assert resident.open(address).status_code == 404
    assert "Ask from one to three questions." in facilitator.send("/talk/views").text
    assert "asked in the room now" in facilitator.send("/talk/views", question_1="The bench is worth it").text
    assert "Before you talk" in resident.open(f"/rooms/{room.room_id}").text
    resident.open(address)
    assert "Choose one answer to each question." in resident.send("/views").text
    assert "Your answers are kept." in resident.send("/views", view_1="agree").text
    assert 'value="agree" checked' in resident.open(address).text
    facilitator.open(f"/rooms/{room.room_id}/talk")
    assert "The questions have gone on." in facilitator.send("/views/talk").text
    assert "not asked at the moment" in resident.open(address).text
    facilitator.send("/views/after")
    assert "The same questions are asked again" in resident.open(f"/rooms/{room.room_id}").text
    facilitator.send("/views/closed")
    assert "Fewer than ten people answered both times." in resident.open(f"/rooms/{room.room_id}/report").text


def test_two_code_a_drawn_sample_apart(facilitator: Reader, reader_as: ReaderAs, room: Talked) -> None:
    assert reader_as("neighbour").open(f"/rooms/{room.room_id}/coding").status_code == 404
    assert "The sample is drawn." in facilitator.send("/talk/sample").text
    assert "wrote a message" in facilitator.send("/talk/coders", email="resident@moothill.example").text
    for coder in ("neighbour", "auditor"):
        facilitator.send("/talk/coders", email=f"{coder}@moothill.example")
    assert reader_as("resident").open(f"/rooms/{room.room_id}/coding").status_code == 403
    neighbour = reader_as("neighbour")
    assert "To be coded" in neighbour.open(f"/rooms/{room.room_id}/coding").text
    assert "Rhona" not in neighbour.open(f"/rooms/{room.room_id}/coding/1").text
    codes = {"code_justification": "qualified", "code_content": "neutral", "code_respect": "value"}
    quotes = dict.fromkeys(("quote_justification", "quote_content", "quote_respect"), QUOTE)
    refused = neighbour.send("/coding/1", **codes, **quotes | {"quote_content": "never said"})
    assert "Quote words as they stand in the message." in refused.text
    assert "Messages to code" in neighbour.send("/coding/1", **codes, **quotes).text
    assert neighbour.open(f"/rooms/{room.room_id}/coding/9").status_code == 404
    auditor = reader_as("auditor")
    assert "checked" not in auditor.open(f"/rooms/{room.room_id}/coding/1").text
    assert "The result stands in the room" in auditor.send("/coding/1", **codes, **quotes).text
    report = reader_as(None).open(f"/rooms/{room.room_id}/report").text
    assert "How far the two coders agree" in report
    assert "1 of 1 messages were drawn" in report


def test_officers_enter_the_population_and_people_say_what_they_want(
    facilitator: Reader, reader_as: ReaderAs, room: Talked
) -> None:
    assert "An officer enters the groups" in facilitator.text
    assert facilitator.open(f"/rooms/{room.room_id}/talk/reach").status_code == 403
    officer, resident = reader_as("officer"), reader_as("resident")
    assert "does not ask about groups" in resident.open(f"/rooms/{room.room_id}/groups").text
    officer.open(f"/rooms/{room.room_id}/talk/reach")
    said = {"label_1": "Age", "source_1": "Census 2022", "groups_1": "Under 25: 3,200\n25 and over = 6100"}
    refused = officer.send("/talk/reach", **said | {"groups_1": "Under 25\nOver 25"})
    assert "how many people of it live in the area" in refused.text
    assert "The room asks about these groups now." in officer.send("/talk/reach", **said).text
    assert "Under 25: 3200" in officer.open(f"/rooms/{room.room_id}/talk/reach").text
    assert "Whom does this room reach? Say it" in resident.open(f"/rooms/{room.room_id}").text
    resident.open(f"/rooms/{room.room_id}/groups")
    assert "Choose one of the groups" in resident.send("/groups", group_1="7").text
    assert "Nobody can tell which one is yours." in resident.send("/groups", group_1="1").text
    assert "You have answered already." in resident.open(f"/rooms/{room.room_id}/groups").text
    officer.open(f"/rooms/{room.room_id}/talk")
    assert "in the room&#39;s report now" in officer.send("/reach/closing").text
    assert "Source of the figures of the area: Census 2022" in resident.open(f"/rooms/{room.room_id}/report").text


def answer_everything(app: Flask, officer: UnitOfWork, no: int, people: list[int]) -> None:
    """Forty people hand in the sheet, answer before and after, and say to which group they belong."""
    parts = installation(app)
    sheet = sheets.open_sheet(officer, no)
    hand_in(parts, sheet, people)
    sheets.close_sheet(officer, sheet)
    before_after.set_views(officer, no, ["The bench is worth it"])
    reach.set_reach(officer, no, [Division("Age", "Census 2022", [("Under 25", 3_200), ("Older", 6_100)])])
    for phase, changed in ((Phase.BEFORE, View.UNSURE), (Phase.AFTER, View.AGREE)):
        for at, person in enumerate(people):
            uow = parts.unit_of_work(person)
            before_after.give_views(uow, no, phase, {1: changed if at < 20 else View.AGREE})
            if phase is Phase.AFTER:
                reach.tell_groups(uow, no, {1: 1 + at // 20})
            uow.close()
        for following in (Phase.TALK, Phase.AFTER) if phase is Phase.BEFORE else (Phase.CLOSED,):
            before_after.move_views(officer, no, following)
    reach.close_reach(officer, no)


def code_everything(acting: Acting, no: int) -> None:
    """Two people give thirteen messages the same codes."""
    officer = acting("officer")
    coding.draw_sample(officer, no)
    for coder in ("neighbour", "auditor"):
        coding.name_coder(officer, no, f"{coder}@moothill.example")
        for seq in range(1, 14):
            code = Given("none" if seq == 1 else "qualified", QUOTE)
            others = {Aspect.CONTENT: Given("neutral", QUOTE), Aspect.RESPECT: Given("value", QUOTE)}
            coding.code_message(acting(coder), no, seq, {Aspect.JUSTIFICATION: code} | others)


def test_all_measures_go_into_the_report_and_its_files(
    app: Flask, lorn: World, acting: Acting, reader_as: ReaderAs, room: Talked
) -> None:
    parts, people = installation(app), seat(installation(app), room, 40)
    say(parts, room, *people[:12])
    officer, no = acting("officer"), room.room_id
    answer_everything(app, officer, no, people)
    code_everything(acting, no)
    report = reader_as(None).open(f"/rooms/{no}/report").text
    for words in ("What participants marked", "From which answer to which", "Share of the area", "Coded alike"):
        assert words in report
    table = reader_as(None).open(f"/rooms/{no}/measures.csv").text
    assert "views change,The bench is worth it,more,20,exactly" in table
    assert "reach,Age: Under 25,people,20,exactly" in table
    assert "codes,justification,kappa,1/1," in table
    told = reader_as(None).open(f"/rooms/{no}/measures.json").json
    assert told
    assert set(told) == {"rows", "sample"}
    officer.sequence_log()
    log = reader_as(None).open("/log").text
    assert "coded message" in log
    assert "cannot be read" not in log


def test_files_of_a_room_without_measures_are_empty_and_with_a_facilitator_name_one(
    facilitator: Reader, room: Talked
) -> None:
    assert facilitator.open(f"/rooms/{room.room_id}/measures.csv").text.split() == [
        "\ufeffmeasure,of,answer,number,told"
    ]
    facilitator.open(f"/rooms/{room.room_id}/talk")
    facilitator.send("/talk/facilitation", facilitator="Fearghas", employer="Lorn Council", stand="employed")
    told = facilitator.open(f"/rooms/{room.room_id}/measures.json").json
    assert told
    assert told["facilitation"]["stand"] == "employed"
