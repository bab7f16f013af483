"""A room's report: how evenly people took part, whether they gave reasons and sources, and answered the other side."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from deliberation.reports import LEAST_PEOPLE
from pb_app.exports.room_reports import report_csv, report_json
from pb_app.exports.talk_measures import measures_csv, measures_json
from pb_app.queries import room_reports
from pb_app.queries.talk_measures import measures_of
from pb_app.web.rooms import readable_room
from pb_app.web.talk import ASPECT_WORDS, CODE_WORDS, MARK_WORDS, STAND_WORDS, STANDARD_WORDS, VIEW_WORDS
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("room_reports", __name__)


@bp.get("/rooms/<int:room_id>/report")
def show_room_report(room_id: int) -> ResponseReturnValue:
    """Figures of the whole room and of each stage, live and asynchronous apart; never of a person."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    return render_template(
        "public/show_room_report.html",
        room=room,
        parts=room_reports.report_of(uow.session, room),
        least=LEAST_PEOPLE,
        measures=measures_of(uow.session, room_id),
        standard_words=STANDARD_WORDS,
        mark_words=MARK_WORDS,
        stand_words=STAND_WORDS,
        view_words=VIEW_WORDS,
        aspect_words=ASPECT_WORDS,
        code_words=CODE_WORDS,
    )


@bp.get("/rooms/<int:room_id>/report.csv")
def download_room_report(room_id: int) -> ResponseReturnValue:
    """The same figures as a table."""
    uow = unit_of_work()
    told = report_csv(room_reports.report_of(uow.session, readable_room(uow, room_id)))
    return _file(told.encode("utf-8-sig"), "text/csv; charset=utf-8", f"room-{room_id}.csv")


@bp.get("/rooms/<int:room_id>/report.json")
def download_room_report_json(room_id: int) -> ResponseReturnValue:
    """The same as JSON."""
    uow = unit_of_work()
    told = report_json(room_reports.report_of(uow.session, readable_room(uow, room_id)))
    return _file(told.encode(), "application/json", f"room-{room_id}.json")


@bp.get("/rooms/<int:room_id>/measures.csv")
def download_measures(room_id: int) -> ResponseReturnValue:
    """The score sheet, views before and after, reach and codes as a table, as far as they are told."""
    uow = unit_of_work()
    readable_room(uow, room_id)
    told = measures_csv(measures_of(uow.session, room_id))
    return _file(told.encode("utf-8-sig"), "text/csv; charset=utf-8", f"measures-{room_id}.csv")


@bp.get("/rooms/<int:room_id>/measures.json")
def download_measures_json(room_id: int) -> ResponseReturnValue:
    """The same as JSON, with who facilitated and how the sample was drawn."""
    uow = unit_of_work()
    readable_room(uow, room_id)
    told = measures_json(measures_of(uow.session, room_id))
    return _file(told.encode(), "application/json", f"measures-{room_id}.json")


def _file(told: bytes, kind: str, name: str) -> Response:
    answer = Response(told, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
