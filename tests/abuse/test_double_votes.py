"""One person, many ways to look like two: tabs, retries, mailboxes, spellings, sessions (A1-A3, A6, A65, A68)."""

import re
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ballots.errors import BadBallot
from pb_app import box, receipts
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Refusal
from pb_app.services import people, voting
from pb_app.services.voting import Receipt
from pb_app.web.unit_of_work import Installation, installation
from tests.abuse.doors import token_of
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE

ReaderAs = Callable[[str | None], Reader]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")
NEVER = 10**9
TABS = 8


@dataclass
class Ready:
    """Somebody's browser with a checked ballot in its form."""

    reader: Reader
    address: str
    form: dict[str, str]

    def press(self) -> TestResponse:
        """Press the button."""
        return self.reader.client.post(self.address, data=self.form)


def make_ready(poll: Voting, reader: Reader, who: str) -> Ready:
    """The browser of somebody who is on the roll."""
    claimed(poll, who)
    form = {"csrf_token": token_of(reader), "projects": "P01", "secret": secrets.token_hex(16)}
    return Ready(reader, f"/polls/{poll.poll_no}/ballot", form)


@contextmanager
def outage(engine: Engine) -> Iterator[list[int]]:
    """Let the database go away after so many statements; the number stands in the list."""
    after = [NEVER]

    def count(*_statement: object) -> None:
        after[0] -= 1
        if after[0] < 0:
            raise OperationalError("", {}, Exception("gone"))

    event.listen(engine, "before_cursor_execute", count)
    yield after
    event.remove(engine, "before_cursor_execute", count)


def marks_and_ballots(parts: Installation, poll: Voting) -> tuple[int, int]:
    """How many have voted by the roll, and how many ballots there are."""
    with parts.database.session() as session:
        marked = sum(queries.marks_by_channel(session, poll.poll_id).values())
        return marked, box.waiting(session, poll.poll_id)


def claimed(poll: Voting, who: str | int) -> None:
    with poll.acting(who) as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)


def cast(poll: Voting, who: str | int, secret: bytes, *marks: str) -> Receipt | Refusal:
    with poll.acting(who) as uow:
        try:
            return voting.cast_ballot(uow, poll.poll_no, marks or ("P01",), secret)
        except Refusal as refused:
            return refused


def test_a_button_pressed_in_every_tab_at_once_gives_one_receipt_to_all(opened: Voting, parts: Installation) -> None:
    claimed(opened, "resident")
    start = threading.Barrier(TABS)

    def press(_tab: int) -> Receipt | Refusal:
        start.wait()
        return cast(opened, "resident", b"s" * 16)

    with ThreadPoolExecutor(TABS) as tabs:
        answers = list(tabs.map(press, range(TABS)))
    assert all(isinstance(answer, Receipt) for answer in answers), answers
    assert len({(answer.code, answer.note) for answer in answers if isinstance(answer, Receipt)}) == 1
    assert sum(answer.is_new for answer in answers if isinstance(answer, Receipt)) == 1
    assert marks_and_ballots(parts, opened) == (1, 1)


SAME_MAILBOX = {
    "a tag": ("rhona@example.scot", "rhona+two@example.scot"),
    "an empty tag": ("rhona@example.scot", "rhona+@example.scot"),
    "tags upon tags": ("rhona@example.scot", "rhona+a+b+c@example.scot"),
    "capitals": ("rhona@example.scot", "RHONA@Example.SCOT"),
    "spaces": ("rhona@example.scot", "  rhona@example.scot\t"),
    "an accent in two ways": ("màiri@example.scot", "ma\u0300iri@example.scot"),
    "wide letters": ("rhona@example.scot", "\uff52hona@example.scot"),
    "a wide dot and at": ("rhona@example.scot", "rhona\uff20example\uff0escot"),
    "a domain in two alphabets": ("rhona@b\u00fccher.example", "rhona@xn--bcher-kva.example"),
    "dots at a provider that passes them over": ("rhonamhor@gmail.com", "r.hona.mhor@gmail.com"),
    "two names of one provider": ("rhonamhor@gmail.com", "rhonamhor@googlemail.com"),
}


def on_the_roll(address: str) -> bytes:
    """How a roll knows whoever signs in with this address."""
    return receipts.person_key(b"k" * 32, receipts.mailbox_identity(receipts.normalised_email(address)))


