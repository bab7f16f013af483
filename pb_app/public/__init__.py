"""What anyone may read, without an account."""

from flask import Blueprint

from pb_app.public import (
    audit,
    budgets,
    home,
    localities,
    pages,
    partnerships,
    polls,
    proposals,
    results,
    rooms,
    rounds,
    sign_in,
    styleguide,
)

bp = Blueprint("public", __name__)
PARTS = (
    home,
    sign_in,
    audit,
    pages,
    polls,
    results,
    rounds,
    proposals,
    rooms,
    partnerships,
    localities,
    budgets,
    styleguide,
)
for part in PARTS:
    bp.register_blueprint(part.bp)
