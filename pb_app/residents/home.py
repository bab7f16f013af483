"""A person's own page: what they put forward, and what became of it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.queries import proposals
from pb_app.web.login import needs_sign_in
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("home", __name__)
bp.before_request(needs_sign_in)


@bp.get("/me")
def show_home() -> ResponseReturnValue:
    """My proposals and where they stand."""
    uow = unit_of_work()
    mine = proposals.proposals_by(uow.session, uow.actor.person_id or 0)
    return render_template("residents/show_home.html", proposals=mine)
