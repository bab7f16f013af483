"""An officer's pages of a poll: draft, preview, freeze, open, close."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from ballots.cautions import cautions
from ballots.errors import BadPoll, BadRule
from pb_app import definitions
from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.models.rounds import Round
from pb_app.officers.poll_forms import CloseForm, PollForm
from pb_app.queries import budgets, contests, rounds
from pb_app.queries import polls as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role, Subject
from pb_app.services import polls
from pb_app.stages import PollState
from pb_app.web.errors import in_words
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("polls", __name__)
BEFORE_OPENING = frozenset({PollState.DRAFT, PollState.FROZEN})
DEEDS = (Action.FREEZE_POLL, Action.OPEN_POLL, Action.CLOSE_POLL)
STANDS_AT: Mapping[type[Exception], str] = {BadPoll: "ballot", BadRule: "rule"}
"""The field beside which a fault of the counting library is said."""
SEE_PAPERS = frozenset({Role.OFFICER, Role.APPROVER, Role.AUDITOR})
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.COUNCILLOR, Role.AUDITOR))


@bp.get("/officers/rounds/<int:round_no>/poll")
def edit_poll(round_no: int) -> ResponseReturnValue:
    """The draft of a round's poll."""
    round_ = _seen_round(round_no)
    poll = queries.poll_of_round(unit_of_work().session, round_no)
    form = PollForm.of(poll, queries.projects_of(unit_of_work().session, round_no))
    return render_template("officers/edit_poll.html", round=round_, poll=poll, form=form)


@bp.post("/officers/rounds/<int:round_no>/poll")
def draft_poll(round_no: int) -> ResponseReturnValue:
    """Keep the draft."""
    round_ = _seen_round(round_no)
    form = PollForm.of(None, queries.projects_of(unit_of_work().session, round_no))
    if form.validate():
        try:
            poll = polls.draft_poll(unit_of_work(), round_no, form.draft())
        except (Invalid, Conflict, BadPoll, BadRule) as refused:
            form.refuse(refused, STANDS_AT.get(type(refused)))
        else:
            flash(_("The draft is kept. Nothing is fixed until it is frozen."), "success")
            return redirect(url_for(".show_poll", poll_no=poll.poll_no))
    return render_template("officers/edit_poll.html", round=round_, poll=None, form=form), 422


@bp.get("/officers/polls/<int:poll_no>")
def show_poll(poll_no: int) -> ResponseReturnValue:
    """Where the poll stands, what is missing, and what comes next."""
    return _poll_page(_seen_poll(poll_no), CloseForm())


@bp.get("/officers/polls/<int:poll_no>/preview")
def preview_poll(poll_no: int) -> ResponseReturnValue:
    """The paper as a voter will see it. It cannot be cast."""
    poll = _seen_poll(poll_no)
    projects = queries.projects_of(unit_of_work().session, poll.round_no)
    return render_template(
        "officers/preview_poll.html",
        poll=poll,
        asked=contests.previewed(unit_of_work().session, poll),
        by_ref={one.ref: one for one in projects},
        typed={"marks": (), "numbers": {}},
    )


@bp.post("/officers/polls/<int:poll_no>/frozen")
def freeze_poll(poll_no: int) -> ResponseReturnValue:
    """Fix the rules and hash them."""
    polls.freeze_poll(unit_of_work(), poll_no)
    flash(_("The rules are frozen and hashed. A second person can now open the poll."), "success")
    return redirect(url_for(".show_poll", poll_no=poll_no))


@bp.post("/officers/polls/<int:poll_no>/opened")
def open_poll(poll_no: int) -> ResponseReturnValue:
    """Let voting begin at its hour."""
    polls.open_poll(unit_of_work(), poll_no)
    flash(_("The poll is open from its hour on."), "success")
    return redirect(url_for(".show_poll", poll_no=poll_no))


@bp.post("/officers/polls/<int:poll_no>/closed")
def close_poll(poll_no: int) -> ResponseReturnValue:
    """Close the poll."""
    form = CloseForm()
    try:
        poll = polls.close_poll(unit_of_work(), poll_no, form.reason.data or "")
    except (Invalid, Conflict) as refused:
        form.refuse(refused, "reason")
        return _poll_page(_seen_poll(poll_no), form), 422
    flash(_("The poll is closed. %(ballots)s ballots are in the box.", ballots=poll.ballots), "success")
    return redirect(url_for(".show_poll", poll_no=poll_no))


def _poll_page(poll: Poll, form: CloseForm) -> str:
    uow = unit_of_work()
    return render_template(
        "officers/show_poll.html",
        poll=poll,
        form=form,
        missing=[in_words(Conflict(told)) for told in polls.what_is_missing(uow, poll)],
        rule=definitions.rule_of(poll.rule),
        cautions=_cautions(poll) if poll.state in BEFORE_OPENING else [],
        projects=queries.projects_of(uow.session, poll.round_no),
        asked=contests.previewed(uow.session, poll),
        pence=budgets.pot_pence(uow.session, poll.pot_id),
        now=uow.now(),
        needs_another=uow.now() < poll.closes_at and poll.opened_by == uow.actor.person_id,
        runs_it=uow.may(Action.MOVE_ROUND, poll.round),
        sees_papers=poll.state is not PollState.DRAFT and uow.actor.grant_for(SEE_PAPERS, poll.scope) is not None,
        may={
            action.name: uow.may(action, poll) for action in (Action.FREEZE_POLL, Action.OPEN_POLL, Action.CLOSE_POLL)
        },
    )


def _cautions(poll: Poll) -> list[str]:
    """What to think about while the rule can still be changed, in the reader's language."""
    asked = contests.previewed(unit_of_work().session, poll)
    return [
        gettext(told.template) % told.figures
        for one in asked
        if one.contest.poll.budget > 0
        for told in cautions(one.contest.poll, definitions.limit_of(one.contest.style), one.rule)
    ]


def _seen_round(round_no: int) -> Round:
    round_ = rounds.round_by_no(unit_of_work().session, round_no)
    if round_ is None or not _in_scope(round_):
        raise NotVisible(sentence("There is no round under this number in your area."))
    return round_


def _seen_poll(poll_no: int) -> Poll:
    poll = queries.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not _in_scope(poll):
        raise NotVisible(sentence("There is no poll under this number in your area."))
    return poll


def _in_scope(subject: Subject) -> bool:
    return unit_of_work().actor.grant_for(frozenset(GRANTED), subject.scope) is not None
