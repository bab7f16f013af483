"""What people do in a room besides writing: correct, withdraw, keep a draft, raise a hand, sign the conclusion."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, StringField, TextAreaField

from deliberation.fairness import Nudge
from pb_app.models.rooms import Room
from pb_app.queries import rooms as queries
from pb_app.queries.room_quotes import messages_alike
from pb_app.queries.rooms import MessageCard
from pb_app.refusals import Forbidden, Invalid, NotVisible, TooOften, sentence
from pb_app.services import room_interruptions, room_life, room_messages, room_nudges, room_tables, room_turns
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_sign_in
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("room_messages", __name__)
bp.before_request(needs_sign_in)


class CorrectionForm(PageForm):
    """One's own message, to be corrected."""

    body = TextAreaField(_l("Your message"), validators=[needed(_l("Write something first."))])
    headline = StringField(_l("Headline (you can leave this empty)"))
    sure = HiddenField()


@bp.get("/rooms/<int:room_id>/messages/<int:seq>/edit")
def show_edit(room_id: int, seq: int) -> ResponseReturnValue:
    """One's own message in a form."""
    room, message = _own(room_id, seq)
    return _edit(room, message, CorrectionForm(formdata=None, body=message.text, headline=message.headline))


@bp.post("/rooms/<int:room_id>/messages/<int:seq>/edit")
def edit_message(room_id: int, seq: int) -> ResponseReturnValue:
    """Correct it and go back to the room."""
    room, message = _own(room_id, seq)
    form = CorrectionForm()
    if not form.validate():
        return _edit(room, message, form), 422
    try:
        keep_pace(Deed.POST)
        body, headline, is_sure = form.body.data or "", form.headline.data or "", form.sure.data == "1"
        room_messages.edit_message(unit_of_work(), room_id, seq, body, headline, is_sure=is_sure)
    except (Invalid, TooOften) as refused:
        form.refuse(refused)
        return _edit(*_own(room_id, seq), form), status_of(refused)
    return _back(room_id, f"message-{seq}")


@bp.post("/rooms/<int:room_id>/messages/<int:seq>/withdrawal")
def withdraw_message(room_id: int, seq: int) -> ResponseReturnValue:
    """Take one's own message back."""
    room_messages.withdraw_message(unit_of_work(), room_id, seq)
    return _back(room_id, f"message-{seq}")


@bp.post("/rooms/<int:room_id>/draft")
def save_draft(room_id: int) -> ResponseReturnValue:
    """Keep what is being written, for the writer alone; asked for, answer with what says nearly the same already."""
    uow, body = unit_of_work(), request.form.get("body", "")
    room_messages.save_draft(uow, room_id, body)
    if not request.form.get("alike"):
        return Response(status=204)
    room = readable_room(uow, room_id)
    near = messages_alike(uow.session, room.id, body.strip(), uow.actor.person_id)
    return render_template("residents/list_alike.html", near=near)


@bp.post("/rooms/<int:room_id>/nudge")
def note_nudge(room_id: int) -> ResponseReturnValue:
    """Take what was told for read."""
    room_nudges.note_nudge(unit_of_work(), room_id, Nudge.QUIET)
    return _back(room_id, "write")


@bp.post("/rooms/<int:room_id>/tables/out")
def stay_out(room_id: int) -> ResponseReturnValue:
    """Stay out of tables, or no longer."""
    room_tables.stay_out(unit_of_work(), room_id, out=request.form.get("out") == "1")
    return _back(room_id, "tables")


@bp.post("/rooms/<int:room_id>/interruption")
def interrupt_turn(room_id: int) -> ResponseReturnValue:
    """Take the one interruption of the present turn."""
    room_interruptions.interrupt_turn(unit_of_work(), room_id)
    return _back(room_id, "write")


@bp.post("/rooms/<int:room_id>/hand")
def raise_hand(room_id: int) -> ResponseReturnValue:
    """Raise one's hand, or put it down."""
    keep_pace(Deed.MARK)
    room_turns.raise_hand(unit_of_work(), room_id, up=request.form.get("up") == "1")
    return _back(room_id, "hands")


@bp.post("/rooms/<int:room_id>/conclusion/<int:seq>/signature")
def sign_conclusion(room_id: int, seq: int) -> ResponseReturnValue:
    """Sign the conclusion, or put one's dissent beside it."""
    agrees, dissent = request.form.get("agrees") == "1", request.form.get("dissent", "")
    room_life.sign_conclusion(unit_of_work(), room_id, seq, agrees=agrees, dissent=dissent)
    return _back(room_id, "conclusion")


def _back(room_id: int, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("public.rooms.show_room", room_id=room_id, _anchor=anchor))


def _own(room_id: int, seq: int) -> tuple[Room, MessageCard]:
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    event = queries.event_at(uow.session, room.id, seq)
    if event is None or event.message is None or event.message.seq != seq:
        raise NotVisible(sentence("There is no such message in this room."))
    if event.message.person_id != current_user.person_id:
        raise Forbidden(sentence("Only its author may change a message."))
    return room, event.message


def _edit(room: Room, message: MessageCard, form: CorrectionForm) -> str:
    return render_template("residents/edit_message.html", room=room, message=message, form=form)
