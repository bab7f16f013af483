"""Setting up: the local outcomes of a partnership's plan."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.officers.partnership_forms import OutcomeForm
from pb_app.officers.reach import reached, reached_for
from pb_app.queries import plans as queries
from pb_app.refusals import Invalid
from pb_app.roles import Role
from pb_app.services import plans
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("plans", __name__, url_prefix="/officers/partnerships/<slug>")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR))


@bp.get("/outcomes")
def list_outcomes(slug: str) -> ResponseReturnValue:
    """The outcomes, and the form for another."""
    return _outcomes_page(slug, OutcomeForm())


@bp.post("/outcomes")
def add_outcome(slug: str) -> ResponseReturnValue:
    """Add an outcome."""
    reached_for(slug, Action.ADD_OUTCOME)
    form = OutcomeForm()
    if form.validate():
        try:
            plans.add_outcome(unit_of_work(), slug, form.title.data or "", form.plan.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("The outcome is in the plan now."), "success")
            return redirect(url_for(".list_outcomes", slug=slug))
    return _outcomes_page(slug, form), 422


def _outcomes_page(slug: str, form: OutcomeForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_outcomes.html",
        form=form,
        partnership=partnership,
        outcomes=queries.outcomes_of(uow.session, partnership.id),
        may_add=uow.may(Action.ADD_OUTCOME, partnership),
    )
