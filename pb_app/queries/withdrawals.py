"""The withdrawals of projects from a poll's paper: those proposed and those decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.polls import Poll
from pb_app.models.proposals import Project
from pb_app.models.rounds import Round
from pb_app.models.withdrawals import ProjectWithdrawal


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A project that has left the paper: its number and title, the published reason and the moment."""

    ref: str
    title: str
    reason: str
    at: datetime | None


def poll_no_of(session: Session, withdrawal_id: int) -> int | None:
    """The number of the poll that a withdrawal is proposed for."""
    return session.scalar(select(ProjectWithdrawal.poll_no).where(ProjectWithdrawal.id == withdrawal_id))


def withdrawal(session: Session, withdrawal_id: int) -> ProjectWithdrawal:
    """The withdrawal with its poll, as it stands now. Raises NoResultFound where there is none."""
    to_round = joinedload(ProjectWithdrawal.poll).joinedload(Poll.round)
    wanted = select(ProjectWithdrawal).where(ProjectWithdrawal.id == withdrawal_id)
    return session.scalars(wanted.options(to_round.joinedload(Round.locality))).one()


def withdrawals_of(session: Session, poll_no: int) -> Sequence[ProjectWithdrawal]:
    """What was proposed for a poll, the first first."""
    wanted = select(ProjectWithdrawal).where(ProjectWithdrawal.poll_no == poll_no).order_by(ProjectWithdrawal.id)
    return session.scalars(wanted.execution_options(populate_existing=True)).all()


def approved_of(session: Session, poll_no: int) -> list[Withdrawn]:
    """The projects that have left the paper of a poll, in the order of their numbers."""
    moment = ProjectWithdrawal.approved_at
    wanted = (
        select(ProjectWithdrawal.project, Project.title, ProjectWithdrawal.reason, moment)
        .join(Poll, Poll.poll_no == ProjectWithdrawal.poll_no)
        .join(Project, (Project.round_no == Poll.round_no) & (Project.ref == ProjectWithdrawal.project))
        .where(ProjectWithdrawal.poll_no == poll_no, ProjectWithdrawal.approved_by.is_not(None))
    )
    return [Withdrawn(*row) for row in session.execute(wanted.order_by(ProjectWithdrawal.project))]
