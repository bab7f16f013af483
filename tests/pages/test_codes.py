"""Voting with the code of a letter, page by page, by somebody whom nobody knows."""

import io
import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from pypdf import PdfReader

from pb_app import box
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.plain_text import said_in_english
from tests.pages.reader import Reader
from tests.world import World

Readers = Callable[[str | None], Reader]
CODE = re.compile(r"[A-Z2-9]{5}-[A-Z2-9]{5}-[A-Z2-9]{5}")
CODES = "/officers/polls/1/codes"


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def letters(officer: Reader, **asked: str) -> PdfReader:
    """The letters of a new batch."""
    officer.open(CODES)
    officer.send("/codes", **({"number": "2", "purpose": "Library", "language": "en", "size": "11"} | asked))
    assert officer.page is not None
    assert officer.page.content_type == "application/pdf"
    return PdfReader(io.BytesIO(officer.page.data))


def codes_in(pdf: PdfReader) -> list[str]:
    return [found[0] for page in pdf.pages if (found := CODE.search(page.extract_text()))]


def test_a_letter_is_all_that_somebody_needs_to_vote(
    reader_as: Readers, poll: Voting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    code = codes_in(letters(reader_as("officer")))[0]
    voter = reader_as(None)
    voter.open("/polls/1/code")
    voter.send("/code", code=code.lower().replace("-", " "))
    assert "Choose the projects you support" in voter.text
    voter.send("/ballot/check", projects=["P01"])
    voter.send("/ballot")
    assert voter.page is not None
    assert voter.page.status_code == 201
    assert "Finish" in voter.text
    with poll.system() as uow:
        assert box.waiting(uow.session, poll.poll_id) == 1
    assert "You have voted" in voter.open("/polls/1/vote").text
    assert voter.page.headers["Cache-Control"] == "no-store"
    assert code not in caplog.text
    assert code.replace("-", "") not in caplog.text
    again = reader_as(None)
    again.open("/polls/1/code")
    again.send("/code", code=code)
    assert "has been used" in again.text


def test_wrong_codes_are_counted_and_then_there_is_a_pause(reader_as: Readers, poll: Voting) -> None:
    guesser = reader_as(None)
    guesser.open("/polls/1/code")
    guesser.send("/code", code="ABCDE-23456-FGHJ")
    assert "this has 14" in guesser.text
    guesser.send("/code", code="ABCDE-23456-FGHJK")
    assert "no code of this poll" in guesser.text
    assert "19 tries are left" in guesser.text
    for _ in range(19):
        guesser.send("/code", code="ABCDE-23456-FGHJK")
    assert "0 tries are left" in guesser.text
    guesser.send("/code", code="ABCDE-23456-FGHJK")
    assert guesser.page is not None
    assert guesser.page.status_code == 429


def test_whoever_is_signed_in_votes_with_the_account(reader_as: Readers, poll: Voting) -> None:
    code = codes_in(letters(reader_as("officer")))[0]
    resident = reader_as("resident")
    resident.open("/polls/1/code")
    resident.send("/code", code=code)
    assert "You are signed in" in resident.text
    nobody = reader_as(None)
    nobody.open("/polls/1/ballot")
    assert "Sign in" in nobody.text


def test_a_code_that_became_void_leads_back_to_where_codes_are_entered(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    code = codes_in(letters(officer))[0]
    voter = reader_as(None)
    voter.open("/polls/1/code")
    voter.send("/code", code=code)
    officer.open(CODES)
    officer.send("/codes/void", batch="1", serial="1", reason="It was taken")
    assert "1 code is void now" in officer.text
    assert "Vote with the code from your letter" in voter.open("/polls/1/vote").text
    officer.send("/codes/void", batch="1", serial="1", reason="It was taken")
    assert "no code of this number" in officer.text
    officer.send("/codes/void", button="to", batch="1", serial="2", reason="Lost", language="gd", size="18")
    assert officer.page is not None
    assert officer.page.content_type == "application/pdf"


def test_letters_are_tagged_and_come_in_gaelic(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    pdf = letters(officer, language="gd")
    assert pdf.trailer["/Root"]["/Lang"] == "gd-GB"  # type: ignore[index]
    assert "còd-bhòtaidh" in pdf.pages[0].extract_text()
    officer.open(CODES)
    officer.send("/codes", number="0", purpose="Library", language="en", size="11")
    assert "from 1 to" in officer.text
    officer.send("/codes", number="", purpose="", language="en", size="11")
    assert "Enter a whole number" in officer.text


def test_the_pages_of_codes_are_in_gaelic_too(reader_as: Readers, poll: Voting) -> None:
    officer = reader_as("officer")
    letters(officer)
    assert said_in_english(officer.open("/gd" + CODES).text.replace("Library", "")) == []
    voter = reader_as(None)
    voter.open("/gd/polls/1/code")
    voter.send("/code", code="ABCDE-23456-FGHJK")
    assert said_in_english(voter.text) == []
