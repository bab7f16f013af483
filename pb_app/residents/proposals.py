"""Putting a proposal forward, changing it, taking it back. Answers travel in the form until they are submitted."""

from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.proposals import Proposal
from pb_app.models.rounds import Round
from pb_app.permissions import refusal
from pb_app.proposing import wording_of
from pb_app.queries import proposals as queries
from pb_app.queries import rounds
from pb_app.refusals import Forbidden, Invalid, NotVisible, sentence
from pb_app.residents.amendment_forms import RevisionForm
from pb_app.residents.proposal_forms import ProposalForm, WithdrawalForm
from pb_app.services import proposals
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.forms import number_of
from pb_app.web.login import needs_sign_in
from pb_app.web.unit_of_work import unit_of_work

F = TypeVar("F", bound=ProposalForm)
bp = Blueprint("proposals", __name__)
bp.before_request(needs_sign_in)


@bp.get("/rounds/<int:round_no>/proposals/new")
def show_form(round_no: int) -> ResponseReturnValue:
    """The empty form."""
    round_ = _calling(unit_of_work(), round_no)
    return _form_page(round_, _offering(ProposalForm(formdata=None), round_))


@bp.post("/rounds/<int:round_no>/proposals/answers")
def check_proposal(round_no: int) -> ResponseReturnValue:
    """Show the answers to be checked; or the form again: one row longer, to change an answer, or with what is wrong."""
    round_ = _calling(unit_of_work(), round_no)
    form = _offering(ProposalForm(), round_)
    if "add_row" in request.form:
        form.add_row()
        return _form_page(round_, form)
    if "change" in request.form:
        return _form_page(round_, form)
    if not _stands(form):
        return _form_page(round_, form, 422)
    return render_template("residents/check_proposal.html", round=round_, form=form, said=form.wording().checked())


@bp.post("/rounds/<int:round_no>/proposals")
def submit_proposal(round_no: int) -> ResponseReturnValue:
    """Put the proposal forward; whatever travelled in the form is checked again."""
    uow = unit_of_work()
    round_ = _calling(uow, round_no)
    form = _offering(ProposalForm(), round_)
    if not _stands(form):
        return _form_page(round_, form, 422)
    try:
        made = proposals.submit_proposal(uow, round_no, form.wording())
    except Invalid as refused:
        form.refuse(refused)
        return _form_page(_calling(uow, round_no), form, 422)
    return redirect(url_for(".show_confirmation", proposal_no=made.proposal_no))


@bp.get("/proposals/<int:proposal_no>/confirmation")
def show_confirmation(proposal_no: int) -> ResponseReturnValue:
    """That the proposal is in, its number, and what happens next; for its author."""
    uow = unit_of_work()
    proposal = _own(uow, proposal_no)
    return render_template("residents/show_confirmation.html", proposal=proposal, round=proposal.round)


@bp.get("/proposals/<int:proposal_no>/revision")
def show_revision(proposal_no: int) -> ResponseReturnValue:
    """The form with what the proposal says now."""
    uow = unit_of_work()
    proposal = _own(uow, proposal_no, Action.REVISE_PROPOSAL)
    form = RevisionForm(formdata=None)
    form.fill(wording_of(proposal), proposal.revision)
    return _revision_page(proposal, _offering(form, proposal.round))


@bp.post("/proposals/<int:proposal_no>/revisions")
def revise_proposal(proposal_no: int) -> ResponseReturnValue:
    """Keep what was said before, and say it anew."""
    uow = unit_of_work()
    proposal = _own(uow, proposal_no)
    form = _offering(RevisionForm(), proposal.round)
    if "add_row" in request.form:
        form.add_row()
        return _revision_page(proposal, form)
    if not _stands(form):
        return _revision_page(proposal, form, 422)
    try:
        proposals.revise_proposal(uow, proposal_no, number_of(form.revision.data), form.wording(), form.cited)
    except Invalid as refused:
        form.refuse(refused)
        return _revision_page(_own(uow, proposal_no), form, 422)
    flash(_("Your proposal was changed. What it said before is kept."), "success")
    return redirect(url_for("public.proposals.show_proposal", proposal_no=proposal_no))


@bp.get("/proposals/<int:proposal_no>/withdrawal")
def show_withdrawal(proposal_no: int) -> ResponseReturnValue:
    """Ask before the proposal is taken back."""
    uow = unit_of_work()
    proposal = _own(uow, proposal_no, Action.WITHDRAW_PROPOSAL)
    return render_template(
        "residents/show_withdrawal.html", proposal=proposal, round=proposal.round, form=WithdrawalForm()
    )


@bp.post("/proposals/<int:proposal_no>/withdrawal")
def withdraw_proposal(proposal_no: int) -> ResponseReturnValue:
    """Take the proposal back."""
    proposals.withdraw_proposal(unit_of_work(), proposal_no)
    flash(_("Your proposal was withdrawn."), "success")
    return redirect(url_for("public.proposals.show_proposal", proposal_no=proposal_no))


def _calling(uow: UnitOfWork, round_no: int) -> Round:
    """The round, if it takes proposals of this reader; otherwise the refusal that submitting would meet."""
    found = rounds.visible_round(uow.session, uow.actor, round_no)
    if found is None:
        raise NotVisible(sentence("There is no such round."))
    refused = refusal(uow.actor, Action.SUBMIT_PROPOSAL, found)
    if refused is not None:
        raise refused
    return found


def _own(uow: UnitOfWork, proposal_no: int, action: Action | None = None) -> Proposal:
    """The reader's own proposal, if they may do this to it now; others' are refused as in the use case."""
    found = queries.visible_proposal(uow.session, uow.actor, proposal_no)
    if found is None:
        raise NotVisible(sentence("There is no such proposal."))
    if found.author_id != uow.actor.person_id:
        raise Forbidden(sentence("This page is for the person who put the proposal forward."))
    refused = refusal(uow.actor, action, found) if action is not None else None
    if refused is not None:
        raise refused
    return found


def _offering(form: F, round_: Round) -> F:
    form.offer(rounds.outcomes_of(unit_of_work().session, round_.scope))
    return form


def _stands(form: ProposalForm) -> bool:
    """Whether shape and meaning are right; what is not stands on the form."""
    if not form.validate():
        return False
    try:
        form.wording().checked()
    except Invalid as refused:
        form.refuse(refused)
        return False
    return True


def _form_page(round_: Round, form: ProposalForm, status: int = 200) -> ResponseReturnValue:
    return render_template("residents/show_form.html", round=round_, form=form), status


def _revision_page(proposal: Proposal, form: RevisionForm, status: int = 200) -> ResponseReturnValue:
    page = render_template("residents/show_revision.html", proposal=proposal, round=proposal.round, form=form)
    return page, status
