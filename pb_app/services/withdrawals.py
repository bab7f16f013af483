"""Taking a project off the paper while people vote: for a published reason and by two people (voting-and-audit A42).

No ballot is touched. Whoever votes afterwards no longer finds the project; marks for it, whenever and however they were
made, are left out by the count.
"""

from datetime import datetime

from sqlalchemy import select

from deliberation.messages import is_blank
from pb_app.actions import Action
from pb_app.definitions import Definition, read_definition
from pb_app.models.polls import Poll
from pb_app.models.withdrawals import ProjectWithdrawal
from pb_app.queries import polls, withdrawals
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.withdrawn import withdrawn_from
from pb_app.wording import many_lines

REASON_LENGTH = 2_000


def propose_withdrawal(uow: UnitOfWork, poll_no: int, project: str, reason: str) -> ProjectWithdrawal:
    """Propose that a project leaves the paper; nothing changes until somebody else approves it.

    Raises Invalid for a project that is not on the paper or a missing reason, Conflict for the last project of its
    contest, and before the opening and after the close.
    """
    told = many_lines("reason", reason, REASON_LENGTH)
    if is_blank(told):
        raise Invalid(sentence("Say why the project leaves the paper. The reason is published."), field="reason")
    with uow.begin(Action.PROPOSE_WITHDRAWAL) as change:
        poll = _locked(uow, poll_no)
        _check_open(poll, change.at)
        change.permit(poll)
        _check_on_paper(uow, poll, project)
        row = ProjectWithdrawal(poll_no=poll_no, project=project, reason=told)
        row.proposed_by, row.proposed_at = uow.actor.person_id, change.at
        uow.session.add(row)
        uow.session.flush()
        change.record(poll, poll=poll.id, withdrawal=row.id, project=project)
    return row


def withdraw_project(uow: UnitOfWork, withdrawal_id: int) -> Poll:
    """Approve a proposed withdrawal: from now on nobody can choose the project, and no mark for it counts.

    Raises Forbidden for whoever proposed it, Conflict once voting has closed or the project has left the paper.
    """
    with uow.begin(Action.WITHDRAW_PROJECT) as change:
        poll_no = withdrawals.poll_no_of(uow.session, withdrawal_id)
        if poll_no is None:
            raise NotVisible(sentence("There is no proposal under this number."))
        poll = _locked(uow, poll_no)
        row = withdrawals.withdrawal(uow.session, withdrawal_id)
        _check_open(poll, change.at)
        change.permit(row)
        _check_on_paper(uow, poll, row.project)
        row.approved_by, row.approved_at = uow.actor.person_id, change.at
        uow.session.flush()
        change.record(poll, poll=poll.id, withdrawal=row.id, project=row.project)
    uow.database.frozen.pop(poll_no, None)  # whoever votes from here on has the paper without it
    return poll


def _check_on_paper(uow: UnitOfWork, poll: Poll, project: str) -> None:
    """Raise Invalid for a project that is not on the paper, Conflict if nothing were left beside it."""
    left = read_definition(poll.definition).without(withdrawn_from(uow.session, poll.poll_no))
    own = _contest_of(left, project)
    if own is None:
        raise Invalid(sentence("There is no such project on the paper any more."), field="project")
    if len(own) == 1:
        raise Conflict(
            sentence("This is the last project of its contest. Close the poll before its hour instead, with a reason.")
        )


def _contest_of(definition: Definition, project: str) -> list[str] | None:
    """The projects of the contest in which this one stands."""
    papers = (one.contest.poll.by_id for one in definition.contests)
    return next((list(by_id) for by_id in papers if project in by_id), None)


def _locked(uow: UnitOfWork, poll_no: int) -> Poll:
    uow.database.lock_poll(uow.session, poll_no, exclusive=True)
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _check_open(poll: Poll, at: datetime) -> None:
    if poll.state in (PollState.DRAFT, PollState.FROZEN):
        raise Conflict(sentence("This poll is not open yet. A project can be withdrawn from an open poll only."))
    if poll.state is not PollState.OPEN or at >= poll.closes_at:
        raise Conflict(sentence("Voting has closed. The paper can no longer be changed."))
