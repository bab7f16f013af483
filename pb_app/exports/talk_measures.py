"""The measures of talk as files: only what is published. `told` says whether a number is exact, or more or fewer."""

import json
from collections.abc import Iterator, Sequence

from ballots.wording.few import How, Veiled
from deliberation.before_after import VIEWS
from deliberation.sheets import Mark
from pb_app.exports.tables import Cell, csv_text
from pb_app.models.sheets import ScoreSheet
from pb_app.queries.talk_measures import Marked, TalkMeasures
from pb_app.talk_figures import AspectFigures, ChangeFigures

HEAD = ("measure", "of", "answer", "number", "told")
MOVES = ("more", "same", "less")
FEW: tuple[Cell, Cell] = (10, How.FEWER.value)
Row = tuple[Cell, ...]


def marks_csv(sheet: ScoreSheet, marks: Marked) -> str:
    """A row for each standard and mark."""
    return csv_text(HEAD, _marks(sheet, marks))


def marks_json(sheet: ScoreSheet, marks: Marked) -> str:
    """The same rows, with how many handed it in."""
    return _json({"sheets": sheet.returns, "on_paper": sheet.on_paper, "rows": _named(_marks(sheet, marks))})


def measures_csv(measures: TalkMeasures) -> str:
    """A row for each figure of a room that is told."""
    return csv_text(HEAD, _rows(measures))


def measures_json(measures: TalkMeasures) -> str:
    """The same rows, with who facilitated and how the sample was drawn."""
    who, sample = measures.facilitation, measures.sample
    told: dict[str, object] = {"rows": _named(_rows(measures))}
    if who:
        told["facilitation"] = {"facilitator": who.facilitator, "employer": who.employer, "stand": who.stand.value}
    if sample:
        told["sample"] = {"seed": sample.seed, "candidates": sample.candidates, "messages": sample.messages}
    return _json(told)


def _rows(measures: TalkMeasures) -> Iterator[Row]:
    if measures.sheet and measures.marks:
        yield from _marks(measures.sheet, measures.marks)
    for question, change in measures.changes or []:
        yield from _change(question, change)
    for division in measures.reach or []:
        for group in division.groups:
            number, told = _told(group.people)
            yield ("reach", f"{division.label}: {group.label}", "people", number, told)
            yield ("reach", f"{division.label}: {group.label}", "population", group.population, How.EXACTLY.value)
    for aspect in measures.aspects or []:
        yield from _aspect(aspect)


def _marks(sheet: ScoreSheet, marks: Marked) -> Iterator[Row]:
    yield ("sheet", "", "sheets", sheet.returns, How.EXACTLY.value)
    for standard, parts in marks.items():
        for mark, part in zip(Mark, parts or (None,) * len(Mark), strict=True):
            yield ("sheet", standard.value, mark.value, *_told(part))


def _change(question: str, change: ChangeFigures | None) -> Iterator[Row]:
    yield ("views", question, "people", *_told(change.people if change else None))
    if change is None:
        return
    for view, before, after in zip(VIEWS, change.before, change.after, strict=True):
        yield ("views before", question, view.value, *_told(before))
        yield ("views after", question, view.value, *_told(after))
    for move, part in zip(MOVES, change.moves, strict=True):
        yield ("views change", question, move, *_told(part))


def _aspect(aspect: AspectFigures) -> Iterator[Row]:
    found = aspect.agreement
    yield ("codes", aspect.aspect.value, "messages", found.messages, How.EXACTLY.value)
    yield ("codes", aspect.aspect.value, "same", found.same, How.EXACTLY.value)
    if found.kappa is not None:
        yield ("codes", aspect.aspect.value, "kappa", f"{found.kappa.numerator}/{found.kappa.denominator}", "")
    for code, part in (aspect.codes or {}).items():
        yield ("codes", aspect.aspect.value, code, *_told(part))


def _told(part: Veiled | None) -> tuple[Cell, Cell]:
    return (part.number, part.how.value) if part else FEW


def _named(rows: Iterator[Row]) -> Sequence[dict[str, Cell]]:
    return [dict(zip(HEAD, row, strict=True)) for row in rows]


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1)
