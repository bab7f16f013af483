"""The pages on which two officers put the close off, and where everybody reads the new hour."""

from collections.abc import Callable
from datetime import timedelta

from pb_app.models.polls import Poll
from tests.ballot_box import Voting
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]


def later(open_poll: Voting) -> str:
    with open_poll.system() as uow:
        return (uow.session.get_one(Poll, open_poll.poll_no).closes_at + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")


def test_one_officer_proposes_and_another_approves(open_poll: Voting, reader_as: ReaderAs) -> None:
    address = f"/officers/polls/{open_poll.poll_no}/hours"
    officer, second = reader_as("officer"), reader_as("second_officer")
    officer.open(address)
    assert officer.send("/hours", closes_at="", reason="").status_code == 422
    officer.send("/hours", closes_at=later(open_poll), reason="Snow shut the library")
    assert "A second person, not the one who proposed it" in officer.text
    second.open(address)
    second.send("/extensions/1")
    assert "Every page says the new hour" in second.text
    anyone = reader_as(None)
    anyone.open(f"/polls/{open_poll.poll_no}")
    assert "Snow shut the library" in anyone.text


def test_an_hour_that_is_not_later_keeps_what_was_typed(open_poll: Voting, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{open_poll.poll_no}/hours")
    assert officer.send("/hours", closes_at="2020-01-01T12:00", reason="Snow shut the library").status_code == 422
    assert "Snow shut the library" in officer.text
    token = dict(officer.form("/hours").answers)["csrf_token"]
    assert officer.client.post("/officers/extensions/9", data={"csrf_token": token}).status_code == 404
