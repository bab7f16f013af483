"""The page of a worker who vouches for people: who it is, by what kind of reason, and nothing else is kept."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, StringField
from wtforms.validators import Optional

from pb_app import eligibility
from pb_app.desk import AtDesk
from pb_app.models.vouchers import Voucher
from pb_app.queries import vouchers as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.services import vouchers
from pb_app.stages import VouchReason
from pb_app.web.forms import PageForm, choice, needed
from pb_app.web.login import needs_sign_in
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("vouchers", __name__)
bp.before_request(needs_sign_in)
REASONS = {
    VouchReason.KNOWN: _l("I know them from my work here"),
    VouchReason.NO_ADDRESS: _l("They have no fixed address and stay in this area"),
    VouchReason.NO_PAPERS: _l("They live here and have nothing that shows it"),
}


class VouchForm(PageForm):
    """Whom the worker stands for."""

    email = StringField(
        _l("E-mail address of their account"), description=_l("With it they vote online, or at a desk.")
    )
    name = StringField(_l("Without an account: full name"))
    born = DateField(_l("Without an account: day of birth"), validators=[Optional()])
    reason = RadioField(
        _l("Why you can stand for them"),
        choices=[choice(one.value, words) for one, words in REASONS.items()],
        validators=[needed(_l("Choose a reason"))],
    )
    declaration = BooleanField(
        _l("They agree, and what the rules of this vote ask is true of them"),
        validators=[needed(_l("Say that they agree and that it is true"))],
    )

    def who(self) -> AtDesk:
        """Who it is."""
        return AtDesk(self.email.data or "", self.name.data or "", self.born.data)


@bp.get("/polls/<int:poll_no>/vouching")
def show_vouching(poll_no: int) -> ResponseReturnValue:
    """For how many one may still vouch, and the form."""
    return _page(_named(poll_no), VouchForm(formdata=None))


@bp.post("/polls/<int:poll_no>/vouching")
def vouch_for(poll_no: int) -> ResponseReturnValue:
    """Stand for somebody."""
    _named(poll_no)
    form = VouchForm()
    if not form.validate():
        return _page(_named(poll_no), form), 422
    try:
        vouchers.vouch_for(unit_of_work(), poll_no, form.who(), VouchReason(form.reason.data))
    except (Invalid, Conflict) as refused:
        form.refuse(refused)
        return _page(_named(poll_no), form), 409 if isinstance(refused, Conflict) else 422
    flash(_("They are on the roll. With an account they vote online, without one at a station."), "success")
    return redirect(url_for(".show_vouching", poll_no=poll_no))


def _named(poll_no: int) -> Voucher:
    uow = unit_of_work()
    uow.end_read()
    found = queries.voucher_of(uow.session, poll_no, uow.actor.person_id)
    if found is None or not found.is_public:
        raise NotVisible(sentence("You are not named as somebody who vouches in this vote."))
    return found


def _page(voucher: Voucher, form: VouchForm) -> str:
    left = max(0, voucher.most - queries.vouched_by(unit_of_work().session, voucher.id))
    return render_template(
        "residents/show_vouching.html",
        poll=voucher.poll,
        voucher=voucher,
        form=form,
        left=left,
        rules=eligibility.read(voucher.poll.eligibility),
    )
