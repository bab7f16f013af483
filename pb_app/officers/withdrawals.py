"""An officer's page of projects that leave the paper while people vote: one person proposes it, another approves it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.models.withdrawals import ProjectWithdrawal
from pb_app.officers.poll_forms import WithdrawalForm
from pb_app.officers.stations import seen_poll
from pb_app.queries import withdrawals as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import withdrawals
from pb_app.web.errors import status_of
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.withdrawn import definition_now, withdrawn_from

bp = Blueprint("withdrawals", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@bp.get("/officers/polls/<int:poll_no>/withdrawals")
def show_withdrawals(poll_no: int) -> ResponseReturnValue:
    """What was withdrawn and proposed, and the form."""
    poll = seen_poll(poll_no)
    return _page(poll, _form(poll))


@bp.post("/officers/polls/<int:poll_no>/withdrawals")
def propose_withdrawal(poll_no: int) -> ResponseReturnValue:
    """Propose that a project leaves the paper."""
    poll = seen_poll(poll_no)
    form, status = _form(poll), 422
    if form.validate():
        try:
            withdrawals.propose_withdrawal(unit_of_work(), poll_no, form.project.data or "", form.reason.data or "")
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("The withdrawal is proposed. A second person must approve it before voting closes."), "success")
            return redirect(url_for(".show_withdrawals", poll_no=poll_no))
    return _page(poll, form), status


@bp.post("/officers/withdrawals/<int:withdrawal_id>")
def withdraw_project(withdrawal_id: int) -> ResponseReturnValue:
    """Approve a withdrawal as a second person."""
    poll_no = queries.poll_no_of(unit_of_work().session, withdrawal_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no proposal under this number."))
    seen_poll(poll_no)
    withdrawals.withdraw_project(unit_of_work(), withdrawal_id)
    flash(_("The project has left the paper. Every page of this vote says so."), "success")
    return redirect(url_for(".show_withdrawals", poll_no=poll_no))


def _form(poll: Poll) -> WithdrawalForm:
    """The form, with the projects that stand on the paper now."""
    definition = definition_now(unit_of_work().session, poll)
    projects = [project for one in definition.contests for project in one.contest.poll.projects]
    return WithdrawalForm().offering([(one.project_id, f"{one.project_id} · {one.name}") for one in projects])


def _page(poll: Poll, form: WithdrawalForm) -> str:
    uow = unit_of_work()
    gone = withdrawn_from(uow.session, poll.poll_no)
    proposed = queries.withdrawals_of(uow.session, poll.poll_no)
    waiting = [one for one in proposed if one.approved_by is None and one.project not in gone]
    return render_template(
        "officers/show_withdrawals.html",
        poll=poll,
        form=form,
        approved=queries.approved_of(uow.session, poll.poll_no),
        waiting=waiting,
        approvable={one.id for one in waiting if uow.may(Action.WITHDRAW_PROJECT, _loaded(one.id))},
        may_propose=uow.may(Action.PROPOSE_WITHDRAWAL, poll) and uow.now() < poll.closes_at,
    )


def _loaded(withdrawal_id: int) -> ProjectWithdrawal:
    return queries.withdrawal(unit_of_work().session, withdrawal_id)
