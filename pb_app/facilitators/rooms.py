"""Hiding a message in a room, with a reason that is published in its place."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.forms import MessageHidingForm
from pb_app.facilitators.moderation import notices_address
from pb_app.models.rooms import Room, RoomEventKind
from pb_app.queries import policies
from pb_app.queries import rooms as queries
from pb_app.queries.rooms import MessageCard
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import rooms
from pb_app.web.forms import number_of
from pb_app.web.i18n import locale
from pb_app.web.login import needs_role
from pb_app.web.moderation_words import letter_to_author, rule_choices
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rooms", __name__)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("/rooms/<int:room_id>/messages/<int:seq>/hiding")
def show_hiding(room_id: int, seq: int) -> ResponseReturnValue:
    """Ask for the reason, with the message in view."""
    room, message = _message(room_id, seq)
    if message.hidden_reason is not None:
        raise Conflict(sentence("This message has been hidden already."))
    return render_template("facilitators/hide_message.html", form=_form(room), room=room, message=message)


@bp.post("/rooms/<int:room_id>/messages/<int:seq>/hiding")
def hide_message(room_id: int, seq: int) -> ResponseReturnValue:
    """Hide the message and go back to the room."""
    room, message = _message(room_id, seq)
    form = _form(room)
    if not form.validate():
        return render_template("facilitators/hide_message.html", form=form, room=room, message=message), 422
    try:
        write = letter_to_author(notices_address())
        rooms.hide_message(
            unit_of_work(), room_id, seq, form.reason.data or "", number_of(form.rule.data) or None, write=write
        )
    except Invalid as refused:
        form.refuse(refused)
        return render_template("facilitators/hide_message.html", form=form, room=room, message=message), 422
    flash(_("The message is hidden. Your reason stands in its place."), "success")
    return redirect(url_for("public.rooms.show_room", room_id=room_id, _anchor=f"message-{seq}"))


def _form(room: Room) -> MessageHidingForm:
    form = MessageHidingForm()
    latest = policies.policy_of(unit_of_work().session, room.scope.partnership_id or 0)
    form.rule.choices = rule_choices(latest, locale())
    return form


def _message(room_id: int, seq: int) -> tuple[Room, MessageCard]:
    """The message, for those who may hide it; refused as the use case would refuse."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    refused = permissions.refusal(uow.actor, Action.HIDE_MESSAGE, room)
    if refused is not None:
        raise refused
    event = queries.event_at(uow.session, room.id, seq)
    if event is None or event.message is None or event.kind is not RoomEventKind.MESSAGE:
        raise NotVisible(sentence("There is no such message in this room."))
    return room, event.message
