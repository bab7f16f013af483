"""An officer's page of objections to places on the roll: one person proposes, another decides after the reply."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.models.strikes import RollStrike
from pb_app.officers.stations import seen_poll
from pb_app.queries import strikes as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import strikes
from pb_app.stages import StrikeKind
from pb_app.web.errors import status_of
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_role
from pb_app.web.strike_words import KINDS, letter_of_decision, letter_of_objection
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import choices

bp = Blueprint("strikes", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


class StrikeForm(PageForm):
    """To whose place somebody objects, and why."""

    email = StringField(_l("Their e-mail address"), validators=[needed(_l("Enter their e-mail address"))])
    kind = SelectField(_l("Kind of reason"), choices=choices(KINDS))
    words = TextAreaField(
        _l("Why they may not vote"),
        description=_l("They read this, and nobody else but officers"),
        validators=[needed(_l("Say why they may not vote. They read this."))],
    )


@bp.get("/officers/polls/<int:poll_no>/strikes")
def list_strikes(poll_no: int) -> ResponseReturnValue:
    """What is objected to, and the form."""
    return _page(poll_no, StrikeForm())


@bp.post("/officers/polls/<int:poll_no>/strikes")
def propose_strike(poll_no: int) -> ResponseReturnValue:
    """Object to a place."""
    poll, form, status = seen_poll(poll_no), StrikeForm(), 422
    if form.validate():
        said = StrikeKind(form.kind.data), form.words.data or ""
        try:
            strikes.propose_strike(unit_of_work(), poll_no, form.email.data or "", said, letter_of_objection(poll))
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("They get a letter and may reply. Then somebody else decides."), "success")
            return redirect(url_for(".list_strikes", poll_no=poll_no))
    return _page(poll_no, form), status


@bp.post("/officers/strikes/<int:strike_id>/struck")
def strike_from_roll(strike_id: int) -> ResponseReturnValue:
    """Strike them from the roll as a second person."""
    poll = _poll(strike_id)
    strikes.strike_from_roll(unit_of_work(), strike_id, letter_of_decision(poll, is_struck=True))
    return _back(poll, _("They are struck from the roll, and a letter tells them."))


@bp.post("/officers/strikes/<int:strike_id>/dismissed")
def dismiss_strike(strike_id: int) -> ResponseReturnValue:
    """Let the place stand as a second person."""
    poll = _poll(strike_id)
    strikes.dismiss_strike(unit_of_work(), strike_id, letter_of_decision(poll, is_struck=False))
    return _back(poll, _("Their place stands, and a letter tells them."))


def _poll(strike_id: int) -> Poll:
    poll_no = queries.poll_no_of(unit_of_work().session, strike_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no objection under this number."))
    return seen_poll(poll_no)


def _back(poll: Poll, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for(".list_strikes", poll_no=poll.poll_no))


def _page(poll_no: int, form: StrikeForm) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll, now = seen_poll(poll_no), uow.now()
    found = queries.strikes_of(uow.session, poll_no)
    ready = [one for one, _email in found if one.decided_at is None and (one.replied_at or now >= one.reply_until)]
    return render_template(
        "officers/list_strikes.html",
        poll=poll,
        form=form,
        strikes=found,
        kinds=KINDS,
        decidable={one.id for one in ready if now < poll.closes_at and _may_decide(one)},
        may_propose=uow.may(Action.PROPOSE_STRIKE, poll) and now + strikes.REPLY < poll.closes_at,
    )


def _may_decide(one: RollStrike) -> bool:
    uow = unit_of_work()
    return uow.may(Action.STRIKE_FROM_ROLL, queries.strike(uow.session, one.id))
