"""Writing the rules of rooms: a version at a time, for everybody to read."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.moderation import RoomPolicy
from pb_app.officers.policy_forms import LeadForm, PolicyForm
from pb_app.officers.reach import reached, reached_for
from pb_app.queries import policies as queries
from pb_app.refusals import Conflict, Invalid
from pb_app.roles import Role
from pb_app.safeguarding import lead_of
from pb_app.services import policies, safeguarding
from pb_app.web.errors import status_of
from pb_app.web.forms import number_of
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.usual_rules import written_in

bp = Blueprint("policies", __name__, url_prefix="/officers/partnerships/<slug>")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR))


@bp.get("/rules")
def show_policy(slug: str) -> ResponseReturnValue:
    """The rules that hold, ready to be changed; before the first version, the usual ones."""
    latest = queries.policy_of(unit_of_work().session, reached(slug).id)
    return _page(slug, _written(latest), LeadForm(formdata=None))


@bp.post("/rules")
def publish_policy(slug: str) -> ResponseReturnValue:
    """Publish them as the next version."""
    reached_for(slug, Action.PUBLISH_POLICY)
    form, status = PolicyForm(), 422
    if form.validate():
        try:
            after, gaelic = number_of(form.after.data), form.gaelic.data or ""
            words = form.words.data or ""
            policies.publish_policy(unit_of_work(), slug, after, form.english.data or "", gaelic, words=words)
        except (Invalid, Conflict) as refused:
            form.refuse(refused)
            status = status_of(refused)
        else:
            flash(_("The rules are published. They hold from now on."), "success")
            return redirect(url_for("public.policies.show_policy", slug=slug))
    return _page(slug, form, LeadForm(formdata=None)), status


@bp.post("/lead")
def name_lead(slug: str) -> ResponseReturnValue:
    """Name who is written to about people under 16."""
    reached_for(slug, Action.NAME_LEAD)
    form = LeadForm()
    if form.validate():
        try:
            safeguarding.name_lead(unit_of_work(), slug, form.email.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("They are named. They are written to when somebody under 16 may be at risk."), "success")
            return redirect(url_for(".show_policy", slug=slug))
    latest = queries.policy_of(unit_of_work().session, reached(slug).id)
    return _page(slug, _written(latest), form), 422


def _written(latest: RoomPolicy | None) -> PolicyForm:
    return PolicyForm(
        formdata=None,
        after=str(latest.version if latest else 0),
        english=written_in(latest, "en"),
        gaelic=written_in(latest, "gd"),
        words=latest.words if latest else "",
    )


def _page(slug: str, form: PolicyForm, lead_form: LeadForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/show_policy.html",
        form=form,
        lead_form=lead_form,
        lead=lead_of(uow.session, partnership.id),
        partnership=partnership,
        latest=queries.policy_of(uow.session, partnership.id),
        may_publish=uow.may(Action.PUBLISH_POLICY, partnership),
    )
