"""Both sides of what was said: the points of a room, and the pack that a poll's ballot page prints of them."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.models.polls import Poll
from pb_app.packs import SECTIONS, Pack
from pb_app.queries import points, polls, rooms
from pb_app.refusals import NotVisible, sentence
from pb_app.room_log import may_read
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("points", __name__)


@bp.get("/rooms/<int:room_id>/points")
def list_points(room_id: int) -> ResponseReturnValue:
    """Evidence, reasons for and against and concerns, each to be marked by those to whom it matters."""
    uow = unit_of_work()
    room = rooms.room_at(uow.session, room_id)
    if room is None or not may_read(uow.actor, room):
        raise NotVisible(sentence("There is no room under this number."))
    said = points.points_of(uow.session, room_id)
    return render_template(
        "public/list_points.html",
        room=room,
        sections=[(kind, [one for one in said if one.kind is kind]) for kind in SECTIONS],
        mine=points.marked_by(uow.session, room_id, uow.actor.person_id),
        may_mark=uow.may(Action.MARK_POINT, room),
    )


@bp.get("/polls/<int:poll_no>/pack")
def show_pack(poll_no: int) -> ResponseReturnValue:
    """What the ballot page prints of each project, how it was chosen, and whom it represents."""
    uow = unit_of_work()
    poll, pack = _frozen(uow, poll_no)
    definition = read_definition(poll.definition)
    return render_template(
        "public/show_pack.html",
        poll=poll,
        pack=pack,
        titles={one.project_id: one.name for asked in definition.contests for one in asked.contest.poll.projects},
        away=points.taken_away(uow.session, pack),
        digest=definition.pack,
    )


@bp.get("/polls/<int:poll_no>/pack.json")
def download_pack(poll_no: int) -> ResponseReturnValue:
    """What the digest in the frozen definition was taken over, and the words that are still shown, by their digests."""
    uow = unit_of_work()
    _poll, pack = _frozen(uow, poll_no)
    words = points.shown_words(uow.session, pack)
    return jsonify({"digest": pack.digest, "pack": pack.committed(), "words": words})


def _frozen(uow: UnitOfWork, poll_no: int) -> tuple[Poll, Pack]:
    poll = polls.poll_by_no(uow.session, poll_no)
    pack = points.frozen_pack(uow.session, poll) if poll is not None and poll.is_public else None
    if poll is None or pack is None:
        raise NotVisible(sentence("No ballot pack was frozen with this poll."))
    return poll, pack
