"""An officer's pages of rounds: those they run, setting one up, its scope, and moving it on."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.rounds import Round
from pb_app.officers.round_forms import RoundForm, ScopeForm, StageForm
from pb_app.permissions import refusal
from pb_app.queries import reviews as review_queries
from pb_app.queries import rounds as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import rounds
from pb_app.stages import RoundStage, next_stage
from pb_app.web.filters import ZONE
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rounds", __name__)
bp.before_request(needs_role(Role.OFFICER))


@bp.get("/officers/rounds")
def list_rounds() -> ResponseReturnValue:
    """The rounds of the officer's localities, drafts too."""
    uow = unit_of_work()
    return render_template("officers/list_rounds.html", rounds=queries.rounds_run_by(uow.session, uow.actor))


@bp.get("/officers/rounds/new")
def show_new_round() -> ResponseReturnValue:
    """The empty form of a round."""
    return _new_round_page(_offering(RoundForm(formdata=None)))


@bp.post("/officers/rounds")
def create_round() -> ResponseReturnValue:
    """Set up a round, as a draft."""
    form = _offering(RoundForm())
    if not form.validate():
        return _new_round_page(form, 422)
    try:
        made = rounds.create_round(unit_of_work(), form.locality_id.data or 0, form.forum_id.data or 0, form.scope())
    except Invalid as refused:
        form.refuse(refused)
        return _new_round_page(_offering(form), 422)
    flash(_("The round is set up as a draft. Only those who run it see it."), "success")
    return redirect(url_for(".show_round", round_no=made.round_no))


@bp.get("/officers/rounds/<int:round_no>")
def show_round(round_no: int) -> ResponseReturnValue:
    """Where the round stands, and what there is to do."""
    uow = unit_of_work()
    round_ = _run(round_no)
    return render_template(
        "officers/show_round.html",
        round=round_,
        queue=review_queries.queue_of(uow.session, round_no),
        poll=queries.poll_in(uow.session, round_no),
        pot=queries.pot_of(uow.session, round_no),
        may_state=uow.may(Action.STATE_SCOPE, round_) and not queries.has_fixed_poll(uow.session, round_no),
        next_stage=next_stage(round_.stage),
        obstacles=queries.obstacles(uow.session, round_),
    )


@bp.get("/officers/rounds/<int:round_no>/scope")
def edit_scope(round_no: int) -> ResponseReturnValue:
    """The form with the round's scope and dates as they stand."""
    round_ = _run(round_no, Action.STATE_SCOPE)
    return _scope_page(round_, ScopeForm.of(round_))


@bp.post("/officers/rounds/<int:round_no>/scope")
def state_scope(round_no: int) -> ResponseReturnValue:
    """State the scope and dates anew."""
    round_ = _run(round_no)
    form = ScopeForm()
    if not form.validate():
        return _scope_page(round_, form, 422)
    try:
        rounds.state_scope(unit_of_work(), round_no, form.scope())
    except Invalid as refused:
        form.refuse(refused)
        return _scope_page(_run(round_no), form, 422)
    flash(_("The scope and dates were changed."), "success")
    return redirect(url_for(".show_round", round_no=round_no))


@bp.get("/officers/rounds/<int:round_no>/stage")
def show_stage(round_no: int) -> ResponseReturnValue:
    """What will happen when the round moves on, or what must be done first."""
    round_ = _run(round_no, Action.MOVE_ROUND)
    to = next_stage(round_.stage)
    if to is None:
        raise Conflict(sentence("This is the last stage of a round."))
    uow = unit_of_work()
    return render_template(
        "officers/show_stage.html",
        round=round_,
        to=to,
        form=StageForm(formdata=None, to=to.value),
        obstacles=queries.obstacles(uow.session, round_),
        waiting=len(review_queries.queue_of(uow.session, round_no).waiting),
        is_early=queries.is_calling(round_, uow.now().astimezone(ZONE).date()) and round_.proposals_until is not None,
    )


@bp.post("/officers/rounds/<int:round_no>/stage")
def move_round(round_no: int) -> ResponseReturnValue:
    """Move the round to the stage that was confirmed."""
    form = StageForm()
    wanted = form.to.data or ""
    if wanted not in set(RoundStage):
        raise Invalid(sentence("That is no stage of a round."))
    rounds.move_round(unit_of_work(), round_no, RoundStage(wanted))
    flash(_("The round has moved on."), "success")
    return redirect(url_for(".show_round", round_no=round_no))


def _run(round_no: int, action: Action = Action.MOVE_ROUND) -> Round:
    """The round, if the officer may do this to it now; raises what the use case would."""
    uow = unit_of_work()
    found = queries.visible_round(uow.session, uow.actor, round_no)
    if found is None:
        raise NotVisible(sentence("There is no such round."))
    refused = refusal(uow.actor, action, found)
    if refused is not None:
        raise refused
    return found


def _offering(form: RoundForm) -> RoundForm:
    uow = unit_of_work()
    form.offer(queries.localities_run_by(uow.session, uow.actor), queries.forums_run_by(uow.session, uow.actor))
    return form


def _new_round_page(form: RoundForm, status: int = 200) -> ResponseReturnValue:
    return render_template("officers/show_new_round.html", form=form), status


def _scope_page(round_: Round, form: ScopeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("officers/edit_scope.html", round=round_, form=form), status
