"""A partnership as anyone may see it: who is in it, who decides what, what its plan wants, who holds the money."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.queries import budgets, localities, partnerships, plans
from pb_app.refusals import NotVisible, sentence
from pb_app.web.unit_of_work import unit_of_work
from pb_app.web.words import FUND_KINDS, PARTNER_KINDS

bp = Blueprint("partnerships", __name__)


@bp.get("/partnerships/<slug>")
def show_partnership(slug: str) -> ResponseReturnValue:
    """The partnership: partners, forums, localities, outcomes, funds."""
    session = unit_of_work().session
    partnership = partnerships.partnership_by_slug(session, slug)
    if partnership is None:
        raise NotVisible(sentence("There is no partnership under this address."))
    return render_template(
        "public/show_partnership.html",
        partnership=partnership,
        partners=partnerships.partners_of(session, partnership.id),
        forums=partnerships.forums_of(session, partnership.id),
        localities=[card.locality for card in localities.localities_of(session, partnership.id)],
        outcomes=plans.outcomes_of(session, partnership.id),
        funds=budgets.funds_of(session, partnership.id),
        partner_words=PARTNER_KINDS,
        fund_words=FUND_KINDS,
    )
