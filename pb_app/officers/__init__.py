"""What officers, approvers, councillors and administrators do: run rounds, publish, adopt, pay."""

from flask import Blueprint

from pb_app.officers import (
    adoptions,
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
    trials,
)

bp = Blueprint("officers", __name__)
for part in (home, partnerships, localities, plans, people, budgets, polls, rounds, reviews, counts, adoptions, trials):
    bp.register_blueprint(part.bp)
