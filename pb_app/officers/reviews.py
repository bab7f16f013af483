"""An officer's pages of reviews: the queue of a round, and deciding on a proposal."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.proposals import Proposal
from pb_app.officers.review_forms import AcceptForm, RefuseForm
from pb_app.permissions import refusal
from pb_app.queries import proposals as proposal_queries
from pb_app.queries import reviews as queries
from pb_app.queries import rounds
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import reviews
from pb_app.services.reviews import Checked
from pb_app.web.forms import number_of
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("reviews", __name__)
bp.before_request(needs_role(Role.OFFICER))


@bp.get("/officers/rounds/<int:round_no>/reviews")
def list_reviews(round_no: int) -> ResponseReturnValue:
    """The proposals that wait, the longest wait first, and those that were decided on."""
    uow = unit_of_work()
    round_ = rounds.visible_round(uow.session, uow.actor, round_no)
    if round_ is None:
        raise NotVisible(sentence("There is no such round."))
    refused = refusal(uow.actor, Action.MOVE_ROUND, round_)
    if refused is not None:
        raise refused
    return render_template(
        "officers/list_reviews.html",
        round=round_,
        queue=queries.queue_of(uow.session, round_no),
        pot=rounds.pot_of(uow.session, round_no),
    )


@bp.get("/officers/proposals/<int:proposal_no>/review")
def show_review(proposal_no: int) -> ResponseReturnValue:
    """The proposal with its costs, and beside it the decision to be made."""
    return _review_page(_reviewed(proposal_no))


@bp.post("/officers/proposals/<int:proposal_no>/acceptance")
def accept_proposal(proposal_no: int) -> ResponseReturnValue:
    """Put the proposal on the ballot paper."""
    proposal = _reviewed(proposal_no)
    form = AcceptForm()
    if not form.validate():
        return _review_page(proposal, form, status=422)
    read = Checked(proposal_no, number_of(form.revision.data))
    try:
        reason = form.reason.data or ""
        project = reviews.accept_proposal(unit_of_work(), read, form.stated_cost.data, reason, form.least.data)
    except Invalid as refused:
        form.refuse(refused)
        return _review_page(_reviewed(proposal_no), form, status=422)
    flash(_("The proposal is on the ballot paper as number %(ref)s.", ref=project.ref), "success")
    return redirect(url_for(".list_reviews", round_no=project.round_no))


@bp.post("/officers/proposals/<int:proposal_no>/refusal")
def refuse_proposal(proposal_no: int) -> ResponseReturnValue:
    """Say no, with a reason that is published."""
    proposal = _reviewed(proposal_no)
    form = RefuseForm()
    if not form.validate():
        return _review_page(proposal, refusing=form, status=422)
    read = Checked(proposal_no, number_of(form.revision.data))
    try:
        reviews.refuse_proposal(unit_of_work(), read, form.refusal_reason.data or "")
    except Invalid as refused:
        form.refuse(refused, "refusal_reason")
        return _review_page(_reviewed(proposal_no), refusing=form, status=422)
    flash(_("The proposal is not put to the vote. Your reason is published."), "success")
    return redirect(url_for(".list_reviews", round_no=proposal.round_no))


def _reviewed(proposal_no: int) -> Proposal:
    """The proposal, if the officer may decide on it; raises what the use case would."""
    uow = unit_of_work()
    found = proposal_queries.visible_proposal(uow.session, uow.actor, proposal_no)
    if found is None:
        raise NotVisible(sentence("There is no such proposal."))
    refused = refusal(uow.actor, Action.ACCEPT_PROPOSAL, found)
    if refused is not None:
        raise refused
    return found


def _review_page(
    proposal: Proposal, accepting: AcceptForm | None = None, refusing: RefuseForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """The page; what was typed in one form stays, and the other form is fresh."""
    page = render_template(
        "officers/show_review.html",
        proposal=proposal,
        round=proposal.round,
        currency=rounds.currency_of(unit_of_work().session, proposal.round_no),
        accepting=accepting or AcceptForm(formdata=None, revision=proposal.revision),
        refusing=refusing or RefuseForm(formdata=None, revision=proposal.revision),
        form=accepting or refusing,
    )
    return page, status
