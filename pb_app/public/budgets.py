"""A locality's budget in pounds and in words, and as a file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from pb_app.exports.budgets import budget_csv
from pb_app.public.localities import visible_locality
from pb_app.queries import ledger
from pb_app.web.unit_of_work import unit_of_work

bp = Blueprint("budgets", __name__)


@bp.get("/localities/<slug>/budget")
def show_budget(slug: str) -> ResponseReturnValue:
    """Every pound: where it came from, where it went, what is left, and the proof of each entry."""
    locality = visible_locality(slug)
    return render_template(
        "public/show_budget.html",
        locality=locality,
        book=ledger.locality_book(unit_of_work().session, locality),
    )


@bp.get("/localities/<slug>/budget.csv")
def download_budget(slug: str) -> ResponseReturnValue:
    """The same entries as a table."""
    book = ledger.locality_book(unit_of_work().session, visible_locality(slug))
    answer = Response(budget_csv(book).encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"budget-{slug}.csv")
    return answer
