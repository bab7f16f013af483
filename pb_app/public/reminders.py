"""Ending reminders with one press, from a letter or from the mail program itself (RFC 8058), without a sign-in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.refusals import NotVisible
from pb_app.services import reminders
from pb_app.web.errors import error_page, in_words
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("reminders", __name__)


@bp.get("/reminders/<token>")
def show_stop(token: str) -> ResponseReturnValue:
    """Ask for one press: mail scanners open links too."""
    return render_template("public/show_stop.html", token=token, done=False)


@bp.post("/reminders/<token>")
@limiter.limit("60 per 10 minutes")
def stop_reminders(token: str) -> ResponseReturnValue:
    """End them. A mail program has no page of ours and so no token of its forms: the link itself is what counts."""
    try:
        reminders.stop_reminders(unit_of_work(), token)
    except NotVisible as refused:
        return error_page(400, in_words(refused))
    return render_template("public/show_stop.html", token=token, done=True)


ONE_CLICK = (stop_reminders,)
"""Views to which a mail program posts by itself."""
