"""Suggesting a change to somebody's proposal, and deciding on one that others suggest."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.proposals import Proposal
from pb_app.permissions import refusal
from pb_app.proposing import wording_of
from pb_app.queries import amendments as queries
from pb_app.queries import proposals, rounds
from pb_app.refusals import Invalid, NotVisible, TooOften, sentence
from pb_app.residents.amendment_forms import AmendmentForm
from pb_app.services import amendments
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.amendments import PromotionForm, RejectionForm, amendment_page, readable_amendment
from pb_app.web.errors import status_of
from pb_app.web.forms import number_of
from pb_app.web.login import needs_sign_in
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.unit_of_work import unit_of_work
from pb_app.wording import Wording

bp = Blueprint("amendments", __name__)
bp.before_request(needs_sign_in)


@bp.get("/proposals/<int:proposal_no>/amendments/new")
def show_suggestion(proposal_no: int) -> ResponseReturnValue:
    """The form with what the proposal says now, or with the reader's draft; `from` is the message that moved them."""
    uow = unit_of_work()
    proposal = _open_to_change(uow, proposal_no)
    form = AmendmentForm(formdata=None)
    draft = queries.draft_of(uow.session, proposal_no, uow.actor.person_id)
    if draft is not None and draft.revision == proposal.revision:
        form.fill(Wording.from_json(draft.said), draft.revision)
        form.why.data, form.cites.data = draft.why, ", ".join(map(str, draft.cited))
    else:
        form.fill(wording_of(proposal), proposal.revision)
        moved_by = number_of(request.args.get("from"))
        form.cites.data = str(moved_by) if moved_by else ""
    return _suggestion_page(proposal, form)


@bp.post("/proposals/<int:proposal_no>/amendments")
def draft_amendment(proposal_no: int) -> ResponseReturnValue:
    """Keep the change as a draft and show what it would change; nothing is published yet."""
    uow = unit_of_work()
    proposal = _open_to_change(uow, proposal_no)
    form = AmendmentForm()
    form.offer(rounds.outcomes_of(uow.session, proposal.round.scope))
    if "add_row" in request.form:
        form.add_row()
        return _suggestion_page(proposal, form)
    if not form.validate():
        return _suggestion_page(proposal, form), 422
    try:
        drafted = amendments.draft_amendment(uow, proposal_no, form.suggested())
    except Invalid as refused:
        form.refuse(refused)
        return _suggestion_page(_open_to_change(uow, proposal_no), form), 422
    return redirect(url_for("public.amendments.show_amendment", amendment_id=drafted.id))


@bp.post("/amendments/<int:amendment_id>/proposal")
def propose_amendment(amendment_id: int) -> ResponseReturnValue:
    """Put the draft to the author of the proposal."""
    keep_pace(Deed.POST)
    amendments.propose_amendment(unit_of_work(), amendment_id)
    flash(_("Your change is put to the author of the proposal. Anyone can read it."), "success")
    return redirect(url_for("public.amendments.show_amendment", amendment_id=amendment_id))


@bp.post("/amendments/<int:amendment_id>/acceptance")
def accept_amendment(amendment_id: int) -> ResponseReturnValue:
    """Take the change up."""
    amended = amendments.accept_amendment(unit_of_work(), amendment_id)
    flash(_("The change is taken up. What your proposal said before is kept."), "success")
    return redirect(url_for("public.proposals.list_revisions", proposal_no=amended.proposal_no))


@bp.post("/amendments/<int:amendment_id>/rejection")
def reject_amendment(amendment_id: int) -> ResponseReturnValue:
    """Say no, with a reason that is published."""
    form = RejectionForm()
    if not form.validate():
        return amendment_page(unit_of_work(), readable_amendment(unit_of_work(), amendment_id), rejecting=form), 422
    try:
        amendments.reject_amendment(unit_of_work(), amendment_id, form.reason.data or "")
    except Invalid as refused:
        form.refuse(refused)
        return amendment_page(unit_of_work(), readable_amendment(unit_of_work(), amendment_id), rejecting=form), 422
    flash(_("The change is not taken up. Your reason is published."), "success")
    return redirect(url_for("public.amendments.show_amendment", amendment_id=amendment_id))


@bp.post("/amendments/<int:amendment_id>/withdrawal")
def withdraw_amendment(amendment_id: int) -> ResponseReturnValue:
    """Take the change back."""
    amendments.withdraw_amendment(unit_of_work(), amendment_id)
    flash(_("Your change was withdrawn."), "success")
    return redirect(url_for("public.amendments.show_amendment", amendment_id=amendment_id))


@bp.post("/amendments/<int:amendment_id>/promotion")
def promote_amendment(amendment_id: int) -> ResponseReturnValue:
    """Put the change forward as a proposal of its own."""
    form = PromotionForm()
    if not form.validate():
        return amendment_page(unit_of_work(), readable_amendment(unit_of_work(), amendment_id), promoting=form), 422
    try:
        keep_pace(Deed.POST)
        made = amendments.promote_amendment(unit_of_work(), amendment_id, form.title.data or "")
    except (Invalid, TooOften) as refused:
        form.refuse(refused)
        return amendment_page(
            unit_of_work(), readable_amendment(unit_of_work(), amendment_id), promoting=form
        ), status_of(refused)
    flash(_("Your change is a proposal of its own now."), "success")
    return redirect(url_for("public.proposals.show_proposal", proposal_no=made.proposal_no))


def _open_to_change(uow: UnitOfWork, proposal_no: int) -> Proposal:
    """The proposal, if changes can be suggested to it; otherwise the refusal that drafting one would meet."""
    found = proposals.visible_proposal(uow.session, uow.actor, proposal_no)
    if found is None:
        raise NotVisible(sentence("There is no such proposal."))
    refused = refusal(uow.actor, Action.DRAFT_AMENDMENT, found)
    if refused is not None:
        raise refused
    return found


def _suggestion_page(proposal: Proposal, form: AmendmentForm) -> str:
    form.offer(rounds.outcomes_of(unit_of_work().session, proposal.round.scope))
    return render_template("residents/show_suggestion.html", proposal=proposal, round=proposal.round, form=form)
