"""An officer's page of the hour of closing: one person proposes a later one, another approves it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.polls import Poll
from pb_app.officers.poll_forms import ExtensionForm
from pb_app.officers.stations import seen_poll
from pb_app.queries import hours as queries
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import hours
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("hours", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@bp.get("/officers/polls/<int:poll_no>/hours")
def show_hours(poll_no: int) -> ResponseReturnValue:
    """The hour of closing, what was proposed, and the form for a later one."""
    return _page(seen_poll(poll_no), ExtensionForm())


@bp.post("/officers/polls/<int:poll_no>/hours")
def propose_extension(poll_no: int) -> ResponseReturnValue:
    """Propose a later hour."""
    poll, form = seen_poll(poll_no), ExtensionForm()
    if form.validate():
        try:
            hours.propose_extension(unit_of_work(), poll_no, form.hour(), form.reason.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The later hour is proposed. A second person must approve it before voting closes."), "success")
            return redirect(url_for(".show_hours", poll_no=poll_no))
    return _page(poll, form), 422


@bp.post("/officers/extensions/<int:extension_id>")
def extend_poll(extension_id: int) -> ResponseReturnValue:
    """Approve a later hour as a second person."""
    poll_no = queries.poll_no_of(unit_of_work().session, extension_id)
    if poll_no is None:
        raise NotVisible(sentence("There is no proposal under this number."))
    seen_poll(poll_no)
    hours.extend_poll(unit_of_work(), extension_id)
    flash(_("Voting closes later now. Every page says the new hour."), "success")
    return redirect(url_for(".show_hours", poll_no=poll_no))


def _page(poll: Poll, form: ExtensionForm) -> str:
    uow = unit_of_work()
    extensions = queries.extensions_of(uow.session, poll.poll_no)
    waiting = [one for one in extensions if one.approved_by is None and one.was == poll.closes_at]
    approvable = {one.id for one in waiting if uow.may(Action.EXTEND_POLL, queries.extension(uow.session, one.id))}
    return render_template(
        "officers/show_hours.html",
        poll=poll,
        form=form,
        approved=[one for one in extensions if one.approved_by is not None],
        waiting=waiting,
        approvable=approvable,
        may_propose=uow.may(Action.PROPOSE_EXTENSION, poll) and uow.now() < poll.closes_at,
    )
