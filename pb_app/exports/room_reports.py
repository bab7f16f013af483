"""A room's report as files: the figures of its page, shares as exact fractions, nothing where few were present."""

import json
from collections.abc import Sequence
from fractions import Fraction

from deliberation.reports import Part
from pb_app.exports.tables import Cell, csv_text

HEAD = (
    "stage",
    "channel",
    "messages",
    "people",
    "with_reason",
    "with_source",
    "across_sides",
    "gini",
    "gini_corrected",
    "evenness",
    "silent_share",
    "top_share",
)
CHANNELS = {None: "all", True: "live", False: "asynchronous"}


def report_csv(parts: Sequence[Part]) -> str:
    """A row for each stage and channel."""
    return csv_text(HEAD, (_row(part) for part in parts))


def report_json(parts: Sequence[Part]) -> str:
    """The same rows."""
    return json.dumps([dict(zip(HEAD, _row(part), strict=True)) for part in parts], indent=1)


def _row(part: Part) -> list[Cell]:
    said = [part.messages, part.people, part.with_reason, part.with_source, part.across_sides]
    return [part.stage or "all", CHANNELS[part.is_live], *said, *_shares(part)]


def _shares(part: Part) -> list[Cell]:
    found = part.equality
    if found is None:
        return [""] * 5
    evenness = f"{found.evenness:.3f}"
    return [_share(found.gini), _share(found.corrected), evenness, _share(found.silent), _share(found.top)]


def _share(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
