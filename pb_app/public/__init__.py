"""What anyone may read, without an account."""

from flask import Blueprint

from pb_app.public import (
    accounts,
    amendments,
    audit,
    boxes,
    budgets,
    bundles,
    codes,
    eligibility,
    home,
    kiosks,
    localities,
    log_reading,
    opinions,
    pages,
    partnerships,
    points,
    policies,
    polls,
    proposals,
    reminders,
    results,
    room_reports,
    rooms,
    rounds,
    sign_in,
    styleguide,
)

bp = Blueprint("public", __name__)
PARTS = (
    home,
    kiosks,
    sign_in,
    audit,
    log_reading,
    pages,
    polls,
    boxes,
    codes,
    eligibility,
    reminders,
    results,
    bundles,
    rounds,
    proposals,
    amendments,
    rooms,
    points,
    opinions,
    room_reports,
    partnerships,
    policies,
    localities,
    budgets,
    accounts,
    styleguide,
)
for part in PARTS:
    bp.register_blueprint(part.bp)
