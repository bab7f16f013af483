"""What people answer about a room's talk: the score sheet, the questions before and after, their groups."""

from hmac import compare_digest

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from deliberation.before_after import Phase, View
from pb_app.models.sheets import ScoreSheet
from pb_app.queries import before_after as asked_queries
from pb_app.queries import reach as reach_queries
from pb_app.queries.before_after import Asked
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.services import before_after, reach, sheets
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, number_of
from pb_app.web.login import needs_sign_in
from pb_app.web.rooms import readable_room
from pb_app.web.sheets import readable_sheet
from pb_app.web.talk import SheetForm, groups_form, views_form
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("talk_measures", __name__)
bp.before_request(needs_sign_in)


@bp.get("/sheets/<int:sheet_id>/filling")
@bp.get("/sheets/<int:sheet_id>/filling/<key>")
def show_sheet_form(sheet_id: int, key: str = "") -> ResponseReturnValue:
    """The score sheet, to be filled in by those who were there."""
    sheet = readable_sheet(sheet_id)
    if not compare_digest(sheet.key.encode(), key.encode()):
        raise Forbidden(sentence("Open the sheet by the address that was given out at the meeting."))
    return _sheet_page(sheet, SheetForm(formdata=None))


@bp.post("/sheets/<int:sheet_id>/filling")
@bp.post("/sheets/<int:sheet_id>/filling/<key>")
def fill_sheet(sheet_id: int, key: str = "") -> ResponseReturnValue:
    """Hand it in."""
    sheet, form = readable_sheet(sheet_id), SheetForm()
    try:
        sheets.fill_sheet(unit_of_work(), sheet_id, form.marks(), key)
    except Invalid as refused:
        form.refuse(refused)
        return _sheet_page(sheet, form), 422
    flash(_("Your sheet is handed in and added to the others. Nobody can tell which one is yours."), "success")
    return redirect(url_for("public.sheets.show_sheet", sheet_id=sheet_id))


@bp.get("/rooms/<int:room_id>/views")
def show_views(room_id: int) -> ResponseReturnValue:
    """The questions that the room asks now, with what one has said."""
    uow = unit_of_work()
    readable_room(uow, room_id)
    asked = _asked(room_id)
    own = asked_queries.answers_of(uow.session, room_id, uow.actor.person_id, asked.phase)
    form = views_form(asked.questions)(formdata=None, **{f"view_{number}": view for number, view in own.items()})
    return _views_page(room_id, asked, form)


@bp.post("/rooms/<int:room_id>/views")
def give_views(room_id: int) -> ResponseReturnValue:
    """Answer them."""
    asked = _asked(room_id)
    form = views_form(asked.questions)()
    given = {one.number: form[f"view_{one.number}"].data for one in asked.questions}
    views = {number: View(view) if view in set(View) else None for number, view in given.items()}
    try:
        before_after.give_views(unit_of_work(), room_id, asked.phase, views)
    except Invalid as refused:
        form.refuse(refused)
        return _views_page(room_id, asked, form), 422
    flash(_("Your answers are kept. You can change them while the questions are asked."), "success")
    return redirect(url_for("public.rooms.show_room", room_id=room_id))


@bp.get("/rooms/<int:room_id>/groups")
def show_groups(room_id: int) -> ResponseReturnValue:
    """The groups about which the room asks."""
    questions = reach_queries.questions_of(unit_of_work().session, room_id)
    return _groups_page(room_id, groups_form(questions)(formdata=None))


@bp.post("/rooms/<int:room_id>/groups")
def tell_groups(room_id: int) -> ResponseReturnValue:
    """Say to which one belongs, as far as one wants to."""
    questions = reach_queries.questions_of(unit_of_work().session, room_id)
    form = groups_form(questions)()
    chosen = {one.number: number_of(form[f"group_{one.number}"].data) for one in questions}
    try:
        told = {number: group for number, group in chosen.items() if group}
        reach.tell_groups(unit_of_work(), room_id, told)
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _groups_page(room_id, form), status_of(refused)
    flash(_("Thank you. Your answer is added to the others. Nobody can tell which one is yours."), "success")
    return redirect(url_for("public.rooms.show_room", room_id=room_id))


def _asked(room_id: int) -> Asked:
    asked = asked_queries.asked_in(unit_of_work().session, room_id)
    if asked is None:
        raise NotVisible(sentence("This room asks no questions before and after."))
    return asked


def _sheet_page(sheet: ScoreSheet, form: SheetForm) -> str:
    return render_template("residents/fill_sheet.html", sheet=sheet, form=form)


def _views_page(room_id: int, asked: Asked, form: PageForm) -> str:
    room = readable_room(unit_of_work(), room_id)
    is_asked = asked.phase in (Phase.BEFORE, Phase.AFTER)
    return render_template("residents/give_views.html", room=room, asked=asked, is_asked=is_asked, form=form)


def _groups_page(room_id: int, form: PageForm) -> str:
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    board = reach_queries.board_of(uow.session, room_id)
    is_asked = board is not None and board.closed_at is None
    has_answered = reach_queries.has_answered(uow.session, room_id, uow.actor.person_id)
    return render_template(
        "residents/tell_groups.html", room=room, form=form, is_asked=is_asked, has_answered=has_answered
    )
