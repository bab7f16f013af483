"""Proposals as anyone may read them: how to put one forward, one with its costs and decision, and what was changed."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from deliberation.differences import runs
from pb_app.actions import Action
from pb_app.models.proposals import Proposal
from pb_app.queries import amendments, points, proposals, rounds
from pb_app.queries.questions import open_questions
from pb_app.refusals import NotVisible, sentence
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.filters import ZONE
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("proposals", __name__)


@bp.get("/rounds/<int:round_no>/proposals/start")
def show_start(round_no: int) -> ResponseReturnValue:
    """What can be put forward, and what happens then."""
    uow = unit_of_work()
    round_ = rounds.visible_round(uow.session, uow.actor, round_no)
    if round_ is None:
        raise NotVisible(sentence("There is no such round."))
    return render_template(
        "public/show_start.html",
        round=round_,
        pot=rounds.pot_of(uow.session, round_no),
        outcomes=rounds.outcomes_of(uow.session, round_.scope),
        is_calling=rounds.is_calling(round_, uow.now().astimezone(ZONE).date()),
    )


@bp.get("/proposals/<int:proposal_no>")
def show_proposal(proposal_no: int) -> ResponseReturnValue:
    """The proposal: what it says, what it costs, and what was decided on it and why."""
    uow = unit_of_work()
    proposal = _visible(uow, proposal_no)
    room_id = points.room_under(uow.session, proposal_no)
    return render_template(
        "public/show_proposal.html",
        proposal=proposal,
        round=proposal.round,
        currency=rounds.currency_of(uow.session, proposal.round_no),
        project=proposals.project_of(uow.session, proposal_no),
        amendments=amendments.amendments_of(uow.session, proposal_no),
        room_id=room_id,
        questions=open_questions(uow.session, [room_id] if room_id else []),
        now=uow.now(),
        came_from=amendments.came_from(uow.session, proposal_no),
        may_amend=uow.may(Action.DRAFT_AMENDMENT, proposal),
        may_revise=uow.may(Action.REVISE_PROPOSAL, proposal),
        may_withdraw=uow.may(Action.WITHDRAW_PROPOSAL, proposal),
        may_review=uow.may(Action.ACCEPT_PROPOSAL, proposal),
    )


@bp.get("/proposals/<int:proposal_no>/revisions")
def list_revisions(proposal_no: int) -> ResponseReturnValue:
    """What each revision changed, newest first."""
    uow = unit_of_work()
    proposal = _visible(uow, proposal_no)
    return render_template(
        "public/list_revisions.html",
        proposal=proposal,
        round=proposal.round,
        currency=rounds.currency_of(uow.session, proposal.round_no),
        steps=proposals.revisions_of(uow.session, proposal),
        outcomes=proposals.outcome_titles(uow.session, proposal.round.locality.partnership_id),
        runs=runs,
        taken_up=amendments.taken_up(uow.session, proposal_no),
    )


def _visible(uow: UnitOfWork, proposal_no: int) -> Proposal:
    found = proposals.visible_proposal(uow.session, uow.actor, proposal_no)
    if found is None:
        raise NotVisible(sentence("There is no such proposal."))
    return found
