"""Saying something in a room by an ordinary form: what the socket does, without JavaScript."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb_app.models.rooms import Room
from pb_app.queries import rooms as queries
from pb_app.refusals import Invalid, NotVisible, TooOften, sentence
from pb_app.services import rooms
from pb_app.web.errors import status_of
from pb_app.web.login import needs_sign_in
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.rooms import MessageForm
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rooms", __name__)
bp.before_request(needs_sign_in)


@bp.post("/proposals/<int:proposal_no>/room/messages")
def post_message(proposal_no: int) -> ResponseReturnValue:
    """Say something and go back to the room, or get the words back with what is wrong."""
    room = _public_room(proposal_no)
    form = MessageForm()
    if not form.validate():
        return render_template("residents/post_message.html", form=form, room=room), 422
    try:
        keep_pace(Deed.POST)
        posted = rooms.post_message(unit_of_work(), proposal_no, form.key.data or "", form.body.data or "")
    except (Invalid, TooOften) as refused:
        form.refuse(refused)
        return render_template("residents/post_message.html", form=form, room=room), status_of(refused)
    return redirect(url_for("public.rooms.show_room", proposal_no=proposal_no, _anchor=f"message-{posted.seq}"))


def _public_room(proposal_no: int) -> Room:
    room = queries.room_of(unit_of_work().session, proposal_no)
    if room is None or not room.is_public:
        raise NotVisible(sentence("There is no room under this number."))
    return room
