"""Voting with a code from a letter. The code is posted, or stands behind the # of its address, which no server sees."""

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from flask_login import current_user

from pb_app.models.polls import Poll
from pb_app.public.forms import VotingCodeForm
from pb_app.queries import polls
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.services import codes
from pb_app.web.errors import status_of
from pb_app.web.limits import limiter, wrong_voting_codes
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.voters import hold_code

bp = Blueprint("codes", __name__)
SIGNED_IN = sentence("You are signed in. Vote with your account, or sign out before you use a code.")


@bp.get("/polls/<int:poll_no>/code")
def show_code(poll_no: int) -> ResponseReturnValue:
    """Ask for the code. A script takes it over from behind the # and wipes it there."""
    return _page(_public_poll(poll_no), VotingCodeForm(formdata=None))


@bp.post("/polls/<int:poll_no>/code")
@wrong_voting_codes
def claim_by_code(poll_no: int) -> ResponseReturnValue:
    """Take the code and go on to the paper; or say that it is wrong, used or void, and nothing else."""
    poll, form = _public_poll(poll_no), VotingCodeForm()
    if not form.validate():
        return _page(poll, form), 422
    if current_user.is_authenticated:
        form.refuse(Conflict(SIGNED_IN), "code")
        return _page(poll, form), 409
    try:
        held = codes.claim_by_code(unit_of_work(), poll_no, form.code.data or "")
    except (Invalid, Conflict, Forbidden) as refused:
        form.refuse(refused, "code")
        if isinstance(refused, Invalid) and not refused.figures:
            g.wrong_code = True
            form.code.errors = [*form.code.errors, _tries_left()]
        return _page(_public_poll(poll_no), form), status_of(refused)
    hold_code(poll_no, held)
    return redirect(url_for("residents.voting.show_vote", poll_no=poll_no))


def _tries_left() -> str:
    """How often one may still try from here before there is a pause."""
    limit = limiter.current_limit
    left = max(0, limit.remaining - 1) if limit else 0
    return str(ngettext("%(num)s try is left before a pause.", "%(num)s tries are left before a pause.", left))


def _public_poll(poll_no: int) -> Poll:
    unit_of_work().end_read()
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _page(poll: Poll, form: VotingCodeForm) -> str:
    return render_template("public/show_voting_code.html", poll=poll, form=form)
