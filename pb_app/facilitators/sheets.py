"""Running a score sheet: entering a meeting that had no room, keying in sheets from paper, closing."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app import permissions
from pb_app.actions import Action
from pb_app.facilitators.talk_forms import MeetingForm
from pb_app.models.partnerships import Forum
from pb_app.models.sheets import ScoreSheet
from pb_app.queries.sheets import forum_at
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import sheets
from pb_app.services.sheets import Meeting
from pb_app.web.login import needs_role
from pb_app.web.sheets import readable_sheet
from pb_app.web.talk import SheetForm
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("sheets", __name__)
bp.before_request(needs_role(Role.FACILITATOR, Role.OFFICER))


@bp.get("/forums/<int:forum_id>/meetings/new")
def show_new_meeting(forum_id: int) -> ResponseReturnValue:
    """Ask what meeting it was and who ran it."""
    return _meeting_page(_own_forum(forum_id), MeetingForm(formdata=None))


@bp.post("/forums/<int:forum_id>/meetings/new")
def add_meeting(forum_id: int) -> ResponseReturnValue:
    """Enter the meeting, with its score sheet."""
    forum, form = _own_forum(forum_id), MeetingForm()
    if not form.validate():
        return _meeting_page(forum, form), 422
    texts = {name: form[name].data or "" for name in ("title", "facilitator", "employer")}
    try:
        meeting = Meeting(held_on=form.held_on.data or date.max, stand=form.how_free(), **texts)
        sheet_id = sheets.add_meeting(unit_of_work(), forum_id, meeting)
    except Invalid as refused:
        form.refuse(refused)
        return _meeting_page(_own_forum(forum_id), form), 422
    flash(_("The meeting is entered. Give its address to those who were there."), "success")
    return redirect(url_for(".run_sheet", sheet_id=sheet_id))


@bp.get("/sheets/<int:sheet_id>/running")
def run_sheet(sheet_id: int) -> ResponseReturnValue:
    """The address to give out, the form for a sheet from paper, and the close."""
    return _run(_own_sheet(sheet_id), SheetForm(formdata=None))


@bp.post("/sheets/<int:sheet_id>/paper")
def key_sheet(sheet_id: int) -> ResponseReturnValue:
    """Key in a sheet from paper."""
    form = SheetForm()
    try:
        sheets.key_sheet(unit_of_work(), sheet_id, form.marks())
    except Invalid as refused:
        form.refuse(refused)
        return _run(_own_sheet(sheet_id), form), 422
    flash(_("The sheet is added to the others."), "success")
    return redirect(url_for(".run_sheet", sheet_id=sheet_id))


@bp.post("/sheets/<int:sheet_id>/closing")
def close_sheet(sheet_id: int) -> ResponseReturnValue:
    """Take no more, and tell the results."""
    sheets.close_sheet(unit_of_work(), sheet_id)
    flash(_("The score sheet is closed. Anyone can read its results."), "success")
    return redirect(url_for("public.sheets.show_sheet", sheet_id=sheet_id))


def _meeting_page(forum: Forum, form: MeetingForm) -> str:
    return render_template("facilitators/add_meeting.html", forum=forum, form=form)


def _run(sheet: ScoreSheet, form: SheetForm) -> str:
    return render_template("facilitators/run_sheet.html", sheet=sheet, form=form)


def _own_forum(forum_id: int) -> Forum:
    uow = unit_of_work()
    forum = forum_at(uow.session, forum_id)
    if forum is None:
        raise NotVisible(sentence("There is no such forum."))
    refused = permissions.refusal(uow.actor, Action.ADD_MEETING, forum)
    if refused is not None:
        raise refused
    return forum


def _own_sheet(sheet_id: int) -> ScoreSheet:
    sheet = readable_sheet(sheet_id)
    refused = permissions.refusal(unit_of_work().actor, Action.KEY_SHEET, sheet)
    if refused is not None:
        raise refused
    return sheet
