"""What the service does by itself is done in its time, one failure stops nothing else, and nothing is shouted."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, text

from config import Settings
from pb_app import background, box
from pb_app.background import Background, Postman, Step
from pb_app.models.people import OutboxMail
from pb_app.models.polls import Poll
from pb_app.queries.people import WaitingMail, waiting_mail
from pb_app.receipts import Channel
from pb_app.refusals import Conflict
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import World


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Deed:
    """Counts how often it was done, and fails while told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.done = 0
        self.failure = failure

    def __call__(self, _uow: UnitOfWork) -> None:
        self.done += 1
        if self.failure is not None:
            raise self.failure


def turns(work: Background, clock: Clock, seconds: int) -> None:
    for _ in range(seconds):
        work.tick()
        clock.now += 1


def test_each_step_is_done_in_its_time(parts: Installation, clock: Clock) -> None:
    often, seldom = Deed(), Deed()
    work = Background(parts, [Step("often", 1, often), Step("seldom", 30, seldom)], clock)
    turns(work, clock, 60)
    assert (often.done, seldom.done) == (60, 2)


def test_a_step_that_fails_stops_no_other_and_is_tried_less_and_less(parts: Installation, clock: Clock) -> None:
    bad, good = Deed(OSError("nobody@moothill.example")), Deed()
    work = Background(parts, [Step("bad", 1, bad), Step("good", 1, good)], clock)
    turns(work, clock, 60)
    assert (bad.done, good.done) == (6, 60)  # after 0, 1, 3, 7, 15 and 31 seconds
    bad.failure = None
    turns(work, clock, 60)
    assert bad.done > 40


