"""Having one's own account erased: what goes, what stays and why, one box to tick."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from pb_app.models.people import Person
from pb_app.queries import erasures as queries
from pb_app.services import erasures
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_sign_in, sign_out_browser
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("erasures", __name__)
bp.before_request(needs_sign_in)


class ErasureForm(PageForm):
    """That one wants it for good."""

    for_good = BooleanField(
        _l("I know that this cannot be undone"), validators=[needed(_l("Say that you know it cannot be undone"))]
    )


@bp.get("/me/erasure")
def show_erasure() -> ResponseReturnValue:
    """What an erasure takes away and what stays."""
    return _page(ErasureForm(formdata=None))


@bp.post("/me/erasure")
def erase_person() -> ResponseReturnValue:
    """Erase the reader's account and sign them out."""
    uow = unit_of_work()
    form = ErasureForm()
    if not form.validate():
        return _page(form), 422
    erasures.erase_person(uow, uow.actor.person_id or 0)
    sign_out_browser()
    flash(_("Your account is erased. You are signed out everywhere."), "success")
    return redirect(url_for("public.home.show_home"))


def _page(form: ErasureForm) -> str:
    uow = unit_of_work()
    person = uow.session.get_one(Person, uow.actor.person_id)
    traces = queries.traces_of(uow.session, person)
    return render_template("residents/show_erasure.html", form=form, person=person, traces=traces)
