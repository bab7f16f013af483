"""What facilitators do: run and moderate rooms."""

from flask import Blueprint

from pb_app.facilitators import (
    appeals,
    moderation,
    opinions,
    room_life,
    room_tables,
    rooms,
    sheets,
    talk_measures,
)

bp = Blueprint("facilitators", __name__)
PARTS = (rooms, room_life, room_tables, opinions, moderation, appeals, talk_measures, sheets)
for part in PARTS:
    bp.register_blueprint(part.bp)
