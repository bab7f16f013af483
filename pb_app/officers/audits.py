"""The auditor's pages: where to begin, the trail of a decision, a sample drawn by lot, a note of what was checked."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.audit.halts import halt_of
from pb_app.models.log import LogCheckpoint
from pb_app.officers.audit_forms import FINDINGS, CheckForm, SampleForm
from pb_app.queries import audits as queries
from pb_app.queries import counts, log, log_names, log_tiles, partnerships, trails
from pb_app.queries.counts import Result
from pb_app.queries.log import LogEntry
from pb_app.refusals import NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import audits
from pb_app.stages import CheckFinding, PollState
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("audits", __name__, url_prefix="/officers/audit")
bp.before_request(needs_role(Role.AUDITOR))


@bp.get("")
def show_audit() -> ResponseReturnValue:
    """Where an auditor begins: the log and who witnessed it, the results to trace, the money, what was checked."""
    uow = unit_of_work()
    checkpoint = log.newest_checkpoint(uow.session)
    return render_template(
        "officers/show_audit.html",
        checkpoint=checkpoint,
        keys=log_tiles.log_keys(uow.session),
        halt=halt_of(uow.session),
        polls=queries.polls_to_trace(uow.session, uow.actor),
        partnerships=partnerships.partnerships_of(uow.session, uow.actor),
        checks=queries.checks(uow.session),
        findings=FINDINGS,
        looks=queries.looks(uow.session),
    )


@bp.get("/polls/<int:poll_no>")
def list_trails(poll_no: int) -> ResponseReturnValue:
    """The projects of a result as voters saw it, each with the way to its trail."""
    result = _result(poll_no)
    return render_template("officers/list_trails.html", result=result, poll=result.poll)


@bp.get("/polls/<int:poll_no>/projects/<int:project_id>")
def show_trail(poll_no: int, project_id: int) -> ResponseReturnValue:
    """One project: back to the proposal, the room and the review, and on to the forum, the award and the payments."""
    session = unit_of_work().session
    trail = trails.trail_of(session, _result(poll_no), project_id)
    if trail is None:
        raise NotVisible(sentence("There is no such project on the paper of this poll."))
    entries = [entry for found in trail.entries.values() for entry in found]
    return render_template(
        "officers/show_trail.html",
        trail=trail,
        poll=trail.result.poll,
        names=log_names.names_in(session, entries),
        decisions=queries.DECISIONS,
        checks=queries.checks(session, [entry.index for entry in entries]),
        findings=FINDINGS,
    )


@bp.get("/sample")
def draw_sample() -> ResponseReturnValue:
    """Decisions drawn by lot from the signed log: anybody who knows the words draws the same."""
    session = unit_of_work().session
    form = SampleForm(request.args)
    is_asked = "words" in request.args
    checkpoint = _checkpoint()
    is_drawn = is_asked and checkpoint is not None and form.validate()
    words = (form.words.data or "").strip()
    entries = queries.sample(session, checkpoint, words, form.many.data or 0) if is_drawn and checkpoint else []
    page = render_template(
        "officers/draw_sample.html",
        form=form,
        words=words,
        checkpoint=checkpoint,
        is_drawn=is_drawn,
        entries=entries,
        among=len(queries.decision_indices(session, checkpoint.size)) if is_drawn and checkpoint else 0,
        decisions=queries.DECISIONS,
        names=log_names.names_in(session, entries),
        checked={one.entry for one in queries.checks(session, [entry.index for entry in entries])},
    )
    return page if is_drawn or not is_asked or checkpoint is None else (page, 422)


@bp.get("/entries/<int:index>")
def show_check(index: int) -> ResponseReturnValue:
    """One decision, what auditors noted about it, and a form for a further note."""
    return _check_page(_decision(index), CheckForm(formdata=None))


@bp.post("/entries/<int:index>")
def note_check(index: int) -> ResponseReturnValue:
    """Keep what was checked."""
    decision, form = _decision(index), CheckForm()
    if not form.validate():
        return _check_page(decision, form), 422
    audits.note_check(unit_of_work(), index, CheckFinding(form.finding.data), form.words.data or "")
    flash(_("What you checked is kept, and the log says that you checked it."), "success")
    return redirect(url_for(".show_check", index=index))


def _check_page(decision: LogEntry, form: CheckForm) -> str:
    session = unit_of_work().session
    return render_template(
        "officers/show_check.html",
        entry=decision,
        form=form,
        names=log_names.names_in(session, [decision]),
        checks=queries.checks(session, [decision.index]),
        findings=FINDINGS,
    )


def _decision(index: int) -> LogEntry:
    found = queries.decision_at(unit_of_work().session, index)
    if found is None:
        raise NotVisible(sentence("There is no decision under this number in the log."))
    return found


def _checkpoint() -> LogCheckpoint | None:
    """The checkpoint that the address names, so that a sample can be drawn again; otherwise the newest."""
    session = unit_of_work().session
    size = request.args.get("size", type=int)
    if size is None:
        return log.newest_checkpoint(session)
    found = queries.checkpoint_of(session, size)
    if found is None:
        raise NotVisible(sentence("No checkpoint signed this number of entries."))
    return found


def _result(poll_no: int) -> Result:
    uow = unit_of_work()
    result = counts.result_of(uow.session, poll_no)
    is_there = result is not None and result.poll.state is PollState.PUBLISHED
    if result is None or not is_there or not uow.actor.holds(Role.AUDITOR, result.poll.scope):
        raise NotVisible(sentence("There is no published result under this number in your area."))
    return result
