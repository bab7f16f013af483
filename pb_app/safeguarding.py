"""When somebody under 16 may be at risk: the case goes to the top, and whoever is named for it is written to."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.moderation import CaseState
from pb_app.models.cases import ModerationCase
from pb_app.models.moderation import SafeguardingLead
from pb_app.models.people import OutboxMail, Person
from pb_app.models.rooms import Room
from pb_app.moderating import Letter
from pb_app.queries.cases import addresses_of
from pb_app.roles import Role

WriteFlag = Callable[[], Letter]
"""Writes the letter to whoever is named: it leads to the case and repeats no word of it."""


def lead_of(session: Session, partnership_id: int | None) -> Person | None:
    """Who is named for this partnership."""
    wanted = select(Person).join(SafeguardingLead, SafeguardingLead.person_id == Person.id)
    return session.scalar(wanted.where(SafeguardingLead.partnership_id == partnership_id))


def pass_on(session: Session, room: Room, case: ModerationCase, at: datetime, write: WriteFlag | None) -> None:
    """Flag a case, once, and write to whoever is named; where nobody is, to the officers there."""
    if case.flagged_at is not None:
        return
    case.flagged_at = at
    if case.state is CaseState.SETTLED:
        case.state, case.settled_at = CaseState.OPEN, None
    if write is None:
        return
    lead = lead_of(session, room.scope.partnership_id)
    subject, body = write()
    for address in [lead.email] if lead else addresses_of(session, Role.OFFICER, room.scope):
        session.add(OutboxMail(to=address, subject=subject, body=body, written_at=at))
