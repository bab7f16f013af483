"""Marking the points of a room that matter to one."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from pb_app.services import points
from pb_app.web.login import needs_sign_in
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("points", __name__)
bp.before_request(needs_sign_in)


@bp.post("/rooms/<int:room_id>/points/<int:seq>/mark")
def mark_point(room_id: int, seq: int) -> ResponseReturnValue:
    """Say that the point matters, and go back to it."""
    keep_pace(Deed.MARK)
    points.mark_point(unit_of_work(), room_id, seq)
    return redirect(url_for("public.points.list_points", room_id=room_id, _anchor=f"point-{seq}"))


@bp.post("/rooms/<int:room_id>/points/<int:seq>/unmark")
def unmark_point(room_id: int, seq: int) -> ResponseReturnValue:
    """Take it back, and go back to the point."""
    keep_pace(Deed.MARK)
    points.unmark_point(unit_of_work(), room_id, seq)
    return redirect(url_for("public.points.list_points", room_id=room_id, _anchor=f"point-{seq}"))
