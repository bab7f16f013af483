"""Who holds which role: in a partnership, and in the installation as a whole."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb_app.actions import Action
from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, Partnership
from pb_app.models.people import RoleGrant
from pb_app.officers.partnership_forms import RoleForm, places
from pb_app.officers.reach import reached_for
from pb_app.permissions import refusal
from pb_app.queries import localities as locality_queries
from pb_app.queries import partnerships as partnership_queries
from pb_app.queries import people as queries
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.roles import GRANTED, Role, Scope, Site
from pb_app.services import people
from pb_app.services.people import Holding
from pb_app.web.login import needs_role
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import ROLE_HINTS, ROLES

bp = Blueprint("people", __name__, url_prefix="/officers")
bp.before_request(needs_role(Role.ADMINISTRATOR))
OF_THE_INSTALLATION = (Role.ADMINISTRATOR, Role.AUDITOR)


@bp.get("/people")
def list_keepers() -> ResponseReturnValue:
    """Who holds a role in the whole installation, and the form to give one."""
    return _page(None, _form(None))


@bp.post("/people")
def appoint_keeper() -> ResponseReturnValue:
    """Give somebody a role in the whole installation."""
    return _granted(None)


@bp.get("/partnerships/<slug>/people")
def list_people(slug: str) -> ResponseReturnValue:
    """Who holds a role in the partnership, and the form to give one."""
    partnership = reached_for(slug, Action.GRANT_ROLE)
    form = _form(partnership)
    form.role.data = form.role.data or request.args.get("role")
    form.place.data = request.args.get("place") or form.place.data
    return _page(partnership, form)


@bp.post("/partnerships/<slug>/people")
def grant_role(slug: str) -> ResponseReturnValue:
    """Give somebody a role in the partnership."""
    return _granted(reached_for(slug, Action.GRANT_ROLE))


@bp.get("/roles/<int:grant_id>")
def show_role(grant_id: int) -> ResponseReturnValue:
    """One role that somebody holds, before it is taken back."""
    return render_template("officers/show_role.html", **_role_page(grant_id))


@bp.post("/roles/<int:grant_id>/revocation")
def revoke_role(grant_id: int) -> ResponseReturnValue:
    """Take a role back."""
    back = _role_page(grant_id)["back"]
    people.revoke_role(unit_of_work(), grant_id)
    flash(_("The role is taken back. The person is signed out everywhere."), "success")
    return redirect(str(back))


def _granted(partnership: Partnership | None) -> ResponseReturnValue:
    whole = partnership.scope if partnership else Scope()
    refused = refusal(unit_of_work().actor, Action.GRANT_ROLE, Holding(whole))
    if refused is not None:
        raise refused
    form = _form(partnership)
    back = _list_of(partnership)
    if form.fits():
        scope = form.scope(whole, _forums(partnership))
        try:
            people.grant_role(unit_of_work(), form.email.data or "", Role(form.role.data), scope)
        except (Invalid, Conflict) as wrong:
            form.refuse(wrong, "email")
        else:
            flash(_("The role is given. It takes effect when the person next signs in."), "success")
            return redirect(back)
    return _page(partnership, form), 422


def _form(partnership: Partnership | None) -> RoleForm:
    if partnership is None:
        return RoleForm.within(OF_THE_INSTALLATION, (), ())
    return RoleForm.within(GRANTED, _localities(partnership), _forums(partnership))


def _places(partnership: Partnership | None) -> dict[str, str]:
    return places(_localities(partnership), _forums(partnership))


def _localities(partnership: Partnership | None) -> Sequence[Locality]:
    if partnership is None:
        return ()
    return [card.locality for card in locality_queries.localities_of(unit_of_work().session, partnership.id)]


def _forums(partnership: Partnership | None) -> Sequence[Forum]:
    if partnership is None:
        return ()
    return [card.forum for card in partnership_queries.forums_of(unit_of_work().session, partnership.id)]


def _page(partnership: Partnership | None, form: RoleForm) -> str:
    uow = unit_of_work()
    refused = refusal(uow.actor, Action.GRANT_ROLE, partnership or Site())
    if refused is not None:
        raise refused
    return render_template(
        "officers/list_people.html",
        form=form,
        partnership=partnership,
        holders=queries.role_holders(uow.session, partnership.scope if partnership else Scope()),
        roles=ROLES,
        hints={role.value: hint for role, hint in ROLE_HINTS.items()},
        places=_places(partnership),
    )


def _role_page(grant_id: int) -> dict[str, object]:
    """What the page about one role shows; raises NotVisible for a role that the reader could not take back."""
    uow = unit_of_work()
    given = uow.session.get(RoleGrant, grant_id)
    held = None if given is None else Scope(given.partnership_id, given.locality_id, given.forum_id)
    if given is None or held is None or not uow.may(Action.REVOKE_ROLE, Holding(held)):
        raise NotVisible(sentence("There is no such role to take back."))
    found = [one for one in partnership_queries.all_partnerships(uow.session) if one.id == given.partnership_id]
    partnership = found[0] if found else None
    holder = next(one for one in queries.role_holders(uow.session, held) if one.id == grant_id)
    return {
        "given": holder,
        "partnership": partnership,
        "back": _list_of(partnership),
        "roles": ROLES,
        "places": _places(partnership),
    }


def _list_of(partnership: Partnership | None) -> str:
    if partnership is None:
        return url_for("officers.people.list_keepers")
    return url_for("officers.people.list_people", slug=partnership.slug)
