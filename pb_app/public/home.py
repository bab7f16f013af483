"""The front page, and what a probe asks."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue

from pb_app.queries import rounds
from pb_app.web.filters import ZONE
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("home", __name__)


@bp.get("/")
def show_home() -> ResponseReturnValue:
    """The partnerships here, what is open now, and the rounds of each locality."""
    uow = unit_of_work()
    partnerships = rounds.partnerships_with_rounds(uow.session, uow.now().astimezone(ZONE).date())
    return render_template("public/show_home.html", partnerships=partnerships)


@bp.get("/healthz")
def show_health() -> ResponseReturnValue:
    """That the process answers."""
    return jsonify(ok=True)


@bp.get("/readyz")
def show_readiness() -> ResponseReturnValue:
    """That the database answers too; 503 when it does not."""
    unit_of_work().now()
    return jsonify(ok=True)
