"""Tables for spreadsheets: CSV (RFC 4180) whose cells no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

from ballots.pabulib.amounts import decimal_text
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

    `adopted` is what the forum gives, empty while its decision is awaited.
    """
    return csv_text(RESULT_HEAD, (_result_row(result, ref) for ref in result.reasons))


def _result_row(result: Result, ref: str) -> list[Cell]:
    reason = result.reasons[ref]
    effective = reason.effective_votes
    exponent = result.outcome.exponent
    adopted = result.adopted_pence
    return [
        reason.number if reason.is_funded else "",
        ref,
        result.titles[ref],
        decimal_text(reason.cost, exponent),
        result.currency,
        reason.votes,
        "" if effective is None else f"{effective.numerator}/{effective.denominator}",
        "yes" if reason.is_funded else "no",
        "" if adopted is None else decimal_text(adopted.get(ref, 0), exponent),
        reason.kind.value,
    ]


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and _runs(cell) else cell


def _runs(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula: by its first sign that is seen, wide forms included."""
    seen = (sign for sign in normalize("NFKC", text) if not sign.isspace() and category(sign) != "Cf")
    return text.startswith(ENDS_A_CELL) or next(seen, "") in FORMULA
