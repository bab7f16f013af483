"""Letters are handed over and forgotten; what cannot be handed over stays, and is not kept for ever."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from smtplib import SMTP, SMTPServerDisconnected
from typing import Self

import pytest
from sqlalchemy import select

from pb_app.models.people import OutboxMail
from pb_app.queries.people import WaitingMail, waiting_mail
from pb_app.refusals import Forbidden, Invalid
from pb_app.services.mail import KEPT_FOR, MailServer, deliver_mail
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation


def write(parts: Installation, age: timedelta = timedelta(0)) -> WaitingMail:
    uow = parts.system_unit_of_work()
    with uow.database.writing(uow.session):
        written = uow.now() - age
        uow.session.add(OutboxMail(to="a@moothill.example", subject="Code", body="123456", written_at=written))
        uow.session.flush()
        uow.session.commit()
    letter = waiting_mail(uow.session)[-1]
    uow.close()
    return letter


def kept(uow: UnitOfWork) -> list[str]:
    uow.end_read()
    return list(uow.session.scalars(select(OutboxMail.to)))


@pytest.fixture
def system(parts: Installation) -> UnitOfWork:
    return parts.system_unit_of_work()


def test_a_letter_that_was_handed_over_is_forgotten(parts: Installation, system: UnitOfWork) -> None:
    letter = write(parts)
    sent: list[WaitingMail] = []
    assert deliver_mail(system, letter, sent.append)
    assert sent == [letter]
    assert kept(system) == []
    system.close()


def test_a_letter_that_the_server_did_not_take_stays(parts: Installation, system: UnitOfWork) -> None:
    def refuse(_letter: WaitingMail) -> None:
        raise SMTPServerDisconnected

    with pytest.raises(SMTPServerDisconnected):
        deliver_mail(system, write(parts), refuse)
    assert kept(system) == ["a@moothill.example"]
    system.close()


def test_a_letter_that_is_too_old_to_be_of_use_is_forgotten_unsent(parts: Installation, system: UnitOfWork) -> None:
    sent: list[WaitingMail] = []
    assert not deliver_mail(system, write(parts, KEPT_FOR), sent.append)
    assert (sent, kept(system)) == ([], [])
    system.close()


def test_no_transaction_is_open_while_the_mail_server_takes_its_time(parts: Installation, system: UnitOfWork) -> None:
    open_meanwhile: list[bool] = []
    deliver_mail(system, write(parts), lambda _letter: open_meanwhile.append(system.session.in_transaction()))
    assert open_meanwhile == [False]
    system.close()


def test_people_cannot_deliver_letters(parts: Installation, uow_of: Callable[[str | None], UnitOfWork]) -> None:
    letter = write(parts)
    with pytest.raises(Forbidden):
        deliver_mail(uow_of("administrator"), letter, lambda _letter: None)
    assert kept(uow_of(None)) == ["a@moothill.example"]


def test_the_address_of_the_mail_server_is_read_whole() -> None:
    assert MailServer.of("smtp://ann:p%40ss@mail.example:2525", "no-reply@moothill.example") == MailServer(
        "mail.example", 2525, "no-reply@moothill.example", "ann", "p@ss"
    )
    assert MailServer.of("smtps://mail.example", "a@b.example").port == 465
    assert MailServer.of("smtp://mail.example", "a@b.example").port == 587


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://", "smtp://mail.example:many"])
def test_another_address_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="PB_SMTP_URL"):
        MailServer.of(url, "a@b.example")


class FakeServer(SMTP):
    """A mail server that keeps what it is handed and what it is asked, in order."""

    offers = frozenset({"starttls"})

    def __init__(self, host: str, port: int) -> None:
        self.asked: list[object] = [(host, port)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.asked.append("quit")

    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        return 250, name.encode()

    def has_extn(self, opt: str) -> bool:
        return opt in self.offers

    def starttls(self, **_: object) -> None:  # type: ignore[override]
        self.asked.append("starttls")

    def login(self, user: str, password: str, **_: object) -> None:  # type: ignore[override]
        self.asked.append((user, password))

    def send_message(self, msg: EmailMessage, *_: object) -> None:  # type: ignore[override]
        self.asked.append((msg["From"], msg["To"], msg["Subject"], msg.get_content().strip()))


def test_a_letter_goes_over_an_encrypted_connection(parts: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FakeServer] = []

    def connect(host: str, port: int, **_: object) -> FakeServer:
        made.append(FakeServer(host, port))
        return made[-1]

    monkeypatch.setattr("smtplib.SMTP", connect)
    MailServer.of("smtp://ann:secret@mail.example", "no-reply@moothill.example").post(write(parts))
    assert made[0].asked == [
        ("mail.example", 587),
        "starttls",
        ("ann", "secret"),
        ("no-reply@moothill.example", "a@moothill.example", "Code", "123456"),
        "quit",
    ]


def test_a_server_without_a_password_gets_what_it_offers(parts: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    server = FakeServer("mail.example", 25)
    monkeypatch.setattr("smtplib.SMTP", lambda *_, **__: server)
    monkeypatch.setattr(FakeServer, "offers", frozenset())
    MailServer.of("smtp://mail.example:25", "no-reply@moothill.example").post(write(parts))
    assert server.asked[1:] == [("no-reply@moothill.example", "a@moothill.example", "Code", "123456"), "quit"]


def test_smtps_is_encrypted_from_the_first_byte(parts: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    server = FakeServer("mail.example", 465)
    monkeypatch.setattr("smtplib.SMTP_SSL", lambda *_, **__: server)
    MailServer.of("smtps://ann:secret@mail.example", "no-reply@moothill.example").post(write(parts))
    assert server.asked[1:3] == [
        ("ann", "secret"),
        ("no-reply@moothill.example", "a@moothill.example", "Code", "123456"),
    ]


def test_a_letter_that_somebody_else_delivered_meanwhile_is_no_trouble(parts: Installation, system: UnitOfWork) -> None:
    letter = write(parts)
    assert deliver_mail(system, letter, lambda _letter: None)
    assert deliver_mail(system, letter, lambda _letter: None)
    system.close()
