"""What officers, approvers, councillors and administrators do: run rounds, publish, adopt, pay."""

from flask import Blueprint

from pb_app.officers import (
    adoptions,
    assisted,
    batches,
    budgets,
    codes,
    contests,
    counts,
    eligibility,
    home,
    hours,
    kiosks,
    localities,
    movements,
    partnerships,
    people,
    plans,
    policies,
    polls,
    prints,
    privacy,
    reviews,
    rolls,
    rounds,
    stations,
    trials,
    witnesses,
)

bp = Blueprint("officers", __name__)
PARTS = (
    adoptions,
    assisted,
    batches,
    budgets,
    codes,
    contests,
    counts,
    eligibility,
    home,
    hours,
    kiosks,
    localities,
    movements,
    partnerships,
    people,
    plans,
    policies,
    polls,
    prints,
    privacy,
    reviews,
    rolls,
    rounds,
    stations,
    trials,
    witnesses,
)
for part in PARTS:
    bp.register_blueprint(part.bp)
