"""The pages on which a member of the deciding forum records what it made of a result: enter, check, record."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.officers.count_forms import AdoptionForm, form_for
from pb_app.permissions import refusal
from pb_app.queries import budgets, contests, counts
from pb_app.queries.counts import Result
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Role
from pb_app.services import adoptions
from pb_app.services.adoptions import BeforeForum
from pb_app.web.contests import place_asked, place_told
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("adoptions", __name__)
bp.before_request(needs_role(Role.OFFICER, Role.APPROVER, Role.COUNCILLOR, Role.AUDITOR))


@bp.get("/officers/polls/<int:poll_no>/adoption")
def show_adoption(poll_no: int) -> ResponseReturnValue:
    """The result before the forum, and what it may do with it."""
    result = _before_forum(poll_no)
    return _form_page(result, form_for(result))


@bp.post("/officers/polls/<int:poll_no>/adoption/check")
def check_adoption(poll_no: int) -> ResponseReturnValue:
    """What would be recorded, to be read once more; nothing is kept yet."""
    result = _before_forum(poll_no)
    form = form_for(result)
    if not form.validate():
        return _form_page(result, form), 422
    try:
        decided = adoptions.preview_adoption(unit_of_work(), poll_no, form.deciding(), result.place)
    except Invalid as refused:
        form.refuse_deciding(refused)
        return _form_page(result, form), 422
    return render_template("officers/check_adoption.html", result=result, poll=result.poll, form=form, decided=decided)


@bp.post("/officers/polls/<int:poll_no>/adoption")
def adopt_result(poll_no: int) -> ResponseReturnValue:
    """Record the decision."""
    result = _before_forum(poll_no)
    form = form_for(result)
    if not form.validate():
        return _form_page(result, form), 422
    try:
        adoptions.adopt_result(unit_of_work(), poll_no, form.deciding(), result.place)
    except Invalid as refused:
        form.refuse_deciding(refused)
        return _form_page(result, form), 422
    flash(_("The decision of the forum is recorded and published."), "success")
    return redirect(url_for("officers.counts.show_count", poll_no=poll_no, contest=place_told(result.place)))


def _before_forum(poll_no: int) -> Result:
    uow = unit_of_work()
    result = counts.result_of(uow.session, poll_no, place_asked())
    if result is None:
        raise NotVisible(sentence("There is no result under this number."))
    refused = refusal(uow.actor, Action.ADOPT_RESULT, BeforeForum.of(result.count))
    if refused is not None:
        raise refused
    return result


def _form_page(result: Result, form: AdoptionForm) -> str:
    session = unit_of_work().session
    pot = budgets.pot_pence(session, contests.pot_at(session, result.poll, result.place))
    return render_template("officers/show_adoption.html", result=result, poll=result.poll, form=form, pot=pot)
