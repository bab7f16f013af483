"""Erasing an account for somebody who asked in writing: find it by its address, look, and erase it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField

from pb_app.actions import Action
from pb_app.models.people import Person
from pb_app.permissions import refusal
from pb_app.queries import erasures as queries
from pb_app.queries.people import person_by_email
from pb_app.receipts import normalised_email
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import erasures
from pb_app.services.erasures import Account
from pb_app.web.forms import PageForm, needed
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("erasures", __name__, url_prefix="/officers/erasures")
bp.before_request(needs_role(Role.ADMINISTRATOR))


class AddressForm(PageForm):
    """Whose account it is."""

    email = EmailField(_l("Email address of the account"), validators=[needed(_l("Enter the address of the account"))])


class RequestForm(PageForm):
    """That the person themselves asked for it."""

    asked = BooleanField(
        _l("The person asked for this, and I checked that it was them"),
        validators=[needed(_l("Check first that the person themselves asked for it"))],
    )


@bp.get("")
def find_account() -> ResponseReturnValue:
    """Ask for the address."""
    _permit()
    return render_template("officers/find_account.html", form=AddressForm(formdata=None))


@bp.post("")
def look_up_account() -> ResponseReturnValue:
    """Go to the account with this address; the address itself stands in no link."""
    _permit()
    form = AddressForm()
    if form.validate():
        try:
            return redirect(url_for(".show_account", person_id=_found(form.email.data or "").id))
        except Invalid as refused:
            form.refuse(refused)
    return render_template("officers/find_account.html", form=form), 422


@bp.get("/<int:person_id>")
def show_account(person_id: int) -> ResponseReturnValue:
    """What would go and what would stay."""
    return _page(person_id, RequestForm(formdata=None))


@bp.post("/<int:person_id>")
def erase_person(person_id: int) -> ResponseReturnValue:
    """Erase the account."""
    form = RequestForm()
    if not form.validate():
        return _page(person_id, form), 422
    erasures.erase_person(unit_of_work(), person_id)
    flash(_("The account is erased. The person is signed out everywhere."), "success")
    return redirect(url_for(".find_account"))


def _permit() -> None:
    """Raise the refusal that erasing somebody else's account would meet."""
    refused = refusal(unit_of_work().actor, Action.ERASE_PERSON, Account(0))
    if refused is not None:
        raise refused


def _found(email: str) -> Person:
    person = person_by_email(unit_of_work().session, normalised_email(email)) if "@" in email else None
    if person is None:
        raise Invalid(sentence("Nobody has an account with this address. Check how it is written."), field="email")
    return person


def _page(person_id: int, form: RequestForm) -> str:
    _permit()
    session = unit_of_work().session
    person = session.get(Person, person_id)
    if person is None or "@" not in person.email:
        raise NotVisible(sentence("There is no account to erase."))
    traces = queries.traces_of(session, person)
    return render_template("officers/show_account.html", form=form, person=person, traces=traces)
