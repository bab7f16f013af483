"""Adding a statement, having one drawn, and saying what one thinks of it: ordinary forms."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.refusals import Conflict, Invalid, TooOften, sentence
from pb_app.services import opinions
from pb_app.web.errors import status_of
from pb_app.web.login import needs_sign_in
from pb_app.web.opinions import StatementForm, shown_opinions
from pb_app.web.pace import Deed, keep_pace
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("opinions", __name__)
bp.before_request(needs_sign_in)
SIGNS = {"1": 1, "0": 0, "-1": -1}


@bp.post("/rooms/<int:room_id>/statements")
def add_statement(room_id: int) -> ResponseReturnValue:
    """Add a statement, or see those that say nearly the same first, or get the words back with what is wrong."""
    form = StatementForm()
    if not form.validate():
        return _again(room_id, form), 422
    try:
        keep_pace(Deed.POST)
        added = opinions.add_statement(unit_of_work(), room_id, form.body.data or "", is_sure=bool(form.sure.data))
    except (Invalid, Conflict, TooOften) as refused:
        form.refuse(refused)
        return _again(room_id, form), status_of(refused)
    if added.number is None:
        return _again(room_id, form, added.alike), 409
    flash(_("Your statement is added. Others will be asked what they think of it."), "success")
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id))


@bp.post("/rooms/<int:room_id>/statements/draw")
def draw_statement(room_id: int) -> ResponseReturnValue:
    """Draw a statement for whoever asks."""
    keep_pace(Deed.OPINION)
    opinions.draw_statement(unit_of_work(), room_id)
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id, _anchor="drawn"))


@bp.post("/rooms/<int:room_id>/statements/<int:number>/opinion")
def give_opinion(room_id: int, number: int) -> ResponseReturnValue:
    """Keep what somebody thinks and go on to the next statement."""
    given = request.form.get("sign", "")
    if given not in SIGNS:
        raise Invalid(sentence("Choose agree, disagree or pass."))
    keep_pace(Deed.OPINION)
    opinions.give_opinion(unit_of_work(), room_id, number, SIGNS[given])
    flash(_("Your opinion is counted. You can change it below."), "success")
    return redirect(url_for("public.opinions.show_opinions", room_id=room_id, _anchor="drawn"))


def _again(room_id: int, form: StatementForm, alike: tuple[str, ...] = ()) -> str:
    shown = shown_opinions(unit_of_work(), room_id)
    return render_template("residents/add_statement.html", form=form, room=shown.room, alike=alike)
