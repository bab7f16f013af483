"""Reporting a message in a room: by anybody who is signed in, under one of the partnership's rules."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, TextAreaField

from pb_app.models.rooms import Room
from pb_app.queries import policies
from pb_app.queries import rooms as queries
from pb_app.queries.rooms import MessageCard
from pb_app.refusals import Conflict, Invalid, NotVisible, TooOften, sentence
from pb_app.services import moderation
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, needed, number_of
from pb_app.web.i18n import locale
from pb_app.web.login import needs_sign_in
from pb_app.web.moderation_words import letter_of_flag, queue_address, rule_choices
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("reports", __name__, url_prefix="/rooms/<int:room_id>/messages/<int:seq>/report")
bp.before_request(needs_sign_in)


class ReportForm(PageForm):
    """What is wrong with a message."""

    rule = RadioField(_l("Which rule does it break?"), validators=[needed(_l("Choose a rule, or something else."))])
    note = TextAreaField(_l("What is wrong, in your own words"))
    under_16 = BooleanField(_l("Somebody under 16 may be at risk"))


@bp.get("")
def show_report(room_id: int, seq: int) -> ResponseReturnValue:
    """Ask what is wrong, with the message in view."""
    room, message = _message(room_id, seq)
    return _page(room, message, _form(room))


@bp.post("")
def report_message(room_id: int, seq: int) -> ResponseReturnValue:
    """Report it and go back to the room."""
    room, _said = _message(room_id, seq)
    form, status = _form(room), 422
    if form.validate():
        try:
            rule = number_of(form.rule.data) or None
            risk, write = bool(form.under_16.data), letter_of_flag(queue_address())
            note = form.note.data or ""
            moderation.report_message(unit_of_work(), room_id, seq, rule, note, under_16=risk, write=write)
        except (Invalid, Conflict, TooOften) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("Thank you. A facilitator will look at it. Nobody in the room learns that it was you."), "success")
            return redirect(url_for("public.rooms.show_room", room_id=room_id, _anchor=f"message-{seq}"))
    return _page(*_message(room_id, seq), form), status


def _form(room: Room) -> ReportForm:
    form = ReportForm()
    latest = policies.policy_of(unit_of_work().session, room.scope.partnership_id or 0)
    form.rule.choices = rule_choices(latest, locale())
    return form


def _message(room_id: int, seq: int) -> tuple[Room, MessageCard]:
    room = readable_room(unit_of_work(), room_id)
    event = queries.event_at(unit_of_work().session, room.id, seq)
    if event is None or event.message is None or event.message.seq != seq:
        raise NotVisible(sentence("There is no such message in this room."))
    return room, event.message


def _page(room: Room, message: MessageCard, form: ReportForm) -> str:
    return render_template("residents/report_message.html", room=room, message=message, form=form)
