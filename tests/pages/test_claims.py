"""Claims that wait: whoever made one sees that it waits, and an officer decides on the page."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from pb_app import bursts
from pb_app.models.people import OutboxMail
from tests.ballot_box import Voting
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def held(open_poll: Voting, reader_as: ReaderAs, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A resident whose claim waits, since every claim is one too many."""
    monkeypatch.setattr(bursts, "USUAL", 0)
    resident = reader_as("resident")
    resident.open(f"/gd/polls/{open_poll.poll_no}/vote")
    resident.send("/roll", postcode="PA34 4AB", declaration="y")
    return resident


def decide(officer: Reader, poll: Voting, button: str | None = None, **answers: object) -> int:
    """Decide on the claims of the first place that stands on the page."""
    officer.open(f"/officers/polls/{poll.poll_no}/claims")
    return officer.send("/claims/1", button, **answers).status_code


def letters(poll: Voting) -> list[str]:
    with poll.system() as uow:
        return list(uow.session.scalars(select(OutboxMail.body)))


def test_whoever_made_a_claim_sees_that_it_waits(held: Reader, open_poll: Voting) -> None:
    assert held.page is not None
    assert held.page.status_code == 202
    held.open(f"/polls/{open_poll.poll_no}/vote")
    assert "Your claim to vote waits for a look" in held.text


def test_an_officer_is_told_on_the_desk_and_lets_claims_through(
    held: Reader, open_poll: Voting, reader_as: ReaderAs
) -> None:
    officer = reader_as("officer")
    officer.open("/officers")
    assert "1 claim to vote waits for you" in officer.text
    assert decide(officer, open_poll) == 200
    assert "1 place on the roll is new." in officer.text
    assert "No claim waits." in officer.text
    assert f"/gd/polls/{open_poll.poll_no}/vote" in letters(open_poll)[0]
    held.open(f"/polls/{open_poll.poll_no}/vote")
    assert "/ballot/check" in held.text


def test_claims_are_refused_with_a_reason_only(held: Reader, open_poll: Voting, reader_as: ReaderAs) -> None:
    officer = reader_as("officer")
    assert decide(officer, open_poll, "to") == 422
    assert "Say why" in officer.text
    assert decide(officer, open_poll, "to", reason="Many addresses of one person") == 200
    assert "Many addresses of one person" in letters(open_poll)[0]
    held.open(f"/polls/{open_poll.poll_no}/vote")
    assert 'name="postcode"' in held.text
