"""An officer's pages of a count: run it, look at it before anyone else does, publish it, post the awards."""

import json

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.models.polls import Poll
from pb_app.officers.count_forms import CountForm
from pb_app.queries import budgets, contests, polls
from pb_app.queries import counts as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, Refusal, sentence
from pb_app.roles import GRANTED, Role
from pb_app.services import adoptions, count_jobs, counts
from pb_app.services.adoptions import BeforeForum
from pb_app.stages import PollState
from pb_app.web.contests import place_asked, place_told
from pb_app.web.elected import told_count
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("counts", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.COUNCILLOR, Role.AUDITOR))
LOOKING = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR})
COUNTED = (PollState.COUNTED, PollState.PUBLISHED)
REFRESHED_EVERY = 5
"""Seconds after which the page of a count under way is asked for again by the browser itself."""


@bp.get("/officers/polls/<int:poll_no>/count")
def show_count(poll_no: int) -> ResponseReturnValue:
    """Where the count stands, and what comes next. A result that is not published is for officers of the place only."""
    page = make_response(_count_page(seen_poll(poll_no), CountForm()))
    job = queries.job_of(unit_of_work().session, poll_no)
    if job is not None and job.is_under_way and "still" not in request.args:
        page.headers["Refresh"] = str(REFRESHED_EVERY)
    return page


@bp.post("/officers/polls/<int:poll_no>/count")
def ask_for_count(poll_no: int) -> ResponseReturnValue:
    """Have the poll counted by its frozen rules; what takes no longer than about a second is done when this answers."""
    form = CountForm()
    try:
        count_jobs.ask_for_count(unit_of_work(), poll_no, form.seed_value.data or "")
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _count_page(seen_poll(poll_no), form), 422
    unit_of_work().end_read()
    installation().hurry()
    if seen_poll(poll_no).state is PollState.COUNTED:
        flash(_("The poll is counted. A second person can now publish the result."), "success")
    return redirect(url_for(".show_count", poll_no=poll_no))


@bp.post("/officers/polls/<int:poll_no>/count/cancelled")
def cancel_count(poll_no: int) -> ResponseReturnValue:
    """Stop a count that waits or runs."""
    count_jobs.cancel_count(unit_of_work(), poll_no)
    flash(_("The count is cancelled. Nothing was counted, and the poll stays closed."), "success")
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
        adoptions.post_awards(unit_of_work(), poll_no, place_asked())
    except (Conflict, Invalid) as refused:
        form = CountForm()
        form.refuse(refused)
        return _count_page(seen_poll(poll_no), form), 409
    flash(_("The awards are posted: the money stands with the projects."), "success")
    return redirect(url_for(".show_count", poll_no=poll_no, contest=place_told(place_asked())))


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
    place = place_asked()
    result = queries.result_of(uow.session, poll.poll_no, place) if poll.state in COUNTED else None
    definition = read_definition(poll.definition) if poll.definition else None
    job = queries.job_of(uow.session, poll.poll_no)
    sees = poll.state is PollState.PUBLISHED or uow.actor.grant_for(LOOKING, poll.scope) is not None
    return render_template(
        "officers/show_count.html",
        poll=poll,
        form=form,
        definition=definition,
        asked=definition.contests[result.place - 1 if result else 0] if definition else None,
        result=result if sees else None,
        how=told_count(result, result.elected) if result and result.elected and sees else None,
        pot=budgets.pot_pence(uow.session, contests.pot_at(uow.session, poll, result.place if result else 1)),
        runs_it=uow.may(Action.MOVE_ROUND, poll.round),
        job=job,
        failure=in_words(Refusal(job.failure, **json.loads(job.figures or "{}"))) if job and job.failure else "",
        before=queries.jobs_before(uow.session, job) if job else 0,
        may_cancel=uow.may(Action.CANCEL_COUNT, poll),
        may_count=uow.may(Action.ASK_FOR_COUNT, poll),
        may_publish=result is not None and uow.may(Action.PUBLISH_RESULT, result.count),
        may_decide=result is not None and uow.may(Action.ADOPT_RESULT, BeforeForum.of(result.count)),
        may_pay=result is not None and uow.may(Action.POST_AWARDS, result.count),
    )
