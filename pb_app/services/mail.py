"""Delivering the letters that wait in the outbox, and keeping none of them longer than it takes."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Self
from urllib.parse import unquote, urlsplit

from pb_app.actions import Action
from pb_app.models.people import OutboxMail
from pb_app.queries.people import WaitingMail
from pb_app.refusals import Invalid, sentence
from pb_app.roles import Site
from pb_app.unit_of_work import UnitOfWork

KEPT_FOR = timedelta(hours=24)
"""How long a letter that cannot be delivered is tried again; every code in it is long worthless then."""
PATIENCE = 10
"""Seconds that a mail server has for each answer."""
PORTS = {"smtp": 587, "smtps": 465}

Post = Callable[[WaitingMail], None]
"""Hands one letter over, or raises OSError or smtplib.SMTPException."""


def deliver_mail(uow: UnitOfWork, letter: WaitingMail, post: Post) -> bool:
    """Hand one letter over and forget it; a letter too old to be of use is forgotten unsent. Return whether it went.

    No transaction is open meanwhile: a slow mail server holds nobody up. Should the process die between handing over
    and forgetting, the letter goes twice. What `post` raises comes through, and the letter stays.
    """
    is_of_use = uow.now() - letter.written_at < KEPT_FOR
    uow.end_read()
    if is_of_use:
        post(letter)
    with uow.begin(Action.DELIVER_MAIL) as change:
        change.permit(Site())
        kept = uow.session.get(OutboxMail, letter.id)
        if kept is not None:
            uow.session.delete(kept)
    return is_of_use


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that letters are handed to, by smtp (STARTTLS where a password is said) or smtps."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    is_smtps: bool = False

    @classmethod
    def of(cls, url: str, sender: str) -> Self:
        """Read an address like smtp://user:password@mail:587. Raises Invalid for one that cannot be used."""
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS[parts.scheme]
        except (KeyError, ValueError) as error:
            raise Invalid(sentence("PB_SMTP_URL is not an address like smtp://user:password@mail:587.")) from error
        if not parts.hostname:
            raise Invalid(sentence("PB_SMTP_URL names no mail server."))
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.hostname, port, sender, user, password, parts.scheme == "smtps")

    def post(self, letter: WaitingMail) -> None:
        """Hand one letter over in a connection of its own."""
        with self._connected() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(self.written(letter))

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_smtps:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        server.ehlo()
        if self.user or server.has_extn("starttls"):
            server.starttls(context=context)
        return server

    def written(self, letter: WaitingMail) -> EmailMessage:
        """The letter as it goes."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, letter.to, letter.subject
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.body)
        return message
