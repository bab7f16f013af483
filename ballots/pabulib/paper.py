"""The first two sections of a .pb file: what the poll is about, its budget and its projects."""

import re
from dataclasses import dataclass

from ballots.errors import FileFault, sentence
from ballots.pabulib.amounts import NO_CURRENCY, exponent_of, minor_units
from ballots.pabulib.rows import Header, Row, Rows
from ballots.poll import Poll, Project
from ballots.styles import Approval

VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
NEEDED = ("num_projects", "num_votes", "budget", "vote_type")
"""The entries of META without which nothing can be counted or checked."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot paper as its file states it.

    `meta` holds the entries of META as they stand and `lines` where; `tallies` the column `votes`, with its lines.
    """

    poll: Poll
    style: Approval
    vote_type: str
    meta: dict[str, str]
    lines: dict[str, int]
    tallies: dict[str, tuple[int, int]]


def read_paper(rows: Rows) -> Paper:
    """Read META and PROJECTS. Raises FileFault for whatever would leave the meaning in doubt."""
    meta, lines = _read_meta(rows)
    currency = meta.get("currency", "").upper() or NO_CURRENCY
    if not re.fullmatch("[A-Z]{3}", currency):
        raise FileFault(
            sentence("Line %(line)d: the currency is not a code of three letters, for instance GBP."),
            lines["currency"],
        )
    exponent = exponent_of(currency)
    budget = minor_units(meta["budget"], exponent, lines["budget"], "budget")
    if not budget:
        raise FileFault(sentence("Line %(line)d: the budget must be above zero."), lines["budget"])
    projects, tallies = _read_projects(rows, exponent)
    check_number(len(projects), "num_projects", meta, lines)
    poll = Poll(projects, budget, currency, exponent)
    vote_type = _vote_type(meta, lines)
    return Paper(poll, _style(meta, lines, vote_type), vote_type, meta, lines, tallies)


def _read_meta(rows: Rows) -> tuple[dict[str, str], dict[str, int]]:
    rows.enter("META")
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows.of_section():
        key = row.cells[0].lower()
        if key == "key" and not meta:
            continue
        if key in meta:
            raise FileFault(sentence("Line %(line)d: the entry “%(key)s” stands twice."), row.line, key=key)
        meta[key] = ";".join(row.cells[1:]).rstrip(";")
        lines[key] = row.line
    for key in NEEDED:
        if not meta.get(key):
            raise FileFault(
                sentence("The entry “%(key)s” is missing in META. Add a line “%(key)s;” and its value."), key=key
            )
    return meta, lines


def _vote_type(meta: dict[str, str], lines: dict[str, int]) -> str:
    vote_type = meta["vote_type"].lower()
    if vote_type not in VOTE_TYPES:
        raise FileFault(
            sentence("Line %(line)d: the vote type “%(kind)s” is not one of %(known)s."),
            lines["vote_type"],
            kind=vote_type[:40],
            known=", ".join(VOTE_TYPES),
        )
    return vote_type


def _style(meta: dict[str, str], lines: dict[str, int], vote_type: str) -> Approval:
    fewest = whole_number(meta["min_length"], lines["min_length"]) if meta.get("min_length") else 0
    most = whole_number(meta["max_length"], lines["max_length"]) if meta.get("max_length") else None
    if vote_type == "choose-1":
        most = 1
    if most is not None and most < max(1, fewest):
        raise FileFault(
            sentence("Line %(line)d: max_length is below min_length or below 1."),
            lines.get("max_length", lines.get("min_length", 0)),
        )
    return Approval(fewest, most)


def whole_number(text: str, line: int) -> int:
    """Read a whole number of at most nine digits. Raises FileFault otherwise."""
    if not re.fullmatch(r"[0-9]{1,9}(?:\.0*)?", text):
        raise FileFault(sentence("Line %(line)d: “%(text)s” is not a whole number."), line, text=text[:40])
    return int(text.partition(".")[0])


def check_number(found: int, key: str, meta: dict[str, str], lines: dict[str, int]) -> None:
    """Raise FileFault if the file holds another number of rows than META says: it may be cut off."""
    stated = whole_number(meta[key], lines[key])
    if found != stated:
        raise FileFault(
            sentence(
                "Line %(line)d: %(key)s says %(stated)d, but the file holds %(found)d. "
                "The file may be incomplete; correct it or fetch it again.",
            ),
            lines[key],
            key=key,
            stated=stated,
            found=found,
        )


def _read_projects(rows: Rows, exponent: int) -> tuple[tuple[Project, ...], dict[str, tuple[int, int]]]:
    rows.enter("PROJECTS")
    section = rows.of_section()
    header = Header.of("PROJECTS", next(section, None), ("project_id", "cost"))
    projects: dict[str, Project] = {}
    tallies: dict[str, tuple[int, int]] = {}
    for row in section:
        project = _project(row, header, exponent)
        if project.project_id in projects:
            raise FileFault(
                sentence("Line %(line)d: the project %(project)s stands twice."), row.line, project=project.project_id
            )
        projects[project.project_id] = project
        tally = header.cell(row, "votes")
        if tally:
            tallies[project.project_id] = (whole_number(tally, row.line), row.line)
    if not projects:
        raise FileFault(sentence("Line %(line)d: the file lists no project."), header.line)
    return tuple(projects.values()), tallies


def _project(row: Row, header: Header, exponent: int) -> Project:
    project_id = header.cell(row, "project_id")
    if not project_id or "," in project_id:
        raise FileFault(sentence("Line %(line)d: a project needs an id, and the id no comma."), row.line)
    if any(row.cells[len(header.columns) :]):
        raise FileFault(
            sentence("Line %(line)d: more cells than columns. Put a text that holds a semicolon in quotation marks."),
            row.line,
        )
    cost = minor_units(header.cell(row, "cost"), exponent, row.line, "cost")
    return Project(project_id, cost, header.cell(row, "name"))
