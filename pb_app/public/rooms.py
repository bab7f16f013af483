"""A room as anyone may read it, live or a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from deliberation.fairness import Nudge
from deliberation.kinds import ExitTest
from pb_app import permissions
from pb_app.actions import Action
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEvent
from pb_app.queries import opinions, room_life, rooms
from pb_app.queries.questions import open_questions
from pb_app.queries.room_life import Signed
from pb_app.queries.room_nudges import nudge_due
from pb_app.queries.room_tables import Drawn, drawn, staying_out
from pb_app.queries.talk_measures import asks_of
from pb_app.refusals import NotVisible, sentence
from pb_app.roles import Actor, Role
from pb_app.speaking import WHY, Turn, bar_of, speaker_now
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.errors import in_words
from pb_app.web.rooms import MessageForm, new_key, readable_room, socket_token
from pb_app.web.talk import STAND_WORDS
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
        questions=open_questions(uow.session, [room.id]),
        may_answer=uow.actor.holds(Role.OFFICER, room.scope),
        now=uow.now(),
        closed=in_words(closed) if closed else "",
        bar=gettext(WHY[bar]) if bar else "",
        may_hide=uow.may(Action.HIDE_MESSAGE, room),
        reader_id=current_user.person_id if current_user.is_authenticated else None,
        life=_life(uow, room),
        runs_room=uow.may(Action.SET_ROOM, room),
        message_form=_form(uow, room) if current_user.is_authenticated else None,
        takes_statements=opinions.board_of(uow.session, room.id) is not None,
        may_set=uow.may(Action.SET_STATEMENTS, room),
        token=socket_token(),
        asks=asks_of(uow.session, room.id),
        stand_words=STAND_WORDS,
    )


@dataclass(frozen=True, slots=True)
class Life:
    """How the room stands, beside what was said in it."""

    signed: Signed | None
    may_sign: bool
    seats: Sequence[tuple[str, int]]
    evidence: Sequence[RoomEvent]
    lacking: tuple[ExitTest, ...]
    waiting: Sequence[Person]
    turn: Turn | None
    draft: str
    is_quiet: bool
    drawn: Drawn | None
    is_out: bool


def _life(uow: UnitOfWork, room: Room) -> Life:
    session = uow.session
    signed = room_life.signed(session, room.id)
    return Life(
        signed=signed,
        may_sign=signed is not None and uow.actor.person_id in room_life.asked_of(signed.conclusion),
        seats=room_life.seats(session, room.id),
        evidence=room_life.evidence_pack(session, room.id),
        lacking=room_life.lacking(session, room),
        waiting=room_life.waiting(session, room.id),
        turn=speaker_now(session, room.id, uow.now()),
        draft=room_life.draft_of(session, room.id, uow.actor.person_id),
        is_quiet=nudge_due(session, room, uow.actor) is Nudge.QUIET,
        drawn=drawn(session, room.id, uow.actor.person_id),
        is_out=uow.actor.person_id in staying_out(session, room.id),
    )


@bp.get("/rooms/<int:room_id>/messages/<int:seq>/history")
def show_history(room_id: int, seq: int) -> ResponseReturnValue:
    """A message as it was posted and as it was corrected."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    found = room_life.versions(uow.session, room.id, seq)
    if not found:
        raise NotVisible(sentence("There is no such message in this room."))
    return render_template("public/show_message_history.html", room=room, versions=found, seq=seq)


def _form(uow: UnitOfWork, room: Room) -> MessageForm:
    """A message to be written, with the draft in it; `reply_to` and `quotes` in the address say which ones."""
    draft = room_life.draft_of(uow.session, room.id, uow.actor.person_id)
    reply_to, quotes = str(_place("reply_to") or ""), str(_place("quotes") or "")
    return MessageForm(key=new_key(), reply_to=reply_to, quotes=quotes, body=draft).of_room(room)


def _place(name: str) -> int | None:
    """A place in the room's order from the address; None for anything that is none."""
    given = request.args.get(name, "")
    return min(int(given), LARGEST) if given.isascii() and given.isdigit() and len(given) <= len(str(LARGEST)) else None
