"""The rules of talking together as anybody may read them, with every earlier version."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.models.partnerships import Partnership
from pb_app.queries import partnerships, policies
from pb_app.refusals import NotVisible, sentence
from pb_app.web.i18n import locale
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.usual_rules import rules_in

bp = Blueprint("policies", __name__, url_prefix="/partnerships/<slug>/rules")


@bp.get("")
def show_policy(slug: str) -> ResponseReturnValue:
    """The rules that hold; the usual ones until a partnership has published its own."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    versions = policies.policies_of(session, partnership.id)
    latest = versions[0] if versions else None
    return render_template(
        "public/show_policy.html",
        partnership=partnership,
        policy=latest,
        rules=rules_in(latest, locale()),
        versions=versions,
        is_latest=True,
    )


@bp.get("/<int:version>")
def show_version(slug: str, version: int) -> ResponseReturnValue:
    """A version that holds or held: decisions name the one they were made under."""
    session = unit_of_work().session
    partnership = _partnership(slug)
    policy = policies.policy_at(session, partnership.id, version)
    if policy is None:
        raise NotVisible(sentence("There is no such version of the rules."))
    versions = policies.policies_of(session, partnership.id)
    return render_template(
        "public/show_policy.html",
        partnership=partnership,
        policy=policy,
        rules=rules_in(policy, locale()),
        versions=versions,
        is_latest=policy.version == versions[0].version,
    )


def _partnership(slug: str) -> Partnership:
    found = partnerships.partnership_by_slug(unit_of_work().session, slug)
    if found is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return found
