"""Assisted voting by its pages: two lines of consent, what is read aloud, and a receipt to hand over."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app import box
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.plain_text import said_in_english
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]
HERE = "/officers/stations/1/assisted"
ANN = {"name": "Ann", "born": "1970-01-31"}


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def at_station(officer: Reader) -> None:
    officer.open("/officers/polls/1/stations")
    officer.send("/stations", name="Library", place="High Street", hours="10 to 4")
    officer.open("/officers/stations/1")
    officer.send("/marks", button="to", postcode=POSTCODE, **ANN)


def test_somebody_is_helped_to_vote_and_takes_the_receipt_home(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    at_station(officer)
    officer.open(HERE)
    officer.send("/check", marks_1="1 3", **ANN)
    assert "Nobody is helped to vote without agreeing to this" in officer.text
    officer.send("/check", marks_1="9", asked="y", own_choice="y", **ANN)
    assert "9 is no project of this paper" in officer.text
    officer.send("/check", marks_1="1 3", asked="y", own_choice="y", **ANN)
    assert "Harbour path lights" in officer.text
    officer.send("/assisted", button="to")
    assert 'value="1 3"' in officer.text
    officer.send("/check")
    officer.send("/assisted")
    assert "Their vote is in" in officer.text
    assert officer.page is not None
    assert officer.page.headers["Cache-Control"] == "no-store"
    with poll.system() as uow:
        assert box.waiting(uow.session, poll.poll_id) == 1
    officer.open(HERE)
    officer.send("/check", marks_1="", asked="y", own_choice="y", **ANN)
    assert "None of these" in officer.text
    officer.send("/assisted", secret="short")
    assert "came in damaged" in officer.text


def test_the_pages_of_help_are_in_gaelic_too(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    at_station(officer)
    assert said_in_english(officer.open("/gd" + HERE).text.replace("Library", "")) == []
    assert said_in_english(officer.open("/gd/officers/stations/1").text.replace("Library", "")) == []
    assert said_in_english(officer.open("/gd/officers/polls/1/stations").text.replace("Library", "")) == []
    assert "An officer of this place can help" in reader_as("approver").open(HERE).text
