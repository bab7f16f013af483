"""The form with which a batch is keyed: each paper with its contests, and with projects or a fault in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectField, StringField

from ballots.errors import BallotError
from pb_app.definitions import Asked, Definition
from pb_app.officers.paper_forms import FAULTS
from pb_app.paper import Fault, Keyed, Line, read_line
from pb_app.refusals import Invalid, sentence
from pb_app.web.errors import in_words
from pb_app.web.forms import PageForm
from pb_app.web.words import choices

OF_PAPER = ("", Fault.NAMES_VOTER, Fault.NOT_OFFICIAL)
"""Why nothing on a paper of several contests is counted; "" where something is."""
OF_CONTEST = ("", Fault.BLANK, Fault.TOO_MANY, Fault.UNCLEAR)
"""Why one of its contests is not counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """A contest of a paper with its two fields."""

    asked: Asked
    written: Any
    fault: Any

    @property
    def contest_id(self) -> str:
        """The id of the contest."""
        return self.asked.contest.contest_id

    def read(self) -> Line | None:
        """What was keyed; None where something is wrong, which is then said beside the field."""
        contest = self.asked.contest
        try:
            why = Fault(self.fault.data) if self.fault.data else None
            return read_line(contest.poll, contest.style, self.written.data or "", why)
        except (Invalid, BallotError) as refused:
            self.written.errors = [*self.written.errors, in_words(refused)]
            return None


@dataclass(frozen=True, slots=True)
class Row:
    """A paper with its contests; `fault` is the field for the whole paper, None where it has one contest."""

    no: int
    fault: Any
    parts: Sequence[Part]

    def read(self) -> Keyed | None:
        """What was keyed; None where something is wrong."""
        if self.fault is not None and self.fault.data:
            return self._uncounted()
        lines = {part.contest_id: part.read() for part in self.parts}
        kept = {contest_id: line for contest_id, line in lines.items() if line is not None}
        return Keyed(kept) if len(kept) == len(lines) else None

    def _uncounted(self) -> Keyed | None:
        if any(part.written.data or part.fault.data for part in self.parts):
            clear = sentence("A paper that is not counted has no projects. Clear the one or the other.")
            self.fault.errors = [*self.fault.errors, in_words(Invalid(clear))]
            return None
        return Keyed(fault=Fault(self.fault.data))


class LinesForm(PageForm):
    """The papers of a batch; `lines_form` makes the fields."""

    line_nos: Sequence[int] = ()
    asked: Sequence[Asked] = ()

    def rows(self) -> list[Row]:
        """Every paper with its fields."""
        return [self._row(no) for no in self.line_nos]

    def lines(self) -> dict[int, Keyed] | None:
        """What was keyed, by paper; None where something is wrong, which is then said beside its paper."""
        found = {row.no: row.read() for row in self.rows()}
        kept = {no: one for no, one in found.items() if one is not None}
        return kept if len(kept) == len(found) else None

    def _row(self, no: int) -> Row:
        parts = [
            Part(one, self[f"line_{no}{end}"], self[f"fault_{no}{end}"])
            for one, end in zip(self.asked, _ends(self.asked), strict=True)
        ]
        return Row(no, self[f"paper_{no}"] if len(parts) > 1 else None, parts)


def lines_form(definition: Definition, area: str, line_nos: Sequence[int]) -> LinesForm:
    """The form for these papers of a batch of this area."""
    own = {one.contest_id for one in definition.paper_for(area).contests}
    asked = [one for one in definition.contests if one.contest.contest_id in own]
    fields: dict[str, Any] = {"line_nos": line_nos, "asked": asked}
    for no in line_nos:
        fields |= _fields_of_paper(no, asked)
    form: LinesForm = type("LinesFormOfBatch", (LinesForm,), fields)()
    return form


def _ends(asked: Sequence[Asked]) -> list[str]:
    """How the names of the fields end: in nothing where there is one contest, in its id where there are several."""
    return [f"_{one.contest.contest_id}" for one in asked] if len(asked) > 1 else [""]


def _fields_of_paper(no: int, asked: Sequence[Asked]) -> dict[str, Any]:
    paper = _("Paper %(number)s", number=no)
    if len(asked) == 1:
        return _fields_of_contest(f"{no}", paper, FAULTS)
    offered = {str(one): FAULTS[str(one)] for one in OF_CONTEST}
    whole = {str(one): FAULTS[str(one)] for one in OF_PAPER}
    found: dict[str, Any] = {f"paper_{no}": _choice(_("%(what)s: is it counted?", what=paper), whole)}
    for one, end in zip(asked, _ends(asked), strict=True):
        found |= _fields_of_contest(f"{no}{end}", f"{paper}, {one.title}", offered)
    return found


def _fields_of_contest(name: str, what: str, offered: Mapping[str, Any]) -> dict[str, Any]:
    asked = _("%(what)s: is it counted?", what=what)
    return {f"line_{name}": StringField(what), f"fault_{name}": _choice(asked, offered)}


def _choice(label: str, offered: Mapping[str, Any]) -> Any:
    return SelectField(label, choices=choices(offered), default="")


def read_words(first: Keyed, second: Keyed) -> dict[str, tuple[str, str]]:
    """How two people read each contest of a paper, by the contest's id; "" where neither counts anything on it."""
    found = dict.fromkeys(contest_id for one in (first, second) for contest_id in one.lines) or {"": None}
    return {contest_id: (_words(first, contest_id), _words(second, contest_id)) for contest_id in found}


def _words(read: Keyed, contest_id: str) -> str:
    """A contest of a paper as people read it."""
    line = Line(fault=read.fault) if read.fault is not None else read.lines[contest_id]
    if line.fault is not None:
        return str(FAULTS[line.fault.value])
    told = list(line.choices)
    if line.points:
        told = [f"{mark}: {given}" for mark, given in zip(line.choices, line.points, strict=True)]
    return ", ".join([*told, *([f"+{line.boost}"] if line.boost else [])])
