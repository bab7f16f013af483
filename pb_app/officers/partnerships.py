"""Setting up: the partnerships of this installation, their partners and their forums."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.partnerships import ForumKind, PartnerKind
from pb_app.officers.partnership_forms import ForumForm, PartnerForm, PartnershipForm
from pb_app.officers.reach import reached, reached_for
from pb_app.queries import localities as locality_queries
from pb_app.queries import partnerships as queries
from pb_app.refusals import Invalid
from pb_app.roles import Role, Site
from pb_app.services import partnerships
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import PARTNER_KINDS

bp = Blueprint("partnerships", __name__, url_prefix="/officers/partnerships")
bp.before_request(needs_role(Role.OFFICER, Role.ADMINISTRATOR))


@bp.get("")
def list_partnerships() -> ResponseReturnValue:
    """The partnerships within the reader's reach, and the form for another."""
    return _partnerships_page(PartnershipForm())


@bp.post("")
def create_partnership() -> ResponseReturnValue:
    """Make a partnership."""
    form = PartnershipForm()
    if form.validate():
        try:
            made = partnerships.create_partnership(unit_of_work(), form.name.data or "", form.name_gd.data or "")
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is set up. Its desk says what comes next.", name=made.name), "success")
            return redirect(url_for("officers.home.show_desk"))
    return _partnerships_page(form), 422


@bp.get("/<slug>/partners")
def list_partners(slug: str) -> ResponseReturnValue:
    """The partners, and the form for another."""
    return _partners_page(slug, PartnerForm())


@bp.post("/<slug>/partners")
def add_partner(slug: str) -> ResponseReturnValue:
    """Add a partner."""
    reached_for(slug, Action.ADD_PARTNER)
    form = PartnerForm()
    if form.validate():
        try:
            kind = PartnerKind(form.kind.data)
            added = partnerships.add_partner(unit_of_work(), slug, form.name.data or "", kind)
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is a partner now.", name=added.name), "success")
            return redirect(url_for(".list_partners", slug=slug))
    return _partners_page(slug, form), 422


@bp.get("/<slug>/forums")
def list_forums(slug: str) -> ResponseReturnValue:
    """The forums with their members, and the form for another."""
    return _forums_page(slug, _forum_form(slug))


@bp.post("/<slug>/forums")
def add_forum(slug: str) -> ResponseReturnValue:
    """Add a forum."""
    reached_for(slug, Action.ADD_FORUM)
    form = _forum_form(slug)
    if form.validate():
        try:
            added = partnerships.add_forum(
                unit_of_work(),
                slug,
                form.name.data or "",
                ForumKind(form.kind.data),
                locality_id=form.locality.data or None,
                remit=form.remit.data or "",
            )
        except Invalid as refused:
            form.refuse(refused)
        else:
            flash(_("%(name)s is a forum now.", name=added.name), "success")
            return redirect(url_for(".list_forums", slug=slug))
    return _forums_page(slug, form), 422


def _partnerships_page(form: PartnershipForm) -> str:
    uow = unit_of_work()
    return render_template(
        "officers/list_partnerships.html",
        form=form,
        partnerships=queries.partnerships_of(uow.session, uow.actor),
        may_create=uow.may(Action.CREATE_PARTNERSHIP, Site()),
    )


def _partners_page(slug: str, form: PartnerForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_partners.html",
        form=form,
        partnership=partnership,
        partners=queries.partners_of(uow.session, partnership.id),
        words=PARTNER_KINDS,
        may_add=uow.may(Action.ADD_PARTNER, partnership),
    )


def _forum_form(slug: str) -> ForumForm:
    places = locality_queries.localities_of(unit_of_work().session, reached(slug).id)
    return ForumForm.among([card.locality for card in places])


def _forums_page(slug: str, form: ForumForm) -> str:
    uow = unit_of_work()
    partnership = reached(slug)
    return render_template(
        "officers/list_forums.html",
        form=form,
        partnership=partnership,
        forums=queries.forums_of(uow.session, partnership.id),
        may_add=uow.may(Action.ADD_FORUM, partnership),
        may_grant=uow.may(Action.GRANT_ROLE, partnership),
    )
