"""What people do who are signed in: submit, talk, vote."""

from flask import Blueprint

from pb_app.residents import (
    amendments,
    changing,
    coding,
    erasures,
    home,
    notices,
    opinions,
    points,
    proposals,
    reminders,
    reports,
    room_messages,
    rooms,
    strikes,
    talk_measures,
    voting,
    vouchers,
)

bp = Blueprint("residents", __name__)
PARTS = (
    voting,
    vouchers,
    changing,
    reminders,
    strikes,
    proposals,
    amendments,
    home,
    rooms,
    room_messages,
    points,
    opinions,
    talk_measures,
    coding,
    erasures,
    reports,
    notices,
)
for part in PARTS:
    bp.register_blueprint(part.bp)
