"""Small tables for those who run a room: drawing them, and bringing together what was noted there."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import Optional

from pb_app.actions import Action
from pb_app.models.rooms import Room
from pb_app.queries import room_tables as queries
from pb_app.refusals import Forbidden, Invalid, sentence
from pb_app.roles import Role
from pb_app.services import room_tables
from pb_app.web.forms import PageForm, needed, number_of
from pb_app.web.login import needs_role
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("room_tables", __name__, url_prefix="/rooms/<int:room_id>/tables")
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


class TablesForm(PageForm):
    """How many tables, for how long, and why."""

    number = IntegerField(_l("How many tables?"), validators=[Optional()])
    time = IntegerField(_l("For how many minutes?"), validators=[Optional()])
    why_tables = StringField(_l("What do the tables talk about?"), validators=[needed(_l("Say what they talk about."))])


class MergeForm(PageForm):
    """Several notes said in one message."""

    text = TextAreaField(_l("What do they say together?"), validators=[needed(_l("Write something first."))])


@bp.get("")
def show_tables(room_id: int) -> ResponseReturnValue:
    """The tables, what was noted at each since they were drawn, and the two forms."""
    return _page(_own_room(room_id), TablesForm(formdata=None, number=2, time=15), MergeForm(formdata=None))


@bp.post("")
def draw_tables(room_id: int) -> ResponseReturnValue:
    """Draw them."""
    form = TablesForm()
    if form.validate():
        try:
            number, minutes = form.number.data or 0, form.time.data or 0
            room_tables.draw_tables(unit_of_work(), room_id, number, minutes, form.why_tables.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The tables are drawn. Everybody in the room sees where they sit."), "success")
            return redirect(url_for(".show_tables", room_id=room_id))
    return _page(_own_room(room_id), form, MergeForm(formdata=None)), 422


@bp.post("/notes")
def merge_notes(room_id: int) -> ResponseReturnValue:
    """Bring notes together in one message."""
    form = MergeForm()
    if form.validate():
        try:
            chosen = [number_of(one) for one in request.form.getlist("notes")]
            room_tables.merge_notes(unit_of_work(), room_id, chosen, form.text.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("It stands in the room and names the notes it brings together."), "success")
            return redirect(url_for(".show_tables", room_id=room_id))
    return _page(_own_room(room_id), TablesForm(formdata=None, number=2, time=15), form), 422


def _page(room: Room, form: TablesForm, merge_form: MergeForm) -> str:
    session = unit_of_work().session
    found = queries.drawn(session, room.id, None)
    return render_template(
        "facilitators/show_tables.html",
        room=room,
        form=form,
        merge_form=merge_form,
        drawn=found,
        notes=queries.notes(session, room.id, found.seq if found else 0),
        chosen=[number_of(one) for one in request.form.getlist("notes")],
    )


def _own_room(room_id: int) -> Room:
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    if not uow.may(Action.DRAW_TABLES, room):
        raise Forbidden(sentence("Your role does not include this. Ask an administrator if it should."))
    return room
