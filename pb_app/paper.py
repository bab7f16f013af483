"""Papers as they are keyed: a line is read, two readings are compared, and a station's figures are set side by side."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.poll import Poll as Contest
from ballots.styles import BallotStyle, Choice
from pb_app.refusals import Invalid, sentence

MOST_IN_BATCH = 100
LONGEST_LINE = 2_000
_PARTS = re.compile(r"[\s,;]+")


class Fault(StrEnum):
    """Why a paper is not counted."""

    BLANK = "blank"
    TOO_MANY = "too_many"
    UNCLEAR = "unclear"
    NAMES_VOTER = "names_voter"
    NOT_OFFICIAL = "not_official"


class Difference(StrEnum):
    """Which figures of a station differ."""

    STOCK = "stock"
    MARKS = "marks"
    KEYED = "keyed"


@dataclass(frozen=True, slots=True)
class Line:
    """One paper: the projects marked on it (sorted, once each), or why it is not counted."""

    choices: tuple[str, ...] = ()
    fault: Fault | None = None

    def to_json(self) -> str:
        """The line as JSON text, the same for the same line."""
        return json.dumps(list(self.choices) if self.fault is None else {"fault": self.fault.value})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told = json.loads(text)
        return cls(tuple(told)) if isinstance(told, list) else cls(fault=Fault(told["fault"]))


@dataclass(frozen=True, slots=True)
class StationFigures:
    """The papers of one station. `in_box`, `spoilt` and `unused` are what the station counted; None before it has.

    `valid` and `invalid` are the papers of its sealed batches.
    """

    issued: int
    marks: int
    valid: int
    invalid: int
    in_box: int | None = None
    spoilt: int = 0
    unused: int = 0

    @property
    def is_untouched(self) -> bool:
        """Whether no paper ever came here."""
        return self.in_box is None and not (self.issued or self.marks or self.valid or self.invalid)

    def differences(self) -> Mapping[Difference, int]:
        """The figures that differ, and by how much; empty when everything agrees (or nothing was counted yet).

        STOCK: issued less those in the box, spoilt and unused. MARKS: marks on the roll less papers in the box.
        KEYED: papers in the box less those keyed and sealed.
        """
        if self.in_box is None:
            return {}
        found = {
            Difference.STOCK: self.issued - self.in_box - self.spoilt - self.unused,
            Difference.MARKS: self.marks - self.in_box,
            Difference.KEYED: self.in_box - self.valid - self.invalid,
        }
        return {kind: by for kind, by in found.items() if by}


def read_line(contest: Contest, style: BallotStyle, written: str, fault: Fault | None) -> Line:
    """The line that a keyer typed: projects by reference or by their place on the paper, or a fault.

    Raises Invalid where both or neither is given or no such project stands on the paper, BadBallot where the marks
    break the paper's rules: then the paper has a fault, which is to be named.
    """
    if len(written) > LONGEST_LINE:
        raise Invalid(sentence("A line has at most %(most)d characters."), most=LONGEST_LINE)
    typed = [part for part in _PARTS.split(written) if part]
    if fault is not None:
        if typed:
            raise Invalid(sentence("A paper that is not counted has no projects. Clear the one or the other."))
        return Line(fault=fault)
    if not typed:
        raise Invalid(sentence("Enter the projects marked on this paper, or why it is not counted."))
    marks = tuple(_project(contest, part) for part in typed)
    return Line(tuple(style.checked(contest, Choice(marks)).marks))


def _project(contest: Contest, typed: str) -> str:
    """The reference of the project that was typed: its own, in any case, or its place on the paper from 1."""
    by_ref = {one.project_id.casefold(): one.project_id for one in contest.projects}
    if typed.casefold() in by_ref:
        return by_ref[typed.casefold()]
    place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(LONGEST_LINE)) else 0
    if not 1 <= place <= len(contest.projects):
        raise Invalid(sentence("%(typed)s is no project of this paper."), typed=typed[:40])
    return contest.projects[place - 1].project_id
