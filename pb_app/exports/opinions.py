"""A room's opinions as files: only what is published, with the signs of everywhere (agree 1, pass 0, disagree -1)."""

import json
from collections.abc import Iterator, Mapping, Sequence

from ballots.wording.few import How
from pb_app.exports.tables import Cell, csv_text
from pb_app.models.opinions import Statement
from pb_app.opinion_figures import InGroup, OpinionFigures, StatementFigures

HEAD = ("statement", "text", "group", "sign", "people", "told")
SIGNS = (1, 0, -1)


def opinions_csv(figures: OpinionFigures, statements: Sequence[Statement]) -> str:
    """A row for each statement, group and sign; `told` says whether people is exact, or more or fewer than that."""
    return csv_text(HEAD, _rows(figures, {one.number: one.body for one in statements}))


def opinions_json(figures: OpinionFigures, statements: Sequence[Statement]) -> str:
    """The same rows with the key to the signs, and the size of each group."""
    rows = _rows(figures, {one.number: one.body for one in statements})
    told = {
        "signs": {"agree": 1, "pass": 0, "disagree": -1},
        "people": figures.people,
        "groups": {_letter(at): group.people for at, group in enumerate(figures.groups)},
        "opinions": [dict(zip(HEAD, row, strict=True)) for row in rows],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _rows(figures: OpinionFigures, texts: Mapping[int, str]) -> Iterator[tuple[Cell, ...]]:
    for one in figures.statements:
        yield from _whole(one, texts[one.number])
        for at, group in enumerate(one.groups):
            yield from _group(one.number, texts[one.number], _letter(at), group)


def _whole(one: StatementFigures, text: str) -> Iterator[tuple[Cell, ...]]:
    if one.parts is None:
        yield (one.number, text, "", "", 10, How.FEWER.value)
        return
    for sign, part in zip(SIGNS, one.parts, strict=True):
        yield (one.number, text, "", sign, part.number, part.how.value)


def _group(number: int, text: str, letter: str, group: InGroup) -> Iterator[tuple[Cell, ...]]:
    """Exact counts of a group, or the one word that is told of it."""
    if group.counts is None:
        yield (number, text, letter, "", "", group.leaning.value)
        return
    counted = (group.counts.agree, group.counts.passed, group.counts.disagree)
    for sign, people in zip(SIGNS, counted, strict=True):
        yield (number, text, letter, sign, people, How.EXACTLY.value)


def _letter(at: int) -> str:
    return chr(ord("A") + at)
