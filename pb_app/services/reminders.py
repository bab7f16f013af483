"""Reminding people of a vote who asked for it: one letter before the close, and none to whoever has voted."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from pb_app import receipts
from pb_app.actions import Action
from pb_app.entitlements import all_keys
from pb_app.keys import Keys
from pb_app.models.people import OutboxMail
from pb_app.models.polls import Poll
from pb_app.models.reminders import Reminder
from pb_app.queries import polls
from pb_app.queries import reminders as queries
from pb_app.refusals import Conflict, NotVisible, sentence
from pb_app.roles import Site
from pb_app.unit_of_work import UnitOfWork

MAC_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ReminderLetter:
    """A reminder in the words of whoever asked, and the address at which one press ends them."""

    subject: str
    body: str
    unsubscribe: str


def token_of(keys: Keys, person_id: int) -> str:
    """What ends the reminders of a person without a sign-in, and does nothing else."""
    mac = hmac.digest(keys.session, f"reminders of {person_id}".encode(), "sha256")
    return f"{person_id}.{mac[:MAC_LENGTH].hex()}"


def ask_for_reminder(uow: UnitOfWork, poll_no: int, letter: ReminderLetter) -> None:
    """Have a letter written before the close, unless one has voted by then. Asking twice is asking once.

    Raises Conflict in the last day, when the letters have been written.
    """
    with uow.begin(Action.ASK_FOR_REMINDER) as change:
        poll = change.permit(_poll(uow, poll_no))
        if change.at > poll.closes_at - queries.BEFORE:
            raise Conflict(sentence("Voting closes within a day. There is no reminder any more: vote now."))
        _forget(uow, poll)
        told = {"subject": letter.subject, "body": letter.body, "unsubscribe": letter.unsubscribe}
        uow.session.add(Reminder(poll_id=poll.id, person_id=uow.actor.person_id, **told))


def cancel_reminder(uow: UnitOfWork, poll_no: int) -> None:
    """Not be reminded of this vote after all."""
    with uow.begin(Action.CANCEL_REMINDER) as change:
        _forget(uow, change.permit(_poll(uow, poll_no)))


def stop_reminders(uow: UnitOfWork, token: str) -> None:
    """End every reminder of whom this token was written for. Raises NotVisible for one that was never written."""
    number = token.partition(".")[0]
    if not number.isascii() or not number.isdigit() or not hmac.compare_digest(_written(uow, number), token.encode()):
        raise NotVisible(sentence("This link is not whole. Open it once more from your letter."))
    with uow.begin(Action.STOP_REMINDERS) as change:
        change.permit(Site())
        uow.session.execute(delete(Reminder).where(Reminder.person_id == int(number)))


def send_reminders(uow: UnitOfWork, poll_no: int) -> None:
    """Write the letters of a poll that closes within a day to everybody without a mark, and forget who asked.

    Everybody's wish goes in the same transaction, so that nothing that stays tells who was written to.
    """
    with uow.begin(Action.SEND_REMINDERS) as change:
        poll = change.permit(_poll(uow, poll_no))
        roll_key = uow.keys.roll_key(poll.id)
        for reminder, email in queries.reminders_of(uow.session, poll.id):
            keys = all_keys(poll.eligibility, roll_key, receipts.mailbox_identity(email))
            if not queries.is_done(uow.session, poll.id, keys):
                uow.session.add(_letter(reminder, email, change.at))
        uow.session.execute(delete(Reminder).where(Reminder.poll_id == poll.id))


def _written(uow: UnitOfWork, number: str) -> bytes:
    return token_of(uow.keys, int(number[:18])).encode()


def _letter(reminder: Reminder, email: str, at: datetime) -> OutboxMail:
    letter = OutboxMail(to=email, subject=reminder.subject, body=reminder.body, written_at=at)
    letter.unsubscribe = reminder.unsubscribe
    return letter


def _forget(uow: UnitOfWork, poll: Poll) -> None:
    own = (Reminder.poll_id == poll.id, Reminder.person_id == uow.actor.person_id)
    uow.session.execute(delete(Reminder).where(*own))


def _poll(uow: UnitOfWork, poll_no: int) -> Poll:
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll
