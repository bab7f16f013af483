"""The minutes of a room: a page that prints well, and the same as files; live and not live together or apart."""

from itertools import groupby

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from pb_app.exports.minutes import minutes_csv, minutes_json
from pb_app.queries import room_life
from pb_app.queries.minutes import Way, lines_of
from pb_app.queries.sheets import facilitation_of
from pb_app.web.rooms import readable_room
from pb_app.web.talk import STAND_WORDS
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("minutes", __name__)


@bp.get("/rooms/<int:room_id>/minutes")
def show_minutes(room_id: int) -> ResponseReturnValue:
    """What the room was for, who ran it, what was said and done in each stage, and what it concluded."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    lines = lines_of(uow.session, room_id, _way())
    return render_template(
        "public/show_minutes.html",
        room=room,
        parts=[(stage, list(part)) for stage, part in groupby(lines, key=lambda line: line.stage)],
        way=_way(),
        signed=room_life.signed(uow.session, room_id),
        seats=room_life.seats(uow.session, room_id),
        evidence=room_life.evidence_pack(uow.session, room_id),
        facilitation=facilitation_of(uow.session, room_id),
        stand_words=STAND_WORDS,
        now=uow.now(),
    )


@bp.get("/rooms/<int:room_id>/minutes.csv")
def download_minutes(room_id: int) -> ResponseReturnValue:
    """The lines as a table."""
    uow = unit_of_work()
    readable_room(uow, room_id)
    told = minutes_csv(lines_of(uow.session, room_id, _way()))
    return _file(told.encode("utf-8-sig"), "text/csv; charset=utf-8", f"minutes-{room_id}.csv")


@bp.get("/rooms/<int:room_id>/minutes.json")
def download_minutes_json(room_id: int) -> ResponseReturnValue:
    """The same as JSON, with purpose, facilitator and conclusion."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    lines, signed = lines_of(uow.session, room_id, _way()), room_life.signed(uow.session, room_id)
    told = minutes_json(room, lines, signed, facilitation_of(uow.session, room_id))
    return _file(told.encode(), "application/json", f"minutes-{room_id}.json")


def _way() -> Way | None:
    asked = request.args.get("way", "")
    return Way(asked) if asked in set(Way) else None


def _file(told: bytes, kind: str, name: str) -> Response:
    answer = Response(told, content_type=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
