"""An officer's pages of assisted voting: who, what they want, read aloud, hand in, receipt. Nothing is kept between."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ballots.errors import BallotError
from ballots.styles import Choice
from pb_app.actions import Action
from pb_app.definitions import Definition
from pb_app.officers.assisted_forms import AssistedForm, assisted_form
from pb_app.officers.stations import seen_station
from pb_app.receipts import SECRET_LENGTH
from pb_app.refusals import Conflict, Invalid
from pb_app.roles import Role
from pb_app.services import assisted
from pb_app.web.errors import status_of
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.withdrawn import definition_now

bp = Blueprint("assisted", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@bp.get("/officers/stations/<int:station_id>/assisted")
def show_assisted(station_id: int) -> ResponseReturnValue:
    """The form: who it is, what they agree to, and what they choose."""
    return _page(station_id)


@bp.post("/officers/stations/<int:station_id>/assisted/check")
def check_assisted(station_id: int) -> ResponseReturnValue:
    """What would be handed in, to be read aloud; or the form again."""
    poll, _station = seen_station(station_id)
    definition = definition_now(unit_of_work().session, poll)
    form = assisted_form(definition)
    chosen = form.chosen() if form.validate() else None
    if chosen is None:
        return _page(station_id, form), 422
    form.secret.data = unit_of_work().keys.random(SECRET_LENGTH).hex()
    return _check_page(station_id, definition, form, chosen)


@bp.post("/officers/stations/<int:station_id>/assisted/change")
def change_assisted(station_id: int) -> ResponseReturnValue:
    """Back to the form, with what travelled in the check page."""
    poll, _station = seen_station(station_id)
    return _page(station_id, assisted_form(definition_now(unit_of_work().session, poll)))


@bp.post("/officers/stations/<int:station_id>/assisted")
def cast_assisted(station_id: int) -> ResponseReturnValue:
    """Hand the ballot in; the answer is the receipt, to be printed and handed over."""
    poll, station = seen_station(station_id)
    definition = definition_now(unit_of_work().session, poll)
    form = assisted_form(definition)
    chosen = form.chosen() if form.validate() else None
    if chosen is None:
        return _page(station_id, form), 422
    try:
        receipt = assisted.cast_assisted(unit_of_work(), station_id, form.who(), chosen, form.secret_bytes())
    except (Invalid, Conflict, BallotError) as refused:
        form.refuse(refused)
        return _page(station_id, form), status_of(refused)
    unit_of_work().end_read()
    return render_template(
        "officers/cast_assisted.html", poll=seen_station(station_id)[0], station=station, receipt=receipt
    ), 201


def _page(station_id: int, form: AssistedForm | None = None) -> str:
    unit_of_work().end_read()
    poll, station = seen_station(station_id)
    definition = definition_now(unit_of_work().session, poll)
    return render_template(
        "officers/show_assisted.html",
        poll=poll,
        station=station,
        definition=definition,
        form=form or assisted_form(definition, is_empty=True),
        may=unit_of_work().may(Action.CAST_ASSISTED, poll),
    )


def _check_page(station_id: int, definition: Definition, form: AssistedForm, chosen: Mapping[str, Choice]) -> str:
    poll, station = seen_station(station_id)
    return render_template(
        "officers/check_assisted.html", poll=poll, station=station, definition=definition, form=form, chosen=chosen
    )
