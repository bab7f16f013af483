"""The pages of the two who code a room's sample, apart from each other and without the names of the authors."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.models.coding import QualitySample
from pb_app.queries import coding as queries
from pb_app.refusals import Forbidden, Invalid, NotVisible, sentence
from pb_app.services import coding
from pb_app.services.coding import Given
from pb_app.web.login import needs_sign_in
from pb_app.web.rooms import readable_room
from pb_app.web.talk import CodesForm
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("coding", __name__)
bp.before_request(needs_sign_in)


@bp.get("/rooms/<int:room_id>/coding")
def list_sample(room_id: int) -> ResponseReturnValue:
    """The messages to code, and which of them this coder has coded."""
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    sample, coder = _own_sample(room_id)
    done = queries.codes_by(uow.session, room_id, coder)
    return render_template(
        "residents/list_sample.html",
        room=room,
        messages=queries.to_code(uow.session, sample),
        done=done,
        is_done=queries.progress_of(uow.session, sample).is_done,
    )


@bp.get("/rooms/<int:room_id>/coding/<int:seq>")
def show_coding(room_id: int, seq: int) -> ResponseReturnValue:
    """One message, without its author, and what this coder has given it."""
    coder = _own_sample(room_id)[1]
    own = queries.codes_by(unit_of_work().session, room_id, coder).get(seq, {})
    form = CodesForm.blank({aspect: Given(one.code, one.quote) for aspect, one in own.items()})
    return _page(room_id, seq, form)


@bp.post("/rooms/<int:room_id>/coding/<int:seq>")
def code_message(room_id: int, seq: int) -> ResponseReturnValue:
    """Keep the codes and go on to the next message."""
    form = CodesForm.blank({})
    try:
        coding.code_message(unit_of_work(), room_id, seq, form.given())
    except Invalid as refused:
        form.refuse(refused)
        return _page(room_id, seq, form), 422
    flash(_("The codes are kept."), "success")
    sample, coder = _own_sample(room_id)
    done = queries.codes_by(unit_of_work().session, room_id, coder)
    following = next((one for one in queries.to_code(unit_of_work().session, sample) if one not in done), None)
    if following is None:
        return redirect(url_for("residents.coding.list_sample", room_id=room_id))
    return redirect(url_for("residents.coding.show_coding", room_id=room_id, seq=following))


def _own_sample(room_id: int) -> tuple[QualitySample, int]:
    """The sample and the number of the coder who asks; nobody else sees what one of them gave."""
    uow = unit_of_work()
    sample = queries.sample_of(uow.session, room_id)
    if sample is None:
        raise NotVisible(sentence("No sample has been drawn in this room."))
    coder = queries.coders_of(uow.session, room_id).get(uow.actor.person_id or 0)
    if coder is None:
        raise Forbidden(sentence("The two people who were named code this sample."))
    return sample, coder


def _page(room_id: int, seq: int, form: CodesForm) -> str:
    uow = unit_of_work()
    room = readable_room(uow, room_id)
    sample = _own_sample(room_id)[0]
    found = queries.words_of(uow.session, room_id, seq) if seq in queries.to_code(uow.session, sample) else None
    if found is None:
        raise NotVisible(sentence("There is no such message in this sample."))
    return render_template("residents/code_message.html", room=room, message=found[0], text=found[1], form=form)
