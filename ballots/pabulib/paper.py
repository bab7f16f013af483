"""The first two sections of a .pb file: what the poll is about, its budget and its projects."""

import re
from dataclasses import dataclass

from ballots.errors import FileFault, sentence
from ballots.pabulib.amounts import NO_CURRENCY, exponent_of, minor_units
from ballots.pabulib.limits import VOTE_TYPES, Entries, style_of, whole_number
from ballots.pabulib.notes import with_notes
from ballots.pabulib.rows import Header, Row, Rows
from ballots.poll import Poll, Project
from ballots.styles import BallotStyle

NEEDED = ("num_projects", "num_votes", "budget", "vote_type")
"""The entries of META without which nothing can be counted or checked."""
NO_AREA = "-"
"""What stands in the column of a project's area where it has none: the format wants no empty cell there."""
MOST_SELECTED = 3
"""Pabulib marks projects that were funded with 1, and with 2 or 3 if by a special rule or a reserve."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a project's row says was counted for it: votes and score (None: nothing), with its line."""

    line: int
    votes: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot paper as its file states it.

    `meta` holds the entries of META as they stand and `lines` where; `tallies` what PROJECTS says of each project's
    votes; `selected` the ids of projects that the file says were funded (None: it does not say); `threshold` the
    least score that a project needs.
    """

    poll: Poll
    style: BallotStyle
    vote_type: str
    meta: dict[str, str]
    lines: dict[str, int]
    tallies: dict[str, Tally]
    selected: tuple[str, ...] | None
    threshold: int


def read_paper(rows: Rows) -> Paper:
    """Read META and PROJECTS. Raises FileFault for whatever would leave the meaning in doubt."""
    entries = _read_meta(rows)
    meta, lines = entries.meta, entries.lines
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
    vote_type = _vote_type(entries)
    table = _Projects(exponent)
    table.read(rows)
    check_number(len(table.projects), "num_projects", entries)
    projects = Poll(tuple(table.projects.values()), budget, currency, exponent)
    poll = with_notes(projects, meta.get("comment", ""), lines.get("comment", 0))
    style = style_of(vote_type, poll, entries)
    threshold = entries.whole("min_project_score_threshold") or 0
    return Paper(poll, style, vote_type, meta, lines, table.tallies, table.selected, threshold)


def _read_meta(rows: Rows) -> Entries:
    rows.enter("META")
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows.of_section():
        key = row.cells[0].lower()
        if key == "key" and not meta:
            continue
        if key in meta:
            raise FileFault(sentence("Line %(line)d: the entry “%(key)s” stands twice."), row.line, key=key[:40])
        meta[key] = ";".join(row.cells[1:]).rstrip(";")
        lines[key] = row.line
    for key in NEEDED:
        if not meta.get(key):
            raise FileFault(
                sentence("The entry “%(key)s” is missing in META. Add a line “%(key)s;” and its value."), key=key
            )
    return Entries(meta, lines)


def _vote_type(entries: Entries) -> str:
    vote_type = entries.meta["vote_type"].lower()
    if vote_type not in VOTE_TYPES:
        raise FileFault(
            sentence("Line %(line)d: the vote type “%(kind)s” is not one of %(known)s."),
            entries.lines["vote_type"],
            kind=vote_type[:40],
            known=", ".join(VOTE_TYPES),
        )
    return vote_type


def check_number(found: int, key: str, entries: Entries) -> None:
    """Raise FileFault if the file holds another number of rows than META says: it may be cut off."""
    stated = whole_number(entries.meta[key], entries.lines[key])
    if found != stated:
        raise FileFault(
            sentence(
                "Line %(line)d: %(key)s says %(stated)d, but the file holds %(found)d. "
                "The file may be incomplete; correct it or fetch it again.",
            ),
            entries.lines[key],
            key=key,
            stated=stated,
            found=found,
        )


class _Projects:
    """Reads the rows of PROJECTS: `projects` by id in the file's order, with what it says of each."""

    def __init__(self, exponent: int) -> None:
        self.exponent = exponent
        self.projects: dict[str, Project] = {}
        self.tallies: dict[str, Tally] = {}
        self.selected: tuple[str, ...] | None = None

    def read(self, rows: Rows) -> None:
        """Read the section. Raises FileFault for a row that cannot be understood, and if there is none."""
        rows.enter("PROJECTS")
        section = rows.of_section()
        header = Header.of("PROJECTS", next(section, None), ("project_id", "cost"))
        selected = list[str]()
        for row in section:
            project = self._project(row, header)
            if project.project_id in self.projects:
                raise FileFault(
                    sentence("Line %(line)d: the project %(project)s stands twice."),
                    row.line,
                    project=project.project_id[:40],
                )
            self.projects[project.project_id] = project
            votes, score = (_tally(header.cell(row, column), row.line) for column in ("votes", "score"))
            self.tallies[project.project_id] = Tally(row.line, votes, score)
            if _is_selected(header.cell(row, "selected"), row.line):
                selected.append(project.project_id)
        if not self.projects:
            raise FileFault(sentence("Line %(line)d: the file lists no project."), header.line)
        self.selected = tuple(selected) if "selected" in header.columns else None

    def _project(self, row: Row, header: Header) -> Project:
        project_id = header.cell(row, "project_id")
        if not project_id or "," in project_id:
            raise FileFault(sentence("Line %(line)d: a project needs an id, and the id no comma."), row.line)
        if any(row.cells[len(header.columns) :]):
            raise FileFault(
                sentence(
                    "Line %(line)d: more cells than columns. Put a text that holds a semicolon in quotation marks."
                ),
                row.line,
            )
        cost = minor_units(header.cell(row, "cost"), self.exponent, row.line, "cost")
        name = header.cell(row, "name")
        area = header.cell(row, "neighborhood") or header.cell(row, "district")
        return Project(project_id, cost, "" if name == project_id else name, "" if area == NO_AREA else area)


def _tally(text: str, line: int) -> int | None:
    return whole_number(text, line) if text else None


def _is_selected(text: str, line: int) -> bool:
    told = whole_number(text, line) if text else 0
    if told > MOST_SELECTED:
        raise FileFault(sentence("Line %(line)d: the column “selected” holds 1 for a funded project and 0 else."), line)
    return told > 0
