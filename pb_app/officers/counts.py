"""An officer's pages of a count: run it, look at it before anyone else does, publish it, post the awards."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ballots.errors import BallotError
from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.models.polls import Poll
from pb_app.officers.count_forms import CountForm
from pb_app.queries import budgets, polls
from pb_app.queries import counts as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role
from pb_app.services import adoptions, counts
from pb_app.services.adoptions import BeforeForum
from pb_app.stages import PollState
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("counts", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.COUNCILLOR, Role.AUDITOR))
LOOKING = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR})
COUNTED = (PollState.COUNTED, PollState.PUBLISHED)


@bp.get("/officers/polls/<int:poll_no>/count")
def show_count(poll_no: int) -> ResponseReturnValue:
    """Where the count stands, and what comes next. A result that is not published is for officers of the place only."""
    return _count_page(seen_poll(poll_no), CountForm())


@bp.post("/officers/polls/<int:poll_no>/count")
def record_count(poll_no: int) -> ResponseReturnValue:
    """Count the poll by its frozen rules."""
    form = CountForm()
    try:
        counts.record_count(unit_of_work(), poll_no, form.seed_value.data or "")
    except (Invalid, BallotError) as refused:
        form.refuse(refused)
        return _count_page(seen_poll(poll_no), form), 422
    flash(_("The poll is counted. A second person can now publish the result."), "success")
    return redirect(url_for(".show_count", poll_no=poll_no))


@bp.post("/officers/polls/<int:poll_no>/published")
def publish_result(poll_no: int) -> ResponseReturnValue:
    """Make the result public."""
    counts.publish_result(unit_of_work(), poll_no)
    flash(_("The result is published."), "success")
    return redirect(url_for(".show_count", poll_no=poll_no))


@bp.post("/officers/polls/<int:poll_no>/awards")
def post_awards(poll_no: int) -> ResponseReturnValue:
    """Move the money that the forum gave from the pot to the projects."""
    try:
        adoptions.post_awards(unit_of_work(), poll_no)
    except (Conflict, Invalid) as refused:
        form = CountForm()
        form.refuse(refused)
        return _count_page(seen_poll(poll_no), form), 409
    flash(_("The awards are posted: the money stands with the projects."), "success")
    return redirect(url_for(".show_count", poll_no=poll_no))


def seen_poll(poll_no: int) -> Poll:
    """The poll, for whoever holds a role where it is voted on or sits on the forum that decides."""
    uow = unit_of_work()
    poll = polls.poll_by_no(uow.session, poll_no)
    held = frozenset(GRANTED)
    if poll is None or not (uow.actor.grant_for(held, poll.scope) or uow.actor.grant_for(held, poll.round.forum.scope)):
        raise NotVisible(sentence("There is no poll under this number in your area."))
    return poll


def _count_page(poll: Poll, form: CountForm) -> str:
    uow = unit_of_work()
    result = queries.result_of(uow.session, poll.poll_no) if poll.state in COUNTED else None
    sees = poll.state is PollState.PUBLISHED or uow.actor.grant_for(LOOKING, poll.scope) is not None
    return render_template(
        "officers/show_count.html",
        poll=poll,
        form=form,
        definition=read_definition(poll.definition) if poll.definition else None,
        result=result if sees else None,
        pot=budgets.pot_pence(uow.session, poll.pot_id),
        runs_it=uow.may(Action.MOVE_ROUND, poll.round),
        may_count=uow.may(Action.RECORD_COUNT, poll),
        may_publish=result is not None and uow.may(Action.PUBLISH_RESULT, result.count),
        may_decide=result is not None and uow.may(Action.ADOPT_RESULT, BeforeForum.of(result.count)),
        may_pay=result is not None and uow.may(Action.POST_AWARDS, result.count),
    )
