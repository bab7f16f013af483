"""Changes that people suggest to a proposal, as anyone may read them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.actions import Action
from pb_app.queries import amendments, proposals
from pb_app.refusals import NotVisible, sentence
from pb_app.web.amendments import amendment_page, readable_amendment
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("amendments", __name__)


@bp.get("/proposals/<int:proposal_no>/amendments")
def list_amendments(proposal_no: int) -> ResponseReturnValue:
    """The changes suggested to a proposal, newest first, and what became of each."""
    uow = unit_of_work()
    proposal = proposals.visible_proposal(uow.session, uow.actor, proposal_no)
    if proposal is None:
        raise NotVisible(sentence("There is no such proposal."))
    return render_template(
        "public/list_amendments.html",
        proposal=proposal,
        round=proposal.round,
        amendments=amendments.amendments_of(uow.session, proposal_no),
        draft=amendments.draft_of(uow.session, proposal_no, uow.actor.person_id),
        may_draft=uow.may(Action.DRAFT_AMENDMENT, proposal),
    )


@bp.get("/amendments/<int:amendment_id>")
def show_amendment(amendment_id: int) -> ResponseReturnValue:
    """One suggested change."""
    uow = unit_of_work()
    return amendment_page(uow, readable_amendment(uow, amendment_id))
