"""The queue of facilitators: what waits, one case with everything needed to decide, and what holds in a room."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from deliberation.moderation import AGAINST_AUTHOR, Verdict
from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.moderation_forms import DecisionForm, MeasureForm, MuteForm
from pb_app.models.cases import ModerationDecision
from pb_app.models.rooms import Room
from pb_app.moderating import Grounds
from pb_app.queries import cases, policies
from pb_app.queries.cases import CaseFile
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.restraints import restraints_of
from pb_app.roles import Role
from pb_app.services import measures, moderation, safeguarding
from pb_app.services.measures import Measure
from pb_app.web.errors import status_of
from pb_app.web.forms import number_of
from pb_app.web.i18n import locale
from pb_app.web.login import needs_role
from pb_app.web.moderation_words import (
    CAUSES,
    DECIDED,
    PRIORITIES,
    STATES,
    letter_of_flag,
    letter_to_author,
    queue_address,
    rule_choices,
)
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("moderation", __name__)
UNDO = timedelta(seconds=30)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("/moderation")
def show_queue() -> ResponseReturnValue:
    """What waits within the reader's reach, the most urgent first, and the appeals."""
    uow = unit_of_work()
    return render_template(
        "facilitators/show_queue.html",
        lines=cases.queue(uow.session, uow.actor, uow.now()),
        appeals=cases.appeals_waiting(uow.session, uow.actor),
        causes=CAUSES,
        states=STATES,
        priorities=PRIORITIES,
        actor_id=uow.actor.person_id,
        undo=_undo(number_of(request.args.get("decided"))),
    )


def _undo(case_id: int) -> ModerationDecision | None:
    """What the reader decided on this case half a minute ago at most, and can take back with one button."""
    uow = unit_of_work()
    latest = next(reversed(cases.decisions_of(uow.session, case_id)), None)
    if latest is None or latest[0].decided_by != uow.actor.person_id or latest[0].verdict not in AGAINST_AUTHOR:
        return None
    return latest[0] if latest[0].at + UNDO > uow.now() else None


@bp.get("/moderation/cases/<int:case_id>")
def show_case(case_id: int) -> ResponseReturnValue:
    """One case: the message among its neighbours, the reports without names, what was decided before."""
    file = _file(case_id)
    return _case_page(file, _decision_form(file), MuteForm(minutes=10))


@bp.post("/moderation/cases/<int:case_id>/decision")
def decide_on_message(case_id: int) -> ResponseReturnValue:
    """Decide, and go back to the queue."""
    file = _file(case_id)
    form, status = _decision_form(file), 422
    if form.validate():
        try:
            grounds = Grounds(form.rule.data or None, form.note.data or "")
            verdict = Verdict(form.verdict.data)
            write = letter_to_author(notices_address())
            version = number_of(form.version.data)
            moderation.decide_on_message(unit_of_work(), case_id, version, verdict, grounds, write=write)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("It is decided. The author is told where something was done."), "success")
            back = case_id if verdict in AGAINST_AUTHOR else None
            return redirect(url_for(".show_queue", decided=back))
    return _case_page(_file(case_id), form, MuteForm(minutes=10)), status


@bp.post("/moderation/cases/<int:case_id>/mute")
def mute_person(case_id: int) -> ResponseReturnValue:
    """Mute the author in this room, and go back to the case."""
    file = _file(case_id)
    form, status = MuteForm(), 422
    if form.validate():
        try:
            grounds = Grounds(None, form.reason.data or "")
            write = letter_to_author(notices_address())
            minutes = form.minutes.data
            measures.mute_person(unit_of_work(), file.room.id, file.case.seq, minutes, grounds, write=write)
        except (Invalid, Conflict) as refused:
            form.refuse(refused, "reason")
            status = status_of(refused)
        else:
            flash(_("It holds from now on. The author is told."), "success")
            return redirect(url_for(".show_case", case_id=case_id))
    file = _file(case_id)
    return _case_page(file, _decision_form(file), form), status


@bp.post("/moderation/cases/<int:case_id>/flag")
def flag_case(case_id: int) -> ResponseReturnValue:
    """Pass the case to whoever is named for people under 16, and go back to it."""
    safeguarding.flag_case(unit_of_work(), case_id, write=letter_of_flag(queue_address()))
    flash(_("It is passed on. The person named for it is written to."), "success")
    return redirect(url_for(".show_case", case_id=case_id))


@bp.get("/rooms/<int:room_id>/measures")
def show_measures(room_id: int) -> ResponseReturnValue:
    """What holds in a room now, and the form to change it."""
    return _measures_page(_room(room_id), MeasureForm())


@bp.post("/rooms/<int:room_id>/measures")
def take_measure(room_id: int) -> ResponseReturnValue:
    """Lay a measure on the room."""
    room = _room(room_id)
    form = MeasureForm()
    if form.validate():
        try:
            measure = Measure(Verdict(form.verdict.data), form.amount.data or 0, form.note.data or "")
            measures.take_measure(unit_of_work(), room_id, measure)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("It holds from now on. Everybody in the room reads it."), "success")
            return redirect(url_for(".show_measures", room_id=room_id))
    return _measures_page(room, form), 422


def notices_address() -> str:
    """Where the author reads more and may appeal, for a letter."""
    path: str = url_for("residents.notices.list_notices")
    return installation().settings.site_url.rstrip("/") + path


def _file(case_id: int) -> CaseFile:
    uow = unit_of_work()
    found = cases.case_file(uow.session, case_id)
    if found is None or not uow.may(Action.DECIDE_ON_MESSAGE, found.room):
        raise NotVisible(sentence("There is no such case."))
    return found


def _room(room_id: int) -> Room:
    room = readable_room(unit_of_work(), room_id)
    refused = permissions.refusal(unit_of_work().actor, Action.TAKE_MEASURE, room)
    if refused is not None:
        raise refused
    return room


def _decision_form(file: CaseFile) -> DecisionForm:
    form = DecisionForm(version=str(file.case.version))
    latest = policies.policy_of(unit_of_work().session, file.room.scope.partnership_id or 0)
    form.rule.choices = rule_choices(latest, locale())
    return form


def _case_page(file: CaseFile, form: DecisionForm, mute_form: MuteForm) -> str:
    return render_template(
        "facilitators/show_case.html",
        file=file,
        form=form,
        mute_form=mute_form,
        causes=CAUSES,
        states=STATES,
        decided=DECIDED,
    )


def _measures_page(room: Room, form: MeasureForm) -> str:
    uow = unit_of_work()
    held = restraints_of(uow.session, room.id, uow.now())
    return render_template("facilitators/show_measures.html", room=room, form=form, held=held)
