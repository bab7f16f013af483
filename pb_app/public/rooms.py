"""A room as anyone may read it, live or a page at a time."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from pb_app import permissions
from pb_app.actions import Action
from pb_app.models.rooms import Room
from pb_app.queries import rooms
from pb_app.refusals import NotVisible, sentence
from pb_app.roles import Actor
from pb_app.speaking import WHY, bar_of
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.errors import in_words
from pb_app.web.rooms import MessageForm, new_key, readable_room, socket_token
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rooms", __name__)
SOMEBODY = Actor(person_id=0)  # signed in and holding no role: asks whether the room is open at all
LARGEST = 2**31 - 1


@bp.get("/rooms/<int:room_id>")
def show_room(room_id: int) -> ResponseReturnValue:
    """The latest messages, or those `after` or `before` a place; without JavaScript a link asks for new ones."""
    uow = unit_of_work()
    return _page(uow, readable_room(uow, room_id))


@bp.get("/proposals/<int:proposal_no>/room")
def show_proposal_room(proposal_no: int) -> ResponseReturnValue:
    """The same page, by the number of the proposal."""
    uow = unit_of_work()
    room = rooms.room_of(uow.session, proposal_no)
    if room is None or not room.is_public:
        raise NotVisible(sentence("There is no room under this number."))
    return _page(uow, room)


def _page(uow: UnitOfWork, room: Room) -> str:
    after, before = _place("after"), _place("before")
    closed = permissions.refusal(SOMEBODY, Action.POST_MESSAGE, room)
    bar = bar_of(uow.session, room, uow.actor, uow.now())
    return render_template(
        "public/show_room.html",
        room=room,
        page=rooms.transcript(uow.session, room.id, after=after, before=before),
        after=after,
        closed=in_words(closed) if closed else "",
        bar=gettext(WHY[bar]) if bar else "",
        may_hide=uow.may(Action.HIDE_MESSAGE, room),
        reader_id=current_user.person_id if current_user.is_authenticated else None,
        message_form=_form(room) if current_user.is_authenticated else None,
        token=socket_token(),
    )


def _form(room: Room) -> MessageForm:
    """An empty message; `reply_to` in the address says which one it answers."""
    return MessageForm(key=new_key(), reply_to=str(_place("reply_to") or "")).of_room(room)


def _place(name: str) -> int | None:
    """A place in the room's order from the address; None for anything that is none."""
    given = request.args.get(name, "")
    return min(int(given), LARGEST) if given.isascii() and given.isdigit() and len(given) <= len(str(LARGEST)) else None
