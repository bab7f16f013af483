"""An officer's page of the workers who vouch in a poll: name one, or change for how many."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired

from pb_app.actions import Action
from pb_app.officers.stations import seen_poll
from pb_app.queries import vouchers as queries
from pb_app.refusals import Invalid
from pb_app.roles import Role
from pb_app.services import vouchers
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("vouchers", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.AUDITOR))


class VoucherForm(PageForm):
    """A worker, and for how many people they may vouch."""

    email = StringField(_l("E-mail address of the worker's account"), validators=[needed(_l("Enter an address"))])
    organisation = StringField(_l("For whom they work"), validators=[needed(_l("Say for whom they work"))])
    most = IntegerField(
        _l("For how many people at most"),
        description=_l("0 ends it. In a vote with a place online and one in person both count."),
        validators=[InputRequired(_l("Enter a number"))],
    )


@bp.get("/officers/polls/<int:poll_no>/vouchers")
def list_vouchers(poll_no: int) -> ResponseReturnValue:
    """The workers of a poll, and the form for another."""
    return _page(poll_no, VoucherForm(formdata=None))


@bp.post("/officers/polls/<int:poll_no>/vouchers")
def name_voucher(poll_no: int) -> ResponseReturnValue:
    """Name a worker, or change for how many they may vouch."""
    seen_poll(poll_no)
    form = VoucherForm()
    if form.validate():
        told = (form.email.data or "", form.organisation.data or "", form.most.data or 0)
        try:
            vouchers.name_voucher(unit_of_work(), poll_no, *told)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("It is kept. They find the page at the poll, once they sign in."), "success")
            return redirect(url_for(".list_vouchers", poll_no=poll_no))
    return _page(poll_no, form), 422


def _page(poll_no: int, form: VoucherForm) -> str:
    uow = unit_of_work()
    uow.end_read()
    poll = seen_poll(poll_no)
    return render_template(
        "officers/list_vouchers.html",
        poll=poll,
        form=form,
        vouchers=queries.vouchers_in(uow.session, poll_no),
        may_name=uow.may(Action.NAME_VOUCHER, poll),
    )
