"""The rules of rooms as pages: written by officers, read by anybody, linked where people write."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.web.unit_of_work import installation
from tests.pages.reader import Reader
from tests.rooms_world import open_room
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
DESK = "/officers/partnerships/lorn/rules"
PAGE = "/partnerships/lorn/rules"


def test_the_usual_rules_hold_until_a_partnership_writes_its_own(reader_as: ReaderAs) -> None:
    page = reader_as(None).open(PAGE)
    assert "has not published rules of its own yet" in page.text
    assert "No private details" in page.text


def test_an_officer_begins_with_the_usual_rules_and_publishes_a_version(reader_as: ReaderAs) -> None:
    oighrig = reader_as("officer")
    assert "Nothing unlawful" in oighrig.open(DESK).text
    assert "The rules are published." in oighrig.send("/rules").text
    oighrig.open(DESK)
    page = oighrig.send("/rules", english="Be <kind>\nTo people.", gaelic="")
    assert "Version 2" in page.text
    assert "Be &lt;kind&gt;" in page.text
    earlier = reader_as(None).open(f"{PAGE}/1").text
    assert "It no longer holds." in earlier
    assert "Nothing unlawful" in earlier
    assert reader_as(None).open(f"{PAGE}/3").status_code == 404


def test_gaelic_rules_stand_on_gaelic_pages_and_english_ones_where_there_are_none(reader_as: ReaderAs) -> None:
    oighrig = reader_as("officer")
    oighrig.open(DESK)
    oighrig.send("/rules", english="Be kind\nTo people.", gaelic="Bi coibhneil\nRi daoine.")
    assert "Bi coibhneil" in reader_as(None).open(f"/gd{PAGE}").text
    oighrig.open(DESK)
    oighrig.send("/rules", english="Be kind\nTo people.", gaelic="")
    assert "Be kind" in reader_as(None).open(f"/gd{PAGE}").text
    assert "Bi coibhneil" not in oighrig.open(DESK).text


def test_refused_rules_come_back_as_they_were_written(reader_as: ReaderAs) -> None:
    oighrig = reader_as("officer")
    oighrig.open(DESK)
    answer = oighrig.send("/rules", english="Only a name", gaelic="")
    assert answer.status_code == 422
    assert "Rule 1 has a name and no text" in answer.text
    assert "Only a name" in answer.text
    assert oighrig.send("/rules", english=" ", gaelic="").status_code == 422


def test_an_officer_who_comes_second_reads_why(reader_as: ReaderAs) -> None:
    oighrig, osgar = reader_as("officer"), reader_as("second_officer")
    oighrig.open(DESK)
    osgar.open(DESK)
    oighrig.send("/rules")
    answer = osgar.send("/rules", english="Mine\nOnly mine.", gaelic="")
    assert answer.status_code == 409
    assert "Somebody else has published rules" in answer.text
    assert "Only mine." in answer.text


@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("facilitator", 403), ("other_officer", 200)])
def test_others_do_not_write_the_rules(reader_as: ReaderAs, who: str, status: int) -> None:
    page = reader_as(who).open(DESK)
    assert page.status_code == status
    assert "<textarea" not in page.text


@pytest.mark.parametrize("path", ["/officers/partnerships/nowhere/rules", "/partnerships/nowhere/rules"])
def test_a_partnership_that_is_not_there_has_no_rules(reader_as: ReaderAs, path: str) -> None:
    assert reader_as("officer").open(path).status_code == 404


def test_whoever_writes_in_a_room_finds_its_rules(app: Flask, lorn: World, reader_as: ReaderAs) -> None:
    room = open_room(installation(app), lorn)
    assert f'href="{PAGE}"' in reader_as("resident").open(f"/proposals/{room.proposal_no}/room").text
