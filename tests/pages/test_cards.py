"""Claiming by the number of a card: asked for where it counts, and guessed at only a few times."""

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
NUMBER = "6335 9712 3456 7890"


@pytest.fixture
def poll(app: Flask, lorn: World, reader_as: ReaderAs) -> Voting:
    """A poll that takes Young Scot cards, decided on its page and opened."""
    drafted = ballot_box.drafted(installation(app), lorn)
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{drafted.poll_no}/eligibility")
    assert officer.send("/eligibility", connections=["live"], young_scot="six").status_code == 422
    officer.send("/eligibility", connections=["live"], young_scot="633597, 633598")
    officer.open(f"/officers/polls/{drafted.poll_no}/eligibility")
    assert "633597, 633598" in officer.text
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    return drafted


def test_a_card_will_do_in_place_of_a_postcode(poll: Voting, reader_as: ReaderAs) -> None:
    anyone, resident = reader_as(None), reader_as("resident")
    anyone.open(f"/polls/{poll.poll_no}/check")
    assert "the number of a Young Scot card" in anyone.text
    anyone.send("/check", card=NUMBER)
    assert "Yes, you can vote" in anyone.text
    resident.open(f"/polls/{poll.poll_no}/vote")
    assert resident.send("/roll", declaration="y").status_code == 422
    resident.send("/roll", card=NUMBER, declaration="y")
    assert "/ballot/check" in resident.text


def test_numbers_are_guessed_at_a_few_times_only(poll: Voting, reader_as: ReaderAs) -> None:
    resident = reader_as("resident")
    answers = []
    for guess in range(12):
        resident.open(f"/polls/{poll.poll_no}/vote")
        answers.append(resident.send("/roll", card=f"{guess:016d}", declaration="y").status_code)
    assert answers == [422] * 10 + [429] * 2
