"""An officer's page of voting codes: make a batch and print its letters, make codes void, make one anew."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from pb_app import codes as signs
from pb_app.actions import Action
from pb_app.definitions import read_definition
from pb_app.exports.prints import Print, square_code
from pb_app.models.polls import Poll
from pb_app.officers import print_words as words
from pb_app.officers.print_forms import CodesForm, Printed, VoidForm
from pb_app.officers.prints import Order, printed, site_address
from pb_app.officers.stations import seen_poll
from pb_app.queries import codes as queries
from pb_app.refusals import Conflict, Invalid
from pb_app.roles import Role
from pb_app.services import codes
from pb_app.services.codes import MadeCodes
from pb_app.web.filters import moment_words
from pb_app.web.forms import PageForm, choice
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("codes", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


@bp.get("/officers/polls/<int:poll_no>/codes")
def list_codes(poll_no: int) -> ResponseReturnValue:
    """The batches of a poll, and the forms."""
    return _page(seen_poll(poll_no))


@bp.post("/officers/polls/<int:poll_no>/codes")
def make_codes(poll_no: int) -> ResponseReturnValue:
    """Make a batch. The answer is its letters: the codes are shown this once."""
    poll, form = seen_poll(poll_no), CodesForm()
    if form.validate():
        try:
            made = codes.make_codes(unit_of_work(), poll_no, form.number.data, form.purpose.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            return _letters(poll, made, form)
    return _page(poll, make=form), 422


@bp.post("/officers/polls/<int:poll_no>/codes/void")
def void_codes(poll_no: int) -> ResponseReturnValue:
    """Make a batch void, or one code of it."""

    def void(form: VoidForm) -> ResponseReturnValue:
        voided = codes.void_codes(unit_of_work(), form.batch.data, form.reason.data or "", form.serial.data)
        flash(ngettext("%(num)s code is void now.", "%(num)s codes are void now.", voided), "success")
        return redirect(url_for(".list_codes", poll_no=poll_no))

    return _voiding(poll_no, void)


@bp.post("/officers/polls/<int:poll_no>/codes/anew")
def reissue_code(poll_no: int) -> ResponseReturnValue:
    """Make one code void and print a letter with another."""

    def reissue(form: VoidForm) -> ResponseReturnValue:
        serial = form.serial.data or 0
        made = codes.reissue_code(unit_of_work(), form.batch.data, serial, form.reason.data or "")
        return _letters(seen_poll(poll_no), made, form)

    return _voiding(poll_no, reissue)


def _voiding(poll_no: int, deed: Callable[[VoidForm], ResponseReturnValue]) -> ResponseReturnValue:
    """The answer to a form that makes codes void, or the form again with what is wrong."""
    poll = seen_poll(poll_no)
    form = _offering(poll, VoidForm())
    if form.validate():
        try:
            return deed(form)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
    return _page(seen_poll(poll_no), void=form), 422


def _letters(poll: Poll, made: MadeCodes, form: Printed) -> ResponseReturnValue:
    definition, tongues = read_definition(poll.definition), form.tongues
    closes = {tongue: moment_words(poll.closes_at, tongue) for tongue in tongues}
    address = site_address("public.codes.show_code", poll.poll_no, tongues)
    told = {
        "words": words.in_languages(tongues, lambda tongue: words.letter_words(closes[tongue])),
        "address": address,
        "letters": [
            {"serial": one.serial, "code": in_groups, "square": square_code(f"{address}#{in_groups}")}
            for one in made.letters
            for in_groups in [signs.in_groups(one.code)]
        ],
    }
    return printed(definition, Order(Print.CODE_LETTERS, definition.title, tongues, max(12, form.points)), told)


def _offering(poll: Poll, form: VoidForm) -> VoidForm:
    form.batch.choices = [
        choice(one.batch.id, _("Batch %(number)s", number=one.batch.batch_no))
        for one in queries.batches_of(unit_of_work().session, poll.id)
    ]
    return form


def _page(poll: Poll, make: PageForm | None = None, void: VoidForm | None = None) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll.poll_no)
    return render_template(
        "officers/list_codes.html",
        poll=poll,
        batches=queries.batches_of(uow.session, poll.id),
        form=make or void,
        make=make or CodesForm(formdata=None),
        void=void or _offering(poll, VoidForm(formdata=None)),
        may_make=uow.may(Action.MAKE_CODES, poll),
    )
