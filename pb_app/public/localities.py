"""A locality as anyone may see it: its rounds, the forums that sit for it, and its budget in a few sentences."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pb_app.models.localities import Locality
from pb_app.queries import ledger, localities
from pb_app.refusals import NotVisible, sentence
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("localities", __name__)


@bp.get("/localities/<slug>")
def show_locality(slug: str) -> ResponseReturnValue:
    """The locality: rounds, forums, money."""
    session = unit_of_work().session
    locality = visible_locality(slug)
    return render_template(
        "public/show_locality.html",
        locality=locality,
        rounds=localities.public_rounds_of(session, locality.id),
        forums=localities.forums_for(session, locality),
        book=ledger.locality_book(session, locality),
    )


def visible_locality(slug: str) -> Locality:
    """The locality under this address; raises NotVisible if there is none."""
    locality = localities.locality_by_slug(unit_of_work().session, slug)
    if locality is None:
        raise NotVisible(sentence("There is no locality under this address."))
    return locality