def test_a_failure_is_told_once_a_minute_and_names_nobody(
    parts: Installation, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work = Background(parts, [Step("Delivering mail", 1, Deed(OSError("nobody@moothill.example")))], clock)
    with caplog.at_level(logging.ERROR):
        turns(work, clock, 55)
        assert [record.getMessage() for record in caplog.records] == [
            "Delivering mail failed and is tried again: OSError"
        ]
        turns(work, clock, 60)
    assert len(caplog.records) == 2


def test_a_refusal_is_told_in_its_own_words(
    parts: Installation, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    work = Background(parts, [Step("Step", 1, Deed(Conflict("Poll %(no)d is stuck.", no=4)))], clock)
    work.tick()
    assert [record.getMessage() for record in caplog.records] == ["Step failed and is tried again: Poll 4 is stuck."]


def test_when_the_database_is_gone_it_waits_and_goes_on_afterwards(parts: Installation, clock: Clock) -> None:
    def read(uow: UnitOfWork) -> None:
        uow.session.execute(text("SELECT 1"))

    reading = Step("reading", 1, read)
    work = Background(parts, [reading], clock)
    here = parts.database
    gone = Settings(database_url="sqlite:////nowhere/at/all.sqlite3")
    parts.database = type(here)(gone.database)
    turns(work, clock, 20)
    assert reading.failures >= 4
    parts.database = here
    turns(work, clock, 30)
    assert reading.failures == 0


def test_a_thread_does_it_each_second_until_it_is_stopped(parts: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SECOND", 0.001)
    seen = Event()
    work = Background(parts, [Step("step", 0, lambda _uow: seen.set())])
    work.start()
    work.start()
    assert seen.wait(10)
    work.stop(10)
    seen.clear()
    work.tick()
    assert not seen.is_set()


def test_what_is_hurried_is_begun_at_once_and_waited_for(parts: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SECOND", 60)
    done: list[str] = []
    work = Background(parts, [Step("step", 0, lambda _uow: done.append("done"))])
    work.start()
    work.hurry(10)
    work.hurry(10)
    assert done == ["done", "done"]
    work.stop(10)


def test_whoever_hurries_waits_no_longer_than_their_patience(parts: Installation) -> None:
    begun, end = Event(), Event()

    def act(_uow: UnitOfWork) -> None:
        begun.set()
        end.wait(10)

    work = Background(parts, [Step("step", 0, act)])
    work.start()
    work.hurry(0.01)
    assert begun.wait(10)
    end.set()
    work.stop(10)


def test_stopping_what_never_began_is_no_trouble(parts: Installation) -> None:
    Background(parts, []).stop()


def test_it_runs_in_an_application_only_where_the_settings_say_so(app: Flask) -> None:
    background.start_in(app)
    assert background.EXTENSION not in app.extensions
    background.stop_in(app)
    object.__setattr__(app.extensions["moothill"].settings, "background", "on")
    background.start_in(app)
    assert background.EXTENSION in app.extensions
    installation(app).hurry()
    background.stop_in(app)
    assert background.EXTENSION not in app.extensions


def test_mail_is_sent_only_where_the_settings_say_so(parts: Installation) -> None:
    assert "Delivering mail" not in {step.name for step in background.of_installation(parts)._steps}
    object.__setattr__(parts.settings, "mail", "smtp")
    object.__setattr__(parts.settings, "smtp_url", "smtp://mail.example")
    assert "Delivering mail" in {step.name for step in background.of_installation(parts)._steps}


@pytest.fixture
def system(parts: Installation) -> Iterator[UnitOfWork]:
    made = parts.system_unit_of_work()
    yield made
    made.close()


def write(uow: UnitOfWork, *to: str) -> None:
    with uow.database.writing(uow.session):
        now = uow.now() - timedelta(minutes=1)
        uow.session.add_all(OutboxMail(to=one, subject="Code", body="1", written_at=now) for one in to)
        uow.session.flush()
        uow.session.commit()


def test_a_letter_that_is_refused_holds_no_other_up(system: UnitOfWork, clock: Clock) -> None:
    tried: list[str] = []

    def post(letter: WaitingMail) -> None:
        tried.append(letter.to)
        if letter.to.startswith("bad"):
            raise SMTPRecipientsRefused({letter.to: (550, b"unknown")})

    write(system, "bad@moothill.example", "good@moothill.example")
    postman = Postman(post, clock)
    postman.deliver(system)
    postman.deliver(system)
    assert tried == ["bad@moothill.example", "good@moothill.example"]
    clock.now += 1
    postman.deliver(system)
    assert tried[2:] == ["bad@moothill.example"]
    assert [letter.to for letter in waiting_mail(system.session)] == ["bad@moothill.example"]


def test_a_server_that_does_not_answer_is_not_asked_for_every_letter(system: UnitOfWork, clock: Clock) -> None:
    tried: list[str] = []

    def post(letter: WaitingMail) -> None:
        tried.append(letter.to)
        raise ConnectionRefusedError

    write(system, "one@moothill.example", "two@moothill.example")
    with pytest.raises(ConnectionRefusedError):
        Postman(post, clock).deliver(system)
    assert tried == ["one@moothill.example"]


def later(parts: Installation, hours: int) -> None:
    """Let the database's clock be ahead by so many hours."""
    told = parts.database.now
    object.__setattr__(parts.database, "now", lambda session: told(session) + timedelta(hours=hours))


def state_of(voting: Voting) -> PollState:
    with voting.system() as uow:
        return uow.session.scalars(select(Poll.state).where(Poll.poll_no == voting.poll_no)).one()


def test_a_poll_is_closed_when_its_hour_has_come_and_not_before(parts: Installation, small_world: World) -> None:
    voting = ballot_box.opened(parts, small_world)
    work = background.of_installation(parts)
    work.tick()
    assert state_of(voting) is PollState.OPEN
    later(parts, 25)
    for step in work._steps:
        step.due = 0
    work.tick()
    assert state_of(voting) is PollState.CLOSED


def test_a_poll_that_cannot_be_closed_holds_no_other_up(
    parts: Installation, small_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    voting = ballot_box.opened(parts, small_world)
    closed: list[int] = []

    def close(_uow: UnitOfWork, poll_no: int) -> None:
        closed.append(poll_no)
        if poll_no == 0:
            raise Conflict("Not as many ballots as marks.")

    monkeypatch.setattr(background, "close_poll", close)
    monkeypatch.setattr("pb_app.queries.polls.polls_past_their_hour", lambda _session, _now: [0, voting.poll_no])
    with voting.system() as uow, pytest.raises(Conflict, match="Not as many"):
        background.close_polls(uow)
    assert closed == [0, voting.poll_no]


def test_the_boxes_of_open_polls_are_mixed_once_enough_ballots_are_in(parts: Installation, small_world: World) -> None:
    voting = ballot_box.opened(parts, small_world)
    ballots = [box.Ballot.made(voting.poll_id, ("P01",), Channel.ONLINE, bytes([number]) * 16) for number in range(10)]
    with voting.system() as uow:
        for taken in (ballots[:9], ballots[9:]):
            with parts.database.writing(uow.session):
                box.put_many(uow.session, taken)
                uow.session.commit()
            background.mix_boxes(uow)
            assert box.waiting(uow.session, voting.poll_id) == (9 if len(taken) == 9 else 0)
        assert len(box.hashes_of(uow.session, voting.poll_id)) == 10
