"""What officers, approvers, councillors and administrators do: run rounds, publish, adopt, pay."""

from flask import Blueprint

from pb_app.officers import (
    adoptions,
    batches,
    budgets,
    counts,
    home,
    localities,
    partnerships,
    people,
    plans,
    polls,
    reviews,
    rounds,
    stations,
    trials,
)

bp = Blueprint("officers", __name__)
PARTS = (home, partnerships, localities, plans, people, budgets, polls, rounds, reviews, counts, adoptions, trials)
for part in (*PARTS, stations, batches):
    bp.register_blueprint(part.bp)
