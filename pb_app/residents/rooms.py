"""Saying something in a room by an ordinary form: what the socket does, without JavaScript."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.queries.room_quotes import messages_alike
from pb_app.refusals import Invalid, TooOften
from pb_app.services import rooms
from pb_app.web.errors import status_of
from pb_app.web.login import needs_sign_in
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.room_nudges import told_after_posting
from pb_app.web.rooms import MessageForm, readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rooms", __name__)
bp.before_request(needs_sign_in)


@bp.post("/rooms/<int:room_id>/messages")
def post_message(room_id: int) -> ResponseReturnValue:
    """Say something and go back to the room, or get the words back with what is wrong."""
    room = readable_room(unit_of_work(), room_id)
    form = MessageForm().of_room(room)
    if not form.validate():
        return render_template("residents/post_message.html", form=form, room=room), 422
    try:
        keep_pace(Deed.POST)
        said = form.manner()
        posted = rooms.post_message(unit_of_work(), room_id, form.key.data or "", form.body.data or "", said)
    except (Invalid, TooOften) as refused:
        form.refuse(refused)
        room = readable_room(unit_of_work(), room_id)  # what was read before the refusal was given up with it
        return render_template("residents/post_message.html", form=form, room=room), status_of(refused)
    _tell_alike(room_id, form.body.data or "")
    told = told_after_posting(unit_of_work(), posted)
    if told:
        flash(told, "success")
    return redirect(url_for("public.rooms.show_room", room_id=room_id, _anchor=f"message-{posted.seq}"))


def _tell_alike(room_id: int, body: str) -> None:
    """Say which messages of others are much like the one just posted: people look themselves, nothing is merged."""
    uow = unit_of_work()
    near = messages_alike(uow.session, room_id, body.strip(), uow.actor.person_id)
    if near:
        places = ", ".join(str(one.seq) for one in near)
        told = _("Others wrote something like this: message %(places)s. You can withdraw yours.", places=places)
        flash(told, "success")
