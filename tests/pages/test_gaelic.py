"""Under /gd every page of a vote and its result is in Gaelic, marked as such, and says nothing in English."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from pb_app.models.partnerships import Partnership
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.plain_text import said_in_english
from tests.pages.poll_stories import sequence
from tests.pages.reader import Reader
from tests.world import ELSEWHERE, World

ReaderAs = Callable[[str | None], Reader]
STANDING = ("/", "/sign-in", "/accessibility", "/privacy", "/cookies", "/credits", "/log", "/partnerships/lorn")


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def in_gaelic(reader: Reader, status: int = 200) -> None:
    """The open page is Gaelic through and through."""
    assert reader.page is not None
    assert reader.page.status_code == status
    assert '<html lang="gd"' in reader.text
    assert said_in_english(reader.text) == []


def test_an_english_sentence_on_a_page_is_noticed() -> None:
    page = '<p lang="en">Sign out</p><p title="Sign in">Choose at most 3 projects.</p><br><b>Tha sibh air bhòtadh</b>'
    assert said_in_english(page) == ["Sign in", "Choose at most 3 projects."]


def test_an_english_page_is_full_of_english(reader_as: ReaderAs, poll: Voting) -> None:
    reader = reader_as(None)
    reader.open(f"/polls/{poll.poll_no}")
    assert len(said_in_english(reader.text)) > 10


@pytest.mark.parametrize("address", STANDING)
def test_standing_pages_are_in_gaelic(reader_as: ReaderAs, poll: Voting, address: str) -> None:
    reader = reader_as(None)
    reader.open("/gd" + address)
    in_gaelic(reader)


def test_a_vote_is_cast_in_gaelic_from_the_postcode_to_the_receipt(reader_as: ReaderAs, poll: Voting) -> None:
    reader = reader_as("resident")
    reader.open(f"/gd/polls/{poll.poll_no}/vote")
    in_gaelic(reader)
    reader.send("/roll", postcode=ELSEWHERE, declaration="y")
    in_gaelic(reader, 422)
    reader.send("/roll", postcode="PA34 4AB", declaration="y")
    in_gaelic(reader)
    reader.send("/ballot/check", projects=["P01", "P02", "P03"])
    in_gaelic(reader, 422)
    reader.send("/ballot/check", projects=["P01", "P03"])
    in_gaelic(reader)
    reader.send("/ballot")
    in_gaelic(reader, 201)
    reader.open(f"/gd/polls/{poll.poll_no}/ballot")
    in_gaelic(reader)


def test_the_round_and_its_poll_are_read_in_gaelic(reader_as: ReaderAs, poll: Voting) -> None:
    reader = reader_as(None)
    for address in (f"/polls/{poll.poll_no}", "/localities/oban", "/rounds/1"):
        reader.open("/gd" + address)
        in_gaelic(reader)
    reader.open(f"/gd/polls/{poll.poll_no}/box")
    in_gaelic(reader)


def test_a_result_is_explained_in_gaelic(app: Flask, reader_as: ReaderAs, published: int) -> None:
    sequence(app)
    reader = reader_as(None)
    for address in ("", "/gym", "/park", "/bike", "/play"):
        reader.open(f"/gd/polls/{published}/result{address}")
        in_gaelic(reader)
    for address in ("/rounds/1", "/log", "/log/0", "/localities/oban/budget"):
        reader.open("/gd" + address)
        in_gaelic(reader)


def test_a_page_that_is_not_there_says_so_in_gaelic(reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as(None)
    for address in ("/nowhere", "/polls/99", "/rounds/99/"):
        reader.open("/gd" + address)
        in_gaelic(reader, 404)


def test_an_answer_that_no_form_gave_is_refused_in_gaelic(reader_as: ReaderAs, poll: Voting) -> None:
    reader = reader_as("resident")
    reader.open(f"/gd/polls/{poll.poll_no}/vote")
    reader.send("/roll", postcode="PA34 4AB", declaration="y")
    reader.send("/ballot/check", projects=["P77"])
    in_gaelic(reader, 422)


def test_a_partnership_goes_by_its_gaelic_name_where_it_has_one(app: Flask, reader_as: ReaderAs, lorn: World) -> None:
    reader = reader_as(None)
    assert "Lorn Community Planning Partnership</title>" in reader.open("/gd/").text
    parts = installation(app)
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        uow.session.execute(update(Partnership).values(name_gd="Com-pàirteachas Latharna"))
        uow.session.commit()
    uow.close()
    told = reader.open("/gd/").text
    assert "Com-pàirteachas Latharna</title>" in told
    assert "Air a ruith le Com-pàirteachas Latharna." in told
    assert "Com-pàirteachas Latharna" not in reader.open("/sign-in").text
