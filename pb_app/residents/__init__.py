"""What people do who are signed in: submit, talk, vote."""

from flask import Blueprint

from pb_app.residents import (
    amendments,
    changing,
    erasures,
    home,
    opinions,
    points,
    proposals,
    reminders,
    room_messages,
    rooms,
    voting,
    vouchers,
)

bp = Blueprint("residents", __name__)
for part in (
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
):
    bp.register_blueprint(part.bp)
