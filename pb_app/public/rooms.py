"""The room on a proposal as anyone may read it, live or a page at a time."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from pb_app import permissions
from pb_app.actions import Action
from pb_app.queries import rooms
from pb_app.refusals import NotVisible, sentence
from pb_app.roles import Actor
from pb_app.web.errors import in_words
from pb_app.web.rooms import MessageForm, new_key, socket_token
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rooms", __name__)
SOMEBODY = Actor(person_id=0)  # signed in and holding no role: asks whether the room is open at all
LARGEST = 2**31 - 1


@bp.get("/proposals/<int:proposal_no>/room")
def show_room(proposal_no: int) -> ResponseReturnValue:
    """The latest messages, or those `after` or `before` a place; without JavaScript a link asks for new ones."""
    uow = unit_of_work()
    room = rooms.room_of(uow.session, proposal_no)
    if room is None or not room.is_public:
        raise NotVisible(sentence("There is no room under this number."))
    after, before = _place("after"), _place("before")
    closed = permissions.refusal(SOMEBODY, Action.POST_MESSAGE, room)
    return render_template(
        "public/show_room.html",
        room=room,
        page=rooms.transcript(uow.session, room.id, after=after, before=before),
        after=after,
        closed=in_words(closed) if closed else "",
        may_hide=uow.may(Action.HIDE_MESSAGE, room),
        reader_id=current_user.person_id if current_user.is_authenticated else None,
        message_form=MessageForm(key=new_key()) if current_user.is_authenticated else None,
        token=socket_token(),
    )


def _place(name: str) -> int | None:
    """A place in the room's order from the address; None for anything that is none."""
    given = request.args.get(name, "")
    return min(int(given), LARGEST) if given.isascii() and given.isdigit() and len(given) <= len(str(LARGEST)) else None
