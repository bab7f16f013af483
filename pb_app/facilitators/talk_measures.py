"""Measuring how a room talks: who facilitates, the score sheet, questions before and after, the coded sample, reach."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from deliberation.before_after import Phase, next_phase
from deliberation.sheets import Stand
from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.talk_forms import CoderForm, FacilitationForm, QuestionsForm, ReachForm
from pb_app.models.rooms import Room
from pb_app.queries import before_after as asked_queries
from pb_app.queries import reach as reach_queries
from pb_app.queries.talk_measures import TalkMeasures, measures_of
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import before_after, coding, facilitation, reach, sheets
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm
from pb_app.web.login import needs_role
from pb_app.web.rooms import readable_room
from pb_app.web.talk import PHASE_WORDS, STAND_WORDS
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("talk_measures", __name__)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("/rooms/<int:room_id>/talk")
def show_talk(room_id: int) -> ResponseReturnValue:
    """Everything with which the talk of a room is measured, on one page."""
    return _talk(room_id)


@bp.post("/rooms/<int:room_id>/talk/facilitation")
def state_facilitation(room_id: int) -> ResponseReturnValue:
    """Say who runs the room and for whom."""
    form = FacilitationForm()
    told = _("Who runs the room stands on its page now.")
    return _done(room_id, form, told, lambda uow: facilitation.state_facilitation(
        uow, room_id, form.facilitator.data or "", form.employer.data or "", Stand(form.stand.data)
    ))  # fmt: skip


@bp.post("/rooms/<int:room_id>/talk/sheet")
def open_sheet(room_id: int) -> ResponseReturnValue:
    """Open the score sheet."""
    told = _("The score sheet is open. Its link stands in the room.")
    return _done(room_id, PageForm(), told, lambda uow: sheets.open_sheet(uow, room_id))


@bp.post("/rooms/<int:room_id>/talk/views")
def set_views(room_id: int) -> ResponseReturnValue:
    """Ask questions before the talk."""
    form = QuestionsForm()
    told = _("The questions are asked in the room now.")
    return _done(room_id, form, told, lambda uow: before_after.set_views(uow, room_id, form.questions()))


@bp.post("/rooms/<int:room_id>/talk/views/<word>")
def move_views(room_id: int, word: str) -> ResponseReturnValue:
    """Go on with the questions: keep them back, ask again, close."""
    if word not in set(Phase):
        raise NotVisible(sentence("There is no such page."))
    told = _("The questions have gone on.")
    return _done(room_id, PageForm(), told, lambda uow: before_after.move_views(uow, room_id, Phase(word)))


@bp.post("/rooms/<int:room_id>/talk/sample")
def draw_sample(room_id: int) -> ResponseReturnValue:
    """Draw the messages that are coded."""
    told = _("The sample is drawn. Name two people who code it.")
    return _done(room_id, PageForm(), told, lambda uow: coding.draw_sample(uow, room_id))


@bp.post("/rooms/<int:room_id>/talk/coders")
def name_coder(room_id: int) -> ResponseReturnValue:
    """Name somebody who codes."""
    form = CoderForm()
    told = _("They can code the sample now. Give them its address.")
    return _done(room_id, form, told, lambda uow: coding.name_coder(uow, room_id, form.email.data or ""))


@bp.get("/rooms/<int:room_id>/talk/reach")
def show_reach(room_id: int) -> ResponseReturnValue:
    """The divisions of the population, to be entered."""
    return _reach(room_id, ReachForm(formdata=None, **_entered(room_id)))


@bp.post("/rooms/<int:room_id>/talk/reach")
def set_reach(room_id: int) -> ResponseReturnValue:
    """Enter them."""
    form = ReachForm()
    try:
        reach.set_reach(unit_of_work(), room_id, form.divisions())
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _reach(room_id, form), status_of(refused)
    flash(_("The room asks about these groups now."), "success")
    return redirect(url_for(".show_talk", room_id=room_id))


@bp.post("/rooms/<int:room_id>/talk/reach/closing")
def close_reach(room_id: int) -> ResponseReturnValue:
    """Ask no more about groups."""
    told = _("The figures stand in the room's report now.")
    return _done(room_id, PageForm(), told, lambda uow: reach.close_reach(uow, room_id))


def _done(room_id: int, form: PageForm, told: str, act: Callable[..., object]) -> ResponseReturnValue:
    """Do it and say so, or draw the page with what was typed and what is wrong."""
    if not form.validate():
        return _talk(room_id, form), 422
    try:
        act(unit_of_work())
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _talk(room_id, form), status_of(refused)
    flash(told, "success")
    return redirect(url_for(".show_talk", room_id=room_id))


def _talk(room_id: int, refused: PageForm | None = None) -> str:
    uow = unit_of_work()
    room = _own_room(room_id, Action.STATE_FACILITATION)
    measures = measures_of(uow.session, room_id)
    given = {type(refused): refused} if refused else {}
    return render_template(
        "facilitators/show_talk.html",
        room=room,
        measures=measures,
        refused=refused,
        facilitation_form=given.get(FacilitationForm) or _facilitation(measures),
        questions_form=given.get(QuestionsForm) or _questions(measures),
        coder_form=given.get(CoderForm) or CoderForm(formdata=None),
        is_answered=asked_queries.is_answered(uow.session, room_id),
        following=next_phase(measures.asked.phase) if measures.asked else None,
        phase_words=PHASE_WORDS,
        stand_words=STAND_WORDS,
        may_set_reach=uow.may(Action.SET_REACH, room),
    )


def _facilitation(measures: TalkMeasures) -> FacilitationForm:
    told = measures.facilitation
    given = {name: getattr(told, name) for name in ("facilitator", "employer", "stand")} if told else {}
    return FacilitationForm(formdata=None, **given)


def _questions(measures: TalkMeasures) -> QuestionsForm:
    asked = measures.asked.questions if measures.asked else []
    return QuestionsForm(formdata=None, **{f"question_{one.number}": one.body for one in asked})


def _entered(room_id: int) -> dict[str, str]:
    entered = {}
    for one in reach_queries.questions_of(unit_of_work().session, room_id):
        entered[f"label_{one.number}"], entered[f"source_{one.number}"] = one.label, one.source
        entered[f"groups_{one.number}"] = "\n".join(f"{group.label}: {group.population}" for group in one.groups)
    return entered


def _reach(room_id: int, form: ReachForm) -> str:
    room = _own_room(room_id, Action.SET_REACH)
    return render_template("facilitators/set_reach.html", room=room, form=form)


def _own_room(room_id: int, action: Action) -> Room:
    """The room, for those who may do this in it; refused as the use case would refuse."""
    room = readable_room(unit_of_work(), room_id)
    refused = permissions.refusal(unit_of_work().actor, action, room)
    if refused is not None:
        raise refused
    return room
