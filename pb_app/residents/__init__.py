"""What people do who are signed in: submit, talk, vote."""

from flask import Blueprint

from pb_app.residents import (
    amendments,
    changing,
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
    voting,
    vouchers,
)

bp = Blueprint("residents", __name__)
PARTS = (
    voting,
    vouchers,
    changing,
    reminders,
    proposals,
    amendments,
    home,
    rooms,
    room_messages,
    points,
    opinions,
    erasures,
    reports,
    notices,
)
for part in PARTS:
    bp.register_blueprint(part.bp)
