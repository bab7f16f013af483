"""Statements of money as tables anyone may take away; amounts in whole minor units."""

from collections.abc import Sequence

from pb_app.exports.tables import Cell, csv_text
from pb_app.queries.awards import AwardLine
from pb_app.queries.statements import TrialBalance

TRIAL = ("account", "place", "name", "currency", "went_in", "went_out", "stands")
AWARDS = (
    "project",
    "title",
    "currency",
    "counted",
    "adopted",
    "awarded",
    "moved_since",
    "committed",
    "paid",
    "left",
    "reasons",
)


def trial_csv(balances: Sequence[TrialBalance]) -> str:
    """Return every account with both its sides, by currency and number."""
    lines = (line for one in balances for line in one.lines)
    return csv_text(
        TRIAL,
        (
            (one.account_id, one.place.value, one.name, one.currency, one.went_in, one.went_out, one.stands)
            for one in lines
        ),
    )


def awards_csv(lines: Sequence[AwardLine], currency: str) -> str:
    """Return what became of each award, in the order of the paper."""
    return csv_text(AWARDS, (_award(one, currency) for one in lines))


def _award(one: AwardLine, currency: str) -> tuple[Cell, ...]:
    amounts = (one.counted, one.adopted, one.awarded, one.moved, one.committed, one.paid, one.left)
    return (one.ref, one.title, currency, *amounts, "; ".join(one.reasons))
