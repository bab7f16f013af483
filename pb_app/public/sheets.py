"""Score sheets as anyone may read them: what is asked, whether one can fill it in, and the results once closed."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app.actions import Action
from pb_app.exports.talk_measures import marks_csv, marks_json
from pb_app.models.sheets import ScoreSheet
from pb_app.queries import partnerships, sheets
from pb_app.queries.talk_measures import Marked, marks_told
from pb_app.refusals import Forbidden, NotVisible, sentence
from pb_app.web.sheets import readable_sheet
from pb_app.web.talk import MARK_WORDS, STAND_WORDS, STANDARD_WORDS
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("sheets", __name__)


@bp.get("/sheets/<int:sheet_id>")
def show_sheet(sheet_id: int) -> ResponseReturnValue:
    """The four standards, and the results once it is closed."""
    uow = unit_of_work()
    sheet = readable_sheet(sheet_id)
    return render_template(
        "public/show_sheet.html",
        sheet=sheet,
        marks=marks_told(uow.session, sheet),
        facilitation=sheets.facilitation_of(uow.session, sheet.room_id) if sheet.room_id else sheet,
        has_returned=sheets.has_returned(uow.session, sheet_id, uow.actor.person_id),
        may_run=uow.may(Action.KEY_SHEET, sheet),
        standard_words=STANDARD_WORDS,
        mark_words=MARK_WORDS,
        stand_words=STAND_WORDS,
    )


@bp.get("/sheets/<int:sheet_id>/results.csv")
def download_sheet(sheet_id: int) -> ResponseReturnValue:
    """The results as a table."""
    sheet, marks = _closed(sheet_id)
    return _file(marks_csv(sheet, marks).encode("utf-8-sig"), "text/csv; charset=utf-8", f"sheet-{sheet_id}.csv")


@bp.get("/sheets/<int:sheet_id>/results.json")
def download_sheet_json(sheet_id: int) -> ResponseReturnValue:
    """The same as JSON."""
    sheet, marks = _closed(sheet_id)
    return _file(marks_json(sheet, marks).encode(), "application/json", f"sheet-{sheet_id}.json")


@bp.get("/partnerships/<slug>/meetings")
def list_meetings(slug: str) -> ResponseReturnValue:
    """The meetings of a partnership's forums that have a score sheet, latest first."""
    uow = unit_of_work()
    partnership = partnerships.partnership_by_slug(uow.session, slug)
    if partnership is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    forums = [card.forum for card in partnerships.forums_of(uow.session, partnership.id)]
    return render_template(
        "public/list_meetings.html",
        partnership=partnership,
        sheets=sheets.sheets_of_meetings(uow.session, partnership.id),
        forums=[forum for forum in forums if uow.may(Action.ADD_MEETING, forum)],
    )


def _closed(sheet_id: int) -> tuple[ScoreSheet, Marked]:
    sheet = readable_sheet(sheet_id)
    marks = marks_told(unit_of_work().session, sheet)
    if marks is None:
        raise Forbidden(sentence("These results are told once the score sheet is closed."))
    return sheet, marks


def _file(told: bytes, kind: str, name: str) -> Response:
    answer = Response(told, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
