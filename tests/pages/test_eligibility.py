"""The pages that say who may vote: to officers in draft, to anyone before signing in, to whoever claims."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.services import polls
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import World

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def leith(app: Flask, lorn: World, reader_as: ReaderAs) -> Voting:
    """A poll for those aged 8 or over who live or work there, decided on its page and opened."""
    drafted = ballot_box.drafted(installation(app), lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{drafted.poll_no}/eligibility")
    assert officer.send("/eligibility", least_age="900").status_code == 422
    officer.send("/eligibility", least_age="8", connections=["live", "work"])
    assert "The rules are kept" in officer.text
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    officer.open(f"/officers/polls/{drafted.poll_no}/eligibility")
    assert "You are aged 8 or over." in officer.text
    return drafted


def test_anyone_can_check_first_whether_they_may_vote(leith: Voting, reader_as: ReaderAs) -> None:
    anyone = reader_as(None)
    address = f"/polls/{leith.poll_no}/check"
    anyone.open(address)
    assert "You are aged 8 or over." in anyone.text
    assert "you work there" in anyone.text
    assert anyone.send("/check", postcode="", age="within", connection="work").status_code == 422
    anyone.open(address)
    assert anyone.send("/check", postcode="PA34 4AB", connection="work").status_code == 422
    assert "Say how old you are." in anyone.text
    assert anyone.send("/check", postcode="FK1 1AA", age="within", connection="work").status_code == 422
    anyone.send("/check", postcode="PA34 4AB", age="within", connection="work")
    assert "Yes, you can vote" in anyone.text
    anyone.open(address)
    anyone.send("/check", postcode="PA34 4AB", age="younger", connection="live")
    assert "Not in this vote" in anyone.text
    assert "What you can do instead" in anyone.text
    assert anyone.client.get("/polls/99/check").status_code == 404


def test_whoever_is_too_young_sees_a_page_that_says_what_else_they_can_do(leith: Voting, reader_as: ReaderAs) -> None:
    resident = reader_as("resident")
    resident.open(f"/polls/{leith.poll_no}/vote")
    page = resident.send("/roll", postcode="PA34 4AB", age="younger", connection="live", declaration="y")
    assert page.status_code == 403
    assert "This vote is for people aged 8 or over." in resident.text
    resident.open(f"/polls/{leith.poll_no}/vote")
    resident.send("/roll", postcode="PA34 4AB", age="within", connection="work", declaration="y")
    assert "/ballot/check" in resident.text
