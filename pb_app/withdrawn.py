"""Which projects have left the paper of a poll while people voted, and the paper as it stands without them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.definitions import Definition, read_definition
from pb_app.models.polls import Poll
from pb_app.models.withdrawals import ProjectWithdrawal


def withdrawn_from(session: Session, poll_no: int) -> frozenset[str]:
    """The numbers of the projects that two people have taken off the paper of a poll."""
    wanted = select(ProjectWithdrawal.project).where(
        ProjectWithdrawal.poll_no == poll_no, ProjectWithdrawal.approved_by.is_not(None)
    )
    return frozenset(session.scalars(wanted))


def definition_now(session: Session, poll: Poll) -> Definition:
    """What was frozen, without the projects that were withdrawn: what people vote on now, and what is counted."""
    return read_definition(poll.definition).without(withdrawn_from(session, poll.poll_no))


def definition_as_cast(session: Session, poll: Poll) -> Definition:
    """What was frozen, by which any ballot is valid that was cast before a withdrawal or after it."""
    return read_definition(poll.definition).as_cast(withdrawn_from(session, poll.poll_no))
