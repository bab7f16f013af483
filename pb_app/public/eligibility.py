"""Whether one can vote: the rules of a poll, and an answer before anybody signs in. Nothing is kept."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app import eligibility as rules
from pb_app.eligibility import NotEligible
from pb_app.models.polls import Poll
from pb_app.queries import polls
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.services import eligibility
from pb_app.web.eligibility import EligibilityForm
from pb_app.web.errors import in_words
from pb_app.web.limits import limiter
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("eligibility", __name__)


@bp.get("/polls/<int:poll_no>/check")
def show_check(poll_no: int) -> ResponseReturnValue:
    """The rules in words, and the questions."""
    poll = _public_poll(poll_no)
    return _page(poll, EligibilityForm.asking(poll))


@bp.post("/polls/<int:poll_no>/check")
@limiter.limit("60 per 10 minutes")
def check_eligibility(poll_no: int) -> ResponseReturnValue:
    """Yes, or no with what to do instead."""
    poll = _public_poll(poll_no)
    form = EligibilityForm.asking(poll)
    if not form.validate():
        return _page(poll, form), 422
    try:
        eligibility.check_eligibility(unit_of_work(), poll_no, form.postcode.data or "", form.said())
    except NotEligible as refused:
        return _page(poll, form, no=in_words(refused))
    except Invalid as refused:
        form.refuse(refused, refused.field or "postcode")
        return _page(poll, form), 422
    return _page(poll, form, yes=True)


def _public_poll(poll_no: int) -> Poll:
    poll = polls.poll_by_no(unit_of_work().session, poll_no)
    if poll is None or not poll.is_public:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll


def _page(poll: Poll, form: EligibilityForm, no: str = "", *, yes: bool = False) -> str:
    told = rules.read(poll.eligibility)
    return render_template("public/check_eligibility.html", poll=poll, form=form, rules=told, no=no, yes=yes)
