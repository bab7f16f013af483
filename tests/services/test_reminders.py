"""One letter before the close to whoever asked and has no mark; afterwards nothing tells who that was."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from pb_app.background import send_reminders
from pb_app.models.log import LogPending
from pb_app.models.people import OutboxMail, Person
from pb_app.models.reminders import Reminder
from pb_app.queries.people import waiting_mail
from pb_app.queries.reminders import has_asked
from pb_app.refusals import Conflict, Forbidden, NotVisible
from pb_app.services import reminders, voting
from pb_app.services.mail import MailServer
from pb_app.services.reminders import ReminderLetter
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.clocks import shift_clock
from tests.world import POSTCODE, World

STOP = "https://moothill.example/reminders/token"
LETTER = ReminderLetter("Your reminder", "You asked us.", STOP)
TWO_DAYS = timedelta(days=2)


@pytest.fixture
def opened(parts: Installation, small_world: World) -> Voting:
    """A poll that closes in three days less an hour."""
    closes = datetime.now(UTC) + timedelta(days=3, hours=-1)
    return ballot_box.opened(parts, small_world, closes_at=closes)


@pytest.fixture
def system(opened: Voting) -> Iterator[UnitOfWork]:
    with opened.system() as uow:
        yield uow


def ask(opened: Voting, *people: str) -> None:
    for who in people:
        with opened.acting(who) as uow:
            reminders.ask_for_reminder(uow, opened.poll_no, LETTER)


def vote(opened: Voting, who: str) -> None:
    with opened.acting(who) as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
        voting.cast_ballot(uow, opened.poll_no, ["P01"], uow.keys.random(16))


def written_to(system: UnitOfWork) -> list[str]:
    system.end_read()
    return list(system.session.scalars(select(OutboxMail.to).order_by(OutboxMail.id)))


def waiting(system: UnitOfWork) -> int:
    system.end_read()
    return system.session.scalar(select(func.count()).select_from(Reminder)) or 0


def test_only_who_asked_and_has_no_mark_is_written_to_and_once(
    opened: Voting, system: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(opened, "resident", "neighbour", "councillor", "resident")
    vote(opened, "neighbour")
    vote(opened, "auditor")
    with opened.acting("councillor") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    send_reminders(system)
    assert written_to(system) == []
    shift_clock(opened.parts, monkeypatch, TWO_DAYS)
    for _ in range(2):
        send_reminders(system)
    assert written_to(system) == ["councillor@moothill.example", "resident@moothill.example"]


def test_once_the_letters_are_written_nothing_tells_who_had_voted(
    opened: Voting, system: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(opened, "resident", "neighbour")
    vote(opened, "neighbour")
    shift_clock(opened.parts, monkeypatch, TWO_DAYS)
    send_reminders(system)
    assert waiting(system) == 0
    assert "remind" not in "".join(system.session.scalars(select(LogPending.body)))
    for who in ("resident", "neighbour"):
        with opened.acting(who) as uow:
            assert not has_asked(uow.session, opened.poll_id, uow.actor.person_id)
            with pytest.raises(Conflict, match="within a day"):
                reminders.ask_for_reminder(uow, opened.poll_no, LETTER)


def test_nobody_is_written_to_after_the_close(
    opened: Voting, system: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(opened, "resident")
    shift_clock(opened.parts, monkeypatch, timedelta(days=3))
    send_reminders(system)
    assert written_to(system) == []


def test_a_letter_says_to_mail_programs_how_one_press_ends_them(
    opened: Voting, system: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(opened, "resident")
    shift_clock(opened.parts, monkeypatch, TWO_DAYS)
    send_reminders(system)
    (letter,) = waiting_mail(system.session)
    message = MailServer.of("smtp://mail", "vote@moothill.example").written(letter)
    assert message["List-Unsubscribe"] == f"<{STOP}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_link_of_a_letter_ends_every_reminder_of_its_reader_and_of_nobody_else(
    opened: Voting, system: UnitOfWork
) -> None:
    ask(opened, "resident", "neighbour")
    with opened.acting("resident") as uow:
        token = reminders.token_of(uow.keys, uow.actor.person_id or 0)
    number, mac = token.split(".")
    other = opened.world.people["neighbour"]
    made_up = ("", "1", f"{other}.{mac}", f"{number}.{mac[:-1]}", f"²{number}.{mac}", f"0{number}.{mac}", "9" * 400)
    with opened.acting(None) as uow:
        for wrong in made_up:
            with pytest.raises(NotVisible):
                reminders.stop_reminders(uow, wrong)
        assert waiting(system) == 2
        reminders.stop_reminders(uow, token)
    assert waiting(system) == 1
    left = select(Person.id).join(Reminder, Reminder.person_id == Person.id)
    assert system.session.scalars(left).all() == [other]


def test_a_wish_can_be_cancelled_and_needs_somebody_and_a_poll(opened: Voting, system: UnitOfWork) -> None:
    ask(opened, "resident")
    with opened.acting("resident") as uow:
        reminders.cancel_reminder(uow, opened.poll_no)
        with pytest.raises(NotVisible):
            reminders.ask_for_reminder(uow, 99, LETTER)
    assert waiting(system) == 0
    with opened.acting(None) as uow, pytest.raises(Forbidden):
        reminders.ask_for_reminder(uow, opened.poll_no, LETTER)
    with opened.acting("officer") as uow, pytest.raises(Forbidden):
        reminders.send_reminders(uow, opened.poll_no)
