"""Statements as pages: taken by a facilitator, answered by plain forms, shown when they may be."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.models.opinions import Results
from pb_app.web.unit_of_work import installation
from tests.opinion_stories import fill
from tests.pages.reader import Reader
from tests.rooms_world import Talked, open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def room(app: Flask, lorn: World) -> Talked:
    return open_room(installation(app), lorn)


def address(room: Talked) -> str:
    return f"/rooms/{room.room_id}/opinions"


@pytest.fixture
def taken(reader_as: ReaderAs, room: Talked) -> Talked:
    facilitator = reader_as("facilitator")
    assert "Take statements in this room" in facilitator.open(f"/rooms/{room.room_id}").text
    facilitator.open(f"/rooms/{room.room_id}/statements/settings")
    assert (
        "Statements are taken in this room now."
        in facilitator.send("/settings", most_each="2", results="after_own").text
    )
    return room


def add(reader: Reader, room: Talked, text: str) -> str:
    reader.open(address(room))
    return reader.send("/statements", body=text).text


def test_a_statement_goes_from_form_to_answer_without_javascript(reader_as: ReaderAs, taken: Talked) -> None:
    assert "Your statement is added." in add(reader_as("resident"), taken, "More <b>benches</b>")
    neighbour = reader_as("neighbour")
    assert "1 statement is waiting for you." in neighbour.open(address(taken)).text
    drawn = neighbour.send("/statements/draw").text
    assert address(taken) in neighbour.client.get(f"/rooms/{taken.room_id}").text
    assert '<blockquote class="mh-opinion__statement">More &lt;b&gt;benches&lt;/b&gt;</blockquote>' in drawn
    answered = neighbour.send("/statements/1/opinion", button="sign").text
    assert "You have given your opinion on every statement there is." in answered
    assert "You said: Agree" in answered
    assert "Figures are shown from ten on." in answered
    changed = neighbour.send("/statements/1/opinion", button="sign", sign="-1").text
    assert "You said: Disagree" in changed


def test_others_see_neither_an_opinion_nor_who_gave_it(reader_as: ReaderAs, taken: Talked) -> None:
    add(reader_as("resident"), taken, "More benches")
    page = reader_as(None).open(address(taken)).text
    assert "Sign in to give your opinion" in page
    assert "Results are shown to those who have given an opinion" in page
    assert "Rhona" not in page
    assert reader_as(None).open(f"{address(taken)}.csv").status_code == 403


def test_what_is_much_alike_is_shown_and_the_words_are_kept(reader_as: ReaderAs, taken: Talked) -> None:
    add(reader_as("resident"), taken, "More benches by the shore")
    neighbour = reader_as("neighbour")
    shown = add(neighbour, taken, "More benches at the shore")
    assert "Is it one of these?" in shown
    assert "More benches by the shore" in shown
    assert "More benches at the shore" in shown
    assert "Your statement is added." in neighbour.send("/statements").text


@pytest.mark.parametrize(("text", "why"), [("", "Write something first."), ("x" * 141, "You have written 141.")])
def test_a_refused_statement_comes_back_with_its_words(reader_as: ReaderAs, taken: Talked, text: str, why: str) -> None:
    resident = reader_as("resident")
    page = add(resident, taken, text)
    assert resident.page
    assert resident.page.status_code == 422
    assert why in page
    assert text in page


def test_an_opinion_that_is_none_and_one_on_what_was_not_drawn_are_refused(reader_as: ReaderAs, taken: Talked) -> None:
    add(reader_as("resident"), taken, "More benches")
    neighbour = reader_as("neighbour")
    neighbour.open(address(taken))
    neighbour.send("/statements/draw")
    form = dict(neighbour.form("/statements/1/opinion").answers)
    assert neighbour.client.post(f"/rooms/{taken.room_id}/statements/1/opinion", data=form).status_code == 422
    assert neighbour.send("/statements/1/opinion", button="sign", sign="7").status_code == 422
    other = reader_as("officer")
    other.open(address(taken))
    token = dict(other.form("/statements/draw").answers)
    answer = other.client.post(f"/rooms/{taken.room_id}/statements/1/opinion", data={**token, "sign": "1"})
    assert answer.status_code == 409


def test_a_facilitator_hides_a_statement_and_closes(reader_as: ReaderAs, taken: Talked) -> None:
    add(reader_as("resident"), taken, "My neighbour is loud")
    facilitator = reader_as("facilitator")
    facilitator.open(f"/rooms/{taken.room_id}/statements/1/hiding")
    assert facilitator.send("/hiding", reason="").status_code == 422
    assert facilitator.send("/hiding", reason="x" * 501).status_code == 422
    hidden = facilitator.send("/hiding", reason="It names a neighbour.").text
    assert "Hidden by a facilitator: It names a neighbour." in hidden
    assert facilitator.open(f"/rooms/{taken.room_id}/statements/1/hiding").status_code == 404
    facilitator.open(address(taken))
    assert "Statements are closed, and everybody can see the results." in facilitator.send("/statements/close").text
    page = reader_as("neighbour").open(address(taken)).text
    assert "loud" not in page
    assert "Statements are closed here." in page


def test_settings_are_refused_with_what_was_typed(reader_as: ReaderAs, taken: Talked) -> None:
    facilitator = reader_as("facilitator")
    facilitator.open(f"/rooms/{taken.room_id}/statements/settings")
    refused = facilitator.send("/settings", most_each="99")
    assert (refused.status_code, "Enter a number from 1 to 20." in refused.text) == (422, True)
    assert 'value="99"' in refused.text
    assert facilitator.send("/settings", results="never").status_code == 422
    assert reader_as("resident").open(f"/rooms/{taken.room_id}/statements/settings").status_code == 403


def test_a_list_is_always_there_and_a_map_where_groups_are_large_enough(
    app: Flask, lorn: World, reader_as: ReaderAs, room: Talked
) -> None:
    fill(installation(app), lorn, room, 30, 20)
    neighbour = reader_as("neighbour")
    neighbour.open(address(room))
    neighbour.send("/statements/draw")
    number = neighbour.text.split("/statements/")[1].split("/")[0]
    neighbour.send(f"/statements/{number}/opinion", button="sign")
    page = reader_as(None).open(f"{address(room)}?statement=2").text
    assert "51 people have given an opinion." in page
    assert "What is agreed on across the groups" in page
    assert '<svg class="mh-map"' in page
    assert "The dots are coloured by statement 2: The ferry should run later" in page
    assert "Every statement, in the order in which they were added" in page
    assert reader_as(None).open(f"{address(room)}.csv").text.count("\n") > 12
    assert reader_as(None).open(f"{address(room)}.json").is_json
    draws = reader_as(None).open(f"{address(room)}/draws").text
    assert "There were 2 draws." in draws
    assert "gave the same" in draws


def test_below_twenty_people_there_is_the_list_alone(
    app: Flask, lorn: World, reader_as: ReaderAs, room: Talked
) -> None:
    fill(installation(app), lorn, room, 8, 7, results=Results.AFTER_CLOSE)
    assert "Results are shown to everybody once statements are closed." in reader_as(None).open(address(room)).text
    facilitator = reader_as("facilitator")
    facilitator.open(address(room))
    page = facilitator.send("/statements/close").text
    assert "There is no map" in page
    assert "More benches by the shore" in page
    assert "Nothing has been drawn yet." in facilitator.open(f"{address(room)}/draws").text


def test_a_room_without_statements_has_no_such_page(reader_as: ReaderAs, room: Talked) -> None:
    assert reader_as(None).open(address(room)).status_code == 404
