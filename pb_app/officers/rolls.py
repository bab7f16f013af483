"""An officer's page of the roll: read a list of people, look at what was read, and take it in."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired

from pb_app import eligibility
from pb_app.actions import Action
from pb_app.officers.stations import seen_poll
from pb_app.postcode_files import LineFault, WrongFile
from pb_app.queries import rolls as queries
from pb_app.refusals import Invalid, Refusal
from pb_app.roles import Role
from pb_app.services import rolls
from pb_app.services.rolls import LARGEST_FILE, Prepared
from pb_app.web.errors import in_words
from pb_app.web.forms import PageForm
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("rolls", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))
MOST_FAULTS = 200
ROUND_THE_FILE = 20_000


class ListForm(PageForm):
    """A list of people."""

    file = FileField(_l("List of people (CSV)"), validators=[FileRequired(_l("Choose a file"))])


@bp.url_value_preprocessor
def make_room_for_the_file(endpoint: str | None, _values: object) -> None:
    """Let a list be larger than other requests; this is settled before anything of it is read."""
    if endpoint == "officers.rolls.prepare_roll":
        request.max_content_length = LARGEST_FILE + ROUND_THE_FILE


@bp.get("/officers/polls/<int:poll_no>/roll")
def show_roll(poll_no: int) -> ResponseReturnValue:
    """The lists of a poll, and the form for another."""
    return _page(poll_no, ListForm(formdata=None))


@bp.post("/officers/polls/<int:poll_no>/roll")
def prepare_roll(poll_no: int) -> ResponseReturnValue:
    """Read a list and show what was read. Nobody is put on the roll by this."""
    seen_poll(poll_no)
    form = ListForm()
    if form.validate():
        try:
            done = rolls.prepare_roll(unit_of_work(), poll_no, form.file.data.read())
        except Invalid as refused:
            form.refuse(refused)
            return _page(poll_no, form, refused.faults if isinstance(refused, WrongFile) else ()), 422
        return _page(poll_no, form, done.faults, done)
    return _page(poll_no, form), 422


@bp.post("/officers/polls/<int:poll_no>/roll/lists/<int:list_id>")
def import_roll(poll_no: int, list_id: int) -> ResponseReturnValue:
    """Put everybody of the list on the roll."""
    seen_poll(poll_no)
    done = rolls.import_roll(unit_of_work(), list_id)
    flash(
        ngettext("%(num)s place on the roll is new.", "%(num)s places on the roll are new.", done.added or 0), "success"
    )
    return redirect(url_for(".show_roll", poll_no=poll_no))


def _page(poll_no: int, form: ListForm, faults: Sequence[LineFault] = (), done: Prepared | None = None) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll_no)
    lists = queries.lists_of(uow.session, poll.id)
    told = [(fault.line, in_words(Refusal(fault.template, **fault.figures))) for fault in faults[:MOST_FAULTS]]
    return render_template(
        "officers/show_roll.html",
        poll=poll,
        form=form,
        rules=eligibility.read(poll.eligibility),
        waiting=next((one for one in lists if one.imported_at is None), None),
        known=done.known if done else None,
        taken=[one for one in lists if one.imported_at is not None],
        faults=told,
        more_faults=len(faults) - len(told),
        may_import=uow.may(Action.IMPORT_ROLL, poll),
    )