@pytest.mark.parametrize(("one", "other"), SAME_MAILBOX.values(), ids=SAME_MAILBOX.keys())
def test_one_mailbox_is_one_person_on_the_roll(one: str, other: str) -> None:
    assert on_the_roll(one) == on_the_roll(other)


DIFFERENT = (
    ("rhona@example.scot", "r.hona@example.scot"),
    ("rhona@a.example", "rhona@b.example"),
)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_people_are_not_taken_for_one(one: str, other: str) -> None:
    assert on_the_roll(one) != on_the_roll(other)


def test_a_second_account_of_one_mailbox_finds_that_it_has_voted(opened: Voting, parts: Installation) -> None:
    with opened.system() as uow:
        known = people.introduce_people(uow, dict.fromkeys(SAME_MAILBOX["a tag"], "Rhona"))
    for person_id in known.values():
        claimed(opened, person_id)
    first, second = (cast(opened, person_id, bytes([n]) * 16) for n, person_id in enumerate(known.values()))
    assert isinstance(first, Receipt)
    assert isinstance(second, Conflict)
    assert marks_and_ballots(parts, opened) == (1, 1)


NOT_ON_THE_PAPER = (["P01", "P01"], ["P99"], ["P01\x00"], ["p01"], [""], ["P01"] * 50_000, ["P01,P02"], ["\ud800"])


def test_marks_that_no_paper_offers_make_no_vote(opened: Voting, parts: Installation) -> None:
    claimed(opened, "resident")
    for marks in NOT_ON_THE_PAPER:
        with opened.acting("resident") as uow, pytest.raises(BadBallot):
            voting.cast_ballot(uow, opened.poll_no, marks, b"s" * 16)
    assert marks_and_ballots(parts, opened) == (0, 0)


@pytest.fixture
def ready(app: Flask, open_poll: Voting, reader_as: ReaderAs) -> Ready:
    """Somebody on the roll, before the button."""
    return make_ready(open_poll, reader_as("resident"), "resident")


def test_a_captured_ballot_is_worth_nothing_after_signing_out(app: Flask, ready: Ready, open_poll: Voting) -> None:
    captured = ready.reader.client.get_cookie("moothill")
    assert captured
    ready.reader.client.post("/sign-out", data={"csrf_token": ready.form["csrf_token"]})
    ready.reader.client.set_cookie("moothill", captured.value)
    answer = ready.press()
    assert answer.status_code == 302
    assert "/sign-in" in answer.location
    assert marks_and_ballots(installation(app), open_poll) == (0, 0)


def test_a_form_of_somebody_else_s_makes_a_ballot_of_one_s_own(
    app: Flask, ready: Ready, open_poll: Voting, reader_as: ReaderAs
) -> None:
    mine = ready.press()
    other = make_ready(open_poll, reader_as("neighbour"), "neighbour")
    other.form["secret"] = ready.form["secret"]
    theirs = other.press()
    assert (mine.status_code, theirs.status_code) == (201, 201)
    code = CODE.search(mine.text)
    assert code
    assert code[0] not in theirs.text
    assert marks_and_ballots(installation(app), open_poll) == (2, 2)


def test_whatever_fails_while_a_ballot_is_cast_leaves_nothing_and_the_next_try_counts(
    app: Flask, ready: Ready, open_poll: Voting
) -> None:
    parts = installation(app)
    answers = []
    with outage(parts.database.engine) as after:
        while not answers or answers[-1].status_code == 503:
            after[0] = len(answers)
            answers.append(ready.press())
            after[0] = NEVER
            marks, ballots = marks_and_ballots(parts, open_poll)
            assert marks == ballots, len(answers)
    assert len(answers) > 10
    assert answers[-1].status_code in (200, 201)
    assert CODE.search(answers[-1].text)
    assert marks_and_ballots(parts, open_poll) == (1, 1)


def test_an_answer_that_was_lost_is_given_again(
    app: Flask, ready: Ready, open_poll: Voting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ballot is in, and the connection breaks before anybody hears of it."""
    commit = Session.commit

    def lost(session: Session) -> None:
        commit(session)
        raise OperationalError("COMMIT", {}, Exception("gone"))

    with monkeypatch.context() as patch:
        patch.setattr(Session, "commit", lost)
        assert ready.press().status_code == 503
    again = ready.press()
    assert again.status_code == 200
    assert CODE.search(again.text)
    assert marks_and_ballots(installation(app), open_poll) == (1, 1)
