"""An officer's page of claims that wait, because many came from one place in an hour: let them through or refuse."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.officers.stations import seen_poll
from pb_app.queries import claims as queries
from pb_app.refusals import Conflict, Invalid
from pb_app.roles import Role
from pb_app.services import claims
from pb_app.services.claims import ClaimLetter, Letters
from pb_app.web.forms import PageForm
from pb_app.web.i18n import GAELIC_PREFIX, LANGUAGES
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import installation, unit_of_work

bp = Blueprint("claims", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


class ClaimsForm(PageForm):
    """What becomes of the claims of one place."""

    trust = BooleanField(_l("Many are expected from there: hold no more claims from this place"))
    reason = TextAreaField(_l("Why they are refused"), description=_l("Only to refuse them. Each of them reads this."))


@bp.get("/officers/polls/<int:poll_no>/claims")
def list_claims(poll_no: int) -> ResponseReturnValue:
    """The places from which claims wait."""
    return _page(poll_no, ClaimsForm(formdata=None))


@bp.post("/officers/polls/<int:poll_no>/claims/<int:place_id>")
def release_claims(poll_no: int, place_id: int) -> ResponseReturnValue:
    """Put everybody of a place on the roll."""

    def release(poll: Poll, form: ClaimsForm) -> str:
        trust = bool(form.trust.data)
        added = claims.release_claims(unit_of_work(), place_id, _letters(poll, _released), trust=trust)
        return str(ngettext("%(num)s place on the roll is new.", "%(num)s places on the roll are new.", added))

    return _decided(poll_no, release)


@bp.post("/officers/polls/<int:poll_no>/claims/<int:place_id>/refused")
def refuse_claims(poll_no: int, place_id: int) -> ResponseReturnValue:
    """Refuse the claims of a place."""

    def refuse(poll: Poll, form: ClaimsForm) -> str:
        letters = _letters(poll, _refused)
        refused = claims.refuse_claims(unit_of_work(), place_id, letters, form.reason.data or "")
        return str(ngettext("%(num)s claim was refused.", "%(num)s claims were refused.", refused))

    return _decided(poll_no, refuse)


def _decided(poll_no: int, deed: Callable[[Poll, ClaimsForm], str]) -> ResponseReturnValue:
    """The answer to a decision, or the page again with what is wrong."""
    poll, form = seen_poll(poll_no), ClaimsForm()
    try:
        flash(deed(poll, form), "success")
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _page(poll_no, form), 409 if isinstance(refused, Conflict) else 422
    return redirect(url_for(".list_claims", poll_no=poll_no))


def _letters(poll: Poll, words: Callable[[str, str], ClaimLetter]) -> Letters:
    """The letter in every language in which a claim may have been made."""
    site = installation().settings.site_url.rstrip("/")
    letters = {}
    for tongue in LANGUAGES:
        prefix = GAELIC_PREFIX if tongue == "gd" else ""
        with force_locale(tongue):
            letters[tongue] = words(poll.title, f"{site}{prefix}/polls/{poll.poll_no}/vote")
    return letters


def _released(title: str, vote: str) -> ClaimLetter:
    told = _(
        "Your claim was looked at, and your place on the roll is yours: %(title)s\n\nVote here: %(vote)s\n",
        title=title,
        vote=vote,
    )
    return ClaimLetter(_("You can vote now"), told)


def _refused(title: str, vote: str) -> ClaimLetter:
    told = _(
        "Your claim to vote was not let through: %(title)s\n\nThe reason: {reason}\n\nYou lose nothing by this. Go to a"
        " station or ask the people who run the vote for a voting code. You can also claim again from another place: "
        "%(vote)s\n",
        title=title,
        vote=vote,
    )
    return ClaimLetter(_("Your claim to vote"), told)


def _page(poll_no: int, form: ClaimsForm) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll_no)
    return render_template(
        "officers/list_claims.html",
        poll=poll,
        form=form,
        crowds=queries.crowds_of(uow.session, poll.id),
        may_decide=uow.may(Action.RELEASE_CLAIMS, poll),
    )
