"""Taking statements in a room, closing them, hiding one with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.forms import HidingForm
from pb_app.models.opinions import Results, Statement
from pb_app.models.rooms import Room
from pb_app.queries import opinions as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import opinions
from pb_app.web.errors import status_of
from pb_app.web.login import needs_role
from pb_app.web.opinions import StatementsForm
from pb_app.web.rooms import readable_room
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("opinions", __name__)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))
USUAL_EACH = 5


@bp.get("/rooms/<int:room_id>/statements/settings")
def show_statements(room_id: int) -> ResponseReturnValue:
    """How statements are taken in this room, or would be."""
    room = _own_room(room_id, Action.SET_STATEMENTS)
    board = queries.board_of(unit_of_work().session, room_id)
    form = StatementsForm(
        results=board.results.value if board else Results.AFTER_OWN.value,
        most_each=board.most_each if board else USUAL_EACH,
    )
    return render_template("facilitators/set_statements.html", form=form, room=room)


@bp.post("/rooms/<int:room_id>/statements/settings")
def set_statements(room_id: int) -> ResponseReturnValue:
    """Take statements as the form says."""
    room, form = _own_room(room_id, Action.SET_STATEMENTS), StatementsForm()
    if not form.validate():
        return render_template("facilitators/set_statements.html", form=form, room=room), 422
    try:
        opinions.set_statements(unit_of_work(), room_id, Results(form.results.data), form.most_each.data or 0)
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return render_template("facilitators/set_statements.html", form=form, room=room), status_of(refused)
    flash(_("Statements are taken in this room now."), "success")
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id))


@bp.post("/rooms/<int:room_id>/statements/close")
def close_statements(room_id: int) -> ResponseReturnValue:
    """Take no more, and show the results."""
    opinions.close_statements(unit_of_work(), room_id)
    flash(_("Statements are closed, and everybody can see the results."), "success")
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id))


@bp.get("/rooms/<int:room_id>/statements/<int:number>/hiding")
def show_statement_hiding(room_id: int, number: int) -> ResponseReturnValue:
    """Ask for the reason, with the statement in view."""
    room, statement = _statement(room_id, number)
    return render_template("facilitators/hide_statement.html", form=HidingForm(), room=room, statement=statement)


@bp.post("/rooms/<int:room_id>/statements/<int:number>/hiding")
def hide_statement(room_id: int, number: int) -> ResponseReturnValue:
    """Hide it and go back to the list."""
    form = HidingForm()
    room, statement = _statement(room_id, number)
    if not form.validate():
        return render_template("facilitators/hide_statement.html", form=form, room=room, statement=statement), 422
    try:
        opinions.hide_statement(unit_of_work(), room_id, number, form.reason.data or "")
    except Invalid as refused:
        form.refuse(refused)
        return render_template("facilitators/hide_statement.html", form=form, room=room, statement=statement), 422
    flash(_("The statement is hidden. Your reason stands in its place."), "success")
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id))


def _own_room(room_id: int, action: Action) -> Room:
    """The room, for those who may do this in it; refused as the use case would refuse."""
    room = readable_room(unit_of_work(), room_id)
    refused = permissions.refusal(unit_of_work().actor, action, room)
    if refused is not None:
        raise refused
    return room


def _statement(room_id: int, number: int) -> tuple[Room, Statement]:
    room = _own_room(room_id, Action.HIDE_STATEMENT)
    found = next((one for one in queries.statements_of(unit_of_work().session, room_id) if one.number == number), None)
    if found is None or found.hidden_reason:
        raise NotVisible(sentence("There is no such statement in this room."))
    return room, found
