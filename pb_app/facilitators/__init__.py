"""What facilitators do: run and moderate rooms."""

from flask import Blueprint

from pb_app.facilitators import rooms

bp = Blueprint("facilitators", __name__)
for part in (rooms,):
    bp.register_blueprint(part.bp)
