"""The page on which an officer reads a list of people, looks at what was read and takes it in."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from pb_app.services import polls
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
LIST = b"email\nresident@moothill.example\n=1+1@moothill.example\nresident+two@moothill.example\n"


@pytest.fixture
def listed(app: Flask, lorn: World, reader_as: ReaderAs) -> Voting:
    """A poll for people on a list, decided on its page and opened."""
    drafted = ballot_box.drafted(installation(app), lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{drafted.poll_no}/eligibility")
    officer.send("/eligibility", connections=["live"], listed="y", each_channel="y")
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    return drafted


def hand_in(reader: Reader, listed: Voting, data: bytes, name: str = "people.csv") -> TestResponse:
    """Hand the file in on the page of the roll."""
    reader.open(f"/officers/polls/{listed.poll_no}/roll")
    form = reader.form("/roll")
    fields = dict(form.answers) | {"file": (io.BytesIO(data), name)}
    reader.page = reader.client.post(form.action, data=fields, content_type="multipart/form-data")
    return reader.page


def test_a_list_is_looked_at_before_it_takes_effect(listed: Voting, reader_as: ReaderAs) -> None:
    officer, resident, neighbour = reader_as("officer"), reader_as("resident"), reader_as("neighbour")
    assert hand_in(officer, listed, LIST).status_code == 200
    for told in ("A list was read and waits", "A cell begins like a formula", "stands on line 2 already", "2 lines"):
        assert told in officer.text
    assert "1+1" not in officer.text
    assert resident.open(f"/polls/{listed.poll_no}/vote").status_code == 403
    officer.send("/lists/1")
    assert "2 places on the roll are new." in officer.text
    resident.open(f"/polls/{listed.poll_no}/vote")
    assert "/ballot/check" in resident.text
    assert neighbour.open(f"/polls/{listed.poll_no}/vote").status_code == 403
    assert "Your address is not on the list" in neighbour.text


def test_a_file_that_is_no_list_is_refused_with_its_fault(listed: Voting, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    assert hand_in(officer, listed, "email\nmòr".encode("latin-1")).status_code == 422
    assert "CSV UTF-8" in officer.text
    assert hand_in(officer, listed, b"").status_code == 422
    assert hand_in(officer, listed, LIST, name="").status_code == 422
    assert "Choose a file" in officer.text


def test_who_only_looks_sees_no_form_and_others_see_nothing(listed: Voting, reader_as: ReaderAs) -> None:
    auditor = reader_as("auditor")
    auditor.open(f"/officers/polls/{listed.poll_no}/roll")
    assert "Read the list" not in auditor.text
    assert reader_as("other_officer").open(f"/officers/polls/{listed.poll_no}/roll").status_code == 404
    assert reader_as("resident").open(f"/officers/polls/{listed.poll_no}/roll").status_code == 403


def test_anyone_reads_that_the_vote_is_for_a_list(listed: Voting, reader_as: ReaderAs) -> None:
    anyone = reader_as(None)
    anyone.open(f"/polls/{listed.poll_no}/check")
    assert "You are on the list of people who may vote" in anyone.text
    assert "once online and once in person" in anyone.text
    assert 'name="postcode"' not in anyone.text
