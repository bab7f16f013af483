"""The pages of an objection to a place on the roll: officers, the person concerned, and everybody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]
WHY = "The house is in another county"


@pytest.fixture
def poll(app: Flask, lorn: World, reader_as: ReaderAs) -> Voting:
    """A poll that is open for ten days more, with the resident on its roll."""
    opened = ballot_box.opened(installation(app), lorn, closes_at=datetime.now(UTC) + timedelta(days=10))
    voter = reader_as("resident")
    voter.open(f"/polls/{opened.poll_no}/vote")
    voter.send("/roll", postcode=POSTCODE, declaration="y")
    return opened


def objected(poll: Voting, reader_as: ReaderAs) -> Reader:
    """An officer who has objected to the place of the resident."""
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{poll.poll_no}/strikes")
    officer.send("/strikes", email="resident@moothill.example", kind="not_here", words=WHY)
    return officer


def test_an_officer_objects_the_resident_replies_and_another_officer_strikes(poll: Voting, reader_as: ReaderAs) -> None:
    officer, voter, second = objected(poll, reader_as), reader_as("resident"), reader_as("second_officer")
    assert "A second person decides" in officer.text
    voter.open(f"/polls/{poll.poll_no}/strike")
    assert WHY in voter.text
    assert voter.send("/strike", words="").status_code == 422
    voter.send("/strike", words="I moved in May")
    assert "Your reply is kept" in voter.text
    second.open(f"/officers/polls/{poll.poll_no}/strikes")
    assert "I moved in May" in second.text
    second.send("/struck")
    assert "They are struck from the roll" in second.text
    assert "I moved in May" not in second.text
    assert voter.open(f"/polls/{poll.poll_no}/vote").status_code == 403
    assert "You are struck from the roll" in voter.text
    assert voter.open(f"/polls/{poll.poll_no}/strike").status_code == 404
    anyone = reader_as(None)
    anyone.open(f"/polls/{poll.poll_no}")
    assert "1 place was struck off the roll" in anyone.text


def test_a_place_may_stand(poll: Voting, reader_as: ReaderAs) -> None:
    objected(poll, reader_as)
    voter, second = reader_as("resident"), reader_as("second_officer")
    voter.open(f"/polls/{poll.poll_no}/strike")
    voter.send("/strike", words="I moved in May")
    second.open(f"/officers/polls/{poll.poll_no}/strikes")
    second.send("/dismissed")
    assert "Their place stands" in second.text
    token = dict(second.form("/strikes").answers)["csrf_token"]
    assert second.client.post("/officers/strikes/99/struck", data={"csrf_token": token}).status_code == 404


def test_what_was_typed_wrongly_stays_on_the_page(poll: Voting, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{poll.poll_no}/strikes")
    assert officer.send("/strikes", email="", words="").status_code == 422
    assert officer.send("/strikes", email="nobody@moothill.example", kind="age", words=WHY).status_code == 422
    assert "Nobody with this address stands on the roll" in officer.text
    assert WHY in officer.text


def test_too_long_a_reply_is_refused(poll: Voting, reader_as: ReaderAs) -> None:
    objected(poll, reader_as)
    voter = reader_as("resident")
    voter.open(f"/polls/{poll.poll_no}/strike")
    assert voter.send("/strike", words="x" * 2_001).status_code == 422
