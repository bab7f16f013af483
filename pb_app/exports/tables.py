"""Tables for spreadsheets: CSV (RFC 4180) whose cells no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

from ballots.pabulib.amounts import decimal_text
from ballots.ranked.funding import ElectedProjects
from ballots.wording.voice import rounded
from pb_app.queries.counts import Result

FORMULA = frozenset("=+-@")
ENDS_A_CELL = ("\t", "\r", "\n")
RESULT_HEAD = ("order", "project", "title", "cost", "currency", "votes", "effective_votes", "funded", "adopted", "why")
Cell = str | int


def csv_text(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with its heading. Text that begins like a formula gets an apostrophe in front (A31); numbers stay."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([head, *([_safe(cell) for cell in row] for row in rows)])
    return text.getvalue()


def result_csv(result: Result) -> str:
    """Every project of a poll: funded ones in their order, then the others by votes; amounts in units of the currency.

    `adopted` is what the forum gives, empty while its decision is awaited. Effective votes are rounded as on the page,
    since a spreadsheet takes many a fraction for a date; of totals they are left out, since they tell of ballots.
    """
    return csv_text(RESULT_HEAD, (_result_row(result, ref) for ref in result.order))


def _result_row(result: Result, ref: str) -> list[Cell]:
    if result.elected:
        return _chosen_row(result, result.elected, ref)
    reason = result.reasons[ref]
    effective = reason.effective_votes
    exponent = result.outcome.exponent
    return [
        reason.number if reason.is_funded else "",
        ref,
        result.titles[ref],
        decimal_text(reason.cost, exponent),
        result.currency,
        reason.votes,
        "" if effective is None or not result.count.shows_ballots else rounded(effective).replace(",", ""),
        "yes" if reason.is_funded else "no",
        _adopted(result, ref),
        reason.kind.value,
    ]


def _chosen_row(result: Result, elected: ElectedProjects, ref: str) -> list[Cell]:
    """A project of a contest that rankings decided: `votes` are first preferences or points, empty by pairs."""
    is_funded = ref in elected.winners
    return [
        elected.winners.index(ref) + 1 if is_funded else "",
        ref,
        result.titles[ref],
        decimal_text(elected.costs[ref], elected.exponent),
        elected.currency,
        elected.support.get(ref, ""),
        "",
        "yes" if is_funded else "no",
        _adopted(result, ref),
        result.ranked_reasons[ref].kind.value,
    ]


def _adopted(result: Result, ref: str) -> str:
    adopted = result.adopted_pence
    return "" if adopted is None else decimal_text(adopted.get(ref, 0), result.counted.exponent)


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _runs(cell) else cell


def _runs(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula: by its first sign that is seen, wide forms included."""
    seen = (sign for sign in normalize("NFKC", text) if not sign.isspace() and category(sign) != "Cf")
    return text.startswith(ENDS_A_CELL) or next(seen, "") in FORMULA
