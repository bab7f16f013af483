"""The clock of the queue: facilitators are reminded of what waits too long, then officers hear of it."""

from collections.abc import Callable

from deliberation.moderation import CaseState, escalates_at
from pb_app.actions import Action
from pb_app.models.cases import ModerationCase
from pb_app.models.people import OutboxMail
from pb_app.moderating import Letter
from pb_app.queries.cases import addresses_of
from pb_app.roles import Role
from pb_app.room_log import room_to_chase
from pb_app.unit_of_work import UnitOfWork

WriteReminder = Callable[[bool], Letter]
"""Writes the letter to facilitators, or, told that it is escalated, the one to officers."""


def chase_case(uow: UnitOfWork, case_id: int, write: WriteReminder) -> bool:
    """Remind the facilitators of a case whose time is over; as long again later, pass it to officers. Safe to repeat.

    Return whether anybody was written to.
    """
    with uow.begin(Action.CHASE_CASE) as change:
        case = uow.session.get_one(ModerationCase, case_id, with_for_update=True, populate_existing=True)
        room = change.permit(room_to_chase(uow.session, case.room_id))
        if case.state is not CaseState.OPEN or change.at < case.due_at:
            change.void()
            return False
        is_late = case.reminded_at is not None and change.at >= escalates_at(case.opened_at, case.due_at)
        if case.reminded_at is not None and not is_late:
            change.void()
            return False
        if is_late:
            case.state = CaseState.ESCALATED
        case.reminded_at = change.at
        subject, body = write(is_late)
        for address in addresses_of(uow.session, Role.OFFICER if is_late else Role.FACILITATOR, room.scope):
            uow.session.add(OutboxMail(to=address, subject=subject, body=body, written_at=change.at))
    return True
