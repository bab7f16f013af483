"""Asking for a reminder and ending it: by page, by link, and by the mail program itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pb_app.models.reminders import Reminder
from pb_app.services import voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    closes = datetime.now(UTC) + timedelta(days=3)
    return ballot_box.opened(installation(app), lorn, closes_at=closes)


def kept(poll: Voting) -> list[Reminder]:
    with poll.system() as uow:
        return list(uow.session.scalars(select(Reminder)))


def test_a_reminder_is_asked_for_and_cancelled_on_its_page(poll: Voting, reader_as: ReaderAs) -> None:
    resident = reader_as("resident")
    resident.open(f"/polls/{poll.poll_no}/reminder")
    resident.send("/reminder")
    assert "You get one letter in the last day" in resident.text
    (wish,) = kept(poll)
    assert f"/polls/{poll.poll_no}/vote" in wish.body
    assert wish.unsubscribe in wish.body
    resident.send("/reminder/cancelled")
    assert kept(poll) == []
    assert resident.open("/polls/99/reminder").status_code == 404
    assert "/sign-in" in reader_as(None).open(f"/polls/{poll.poll_no}/reminder").request.path


def test_the_page_is_the_same_for_who_has_voted_and_who_has_not(poll: Voting, reader_as: ReaderAs) -> None:
    with poll.acting("resident") as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)
        voting.cast_ballot(uow, poll.poll_no, ["P01"], bytes(16))
    texts = []
    for who in ("resident", "councillor"):
        reader = reader_as(who)
        reader.open(f"/polls/{poll.poll_no}/reminder")
        texts.append(reader.text.partition("<h1")[2].partition("csrf_token")[0])
    assert texts[0] == texts[1]


def test_a_mail_program_ends_reminders_with_one_press_and_no_page(
    app: Flask, poll: Voting, reader_as: ReaderAs
) -> None:
    resident = reader_as("resident")
    resident.open(f"/polls/{poll.poll_no}/reminder")
    resident.send("/reminder")
    address = kept(poll)[0].unsubscribe.partition("//")[2].partition("/")[2]
    program = app.test_client()
    wrong = program.post(f"/{address}0", data={"List-Unsubscribe": "One-Click"})
    assert wrong.status_code == 400
    assert len(kept(poll)) == 1
    assert program.post(f"/{address}", data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert kept(poll) == []


def test_a_link_that_is_only_opened_ends_nothing(poll: Voting, reader_as: ReaderAs) -> None:
    resident, anyone = reader_as("resident"), reader_as(None)
    resident.open(f"/polls/{poll.poll_no}/reminder")
    resident.send("/reminder")
    address = "/" + kept(poll)[0].unsubscribe.partition("//")[2].partition("/")[2]
    anyone.open(address)
    assert len(kept(poll)) == 1
    anyone.send(address)
    assert "You get no more reminders" in anyone.text
    assert kept(poll) == []
