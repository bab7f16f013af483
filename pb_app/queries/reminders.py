"""Who wants to be reminded of a vote, for whoever asked and for the writing of the letters. For no page of officers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pb_app.models.people import Person
from pb_app.models.polls import Poll, RollEntry, RollMark
from pb_app.models.reminders import Reminder
from pb_app.stages import PollState

BEFORE = timedelta(hours=24)
"""How long before the close reminders go."""


def has_asked(session: Session, poll_id: UUID, person_id: int | None) -> bool:
    """Whether this person asked to be reminded."""
    wanted = select(Reminder.poll_id).where(Reminder.poll_id == poll_id, Reminder.person_id == person_id)
    return session.scalar(wanted) is not None


def reminders_of(session: Session, poll_id: UUID) -> Sequence[tuple[Reminder, str]]:
    """Everybody who asked, with their addresses, in the order of their accounts."""
    wanted = select(Reminder, Person.email).join(Person, Person.id == Reminder.person_id)
    found = session.execute(wanted.where(Reminder.poll_id == poll_id).order_by(Reminder.person_id))
    return [(reminder, email) for reminder, email in found]


def is_done(session: Session, poll_id: UUID, keys: Sequence[bytes]) -> bool:
    """Whether nothing is left to remind somebody of: they have voted in some way, or were struck from the roll."""
    marked = exists().where(RollMark.poll_id == RollEntry.poll_id, RollMark.roll_no == RollEntry.roll_no)
    of_them = (RollEntry.poll_id == poll_id, RollEntry.person_key.in_(keys))
    wanted = select(RollEntry.roll_no).where(*of_them, marked | (RollEntry.status == "struck"))
    return session.scalar(wanted.limit(1)) is not None


def polls_to_remind_of(session: Session, now: datetime) -> Sequence[int]:
    """The numbers of the open polls that close within a day and of which somebody is still to be reminded."""
    waiting = exists().where(Reminder.poll_id == Poll.id)
    due = (Poll.state == PollState.OPEN, Poll.closes_at > now, Poll.closes_at <= now + BEFORE)
    return session.scalars(select(Poll.poll_no).where(*due, waiting).order_by(Poll.poll_no)).all()
