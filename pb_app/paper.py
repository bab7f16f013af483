"""Papers as they are keyed: a line is read, two readings are compared, and a station's figures are set side by side."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from ballots.poll import Poll as Contest
from ballots.styles import BallotStyle, Boosted, Choice
from pb_app.refusals import Invalid, sentence

MOST_IN_BATCH = 100
LONGEST_LINE = 2_000
_PARTS = re.compile(r"[\s,;]+")
_WITH_POINTS = re.compile(r"(.+)[:=]([0-9]{1,6})")


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
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class Line:
    """One paper: the projects marked on it, as its style puts them, with their points; or why it is not counted."""

    choices: tuple[str, ...] = ()
    fault: Fault | None = None
    points: tuple[int, ...] = ()

    def to_json(self) -> str:
        """The line as JSON text, the same for the same line."""
        if self.fault is not None:
            return json.dumps({"fault": self.fault.value})
        pairs = list(zip(self.choices, self.points, strict=True)) if self.points else None
        return json.dumps(pairs or self.choices)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told = json.loads(text)
        if not isinstance(told, list):
            return cls(fault=Fault(told["fault"]))
        if all(isinstance(one, str) for one in told):
            return cls(tuple(told))
        return cls(tuple(mark for mark, _ in told), points=tuple(given for _, given in told))


@dataclass(frozen=True, slots=True)
class StationFigures:
    """The papers of one station. `in_box`, `spoilt` and `unused` are what the station counted; None before it has.

    `valid` and `invalid` are the papers of its sealed batches. `slips` are marks of people who voted at a kiosk here,
    `opened` the envelopes of its kiosks that were opened; None before they were.
    """

    issued: int
    marks: int
    valid: int
    invalid: int
    in_box: int | None = None
    spoilt: int = 0
    unused: int = 0
    slips: int = 0
    opened: int | None = None

    @property
    def is_untouched(self) -> bool:
        """Whether no paper ever came here."""
        return self.in_box is None and not (self.issued or self.marks or self.valid or self.invalid)

    def differences(self) -> Mapping[Difference, int]:
        """The figures that differ, and by how much; empty when everything agrees (or nothing was counted yet).

        STOCK: issued less those in the box, spoilt and unused. MARKS: marks on the roll less papers in the box.
        KEYED: papers in the box less those keyed and sealed. KIOSK: marks of a kiosk less envelopes opened.
        """
        found = {}
        if self.in_box is not None:
            found = {
                Difference.STOCK: self.issued - self.in_box - self.spoilt - self.unused,
                Difference.MARKS: self.marks - self.in_box,
                Difference.KEYED: self.in_box - self.valid - self.invalid,
            }
        if self.opened is not None:
            found[Difference.KIOSK] = self.slips - self.opened
        return {kind: by for kind, by in found.items() if by}


def read_line(contest: Contest, style: BallotStyle | Boosted, written: str, fault: Fault | None) -> Line:
    """The line that a keyer typed: projects by reference or by their place on the paper, or a fault.

    Ranked projects stand in their order, the best first; points stand behind a colon: 3:5 gives the third project 5.

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
    choice = style.checked(contest, _typed(contest, style, typed))
    return Line(choice.marks, points=choice.points)


def _typed(contest: Contest, style: BallotStyle | Boosted, typed: list[str]) -> Choice:
    plain = style.style if isinstance(style, Boosted) else style
    if not plain.TAKES_POINTS:
        return Choice(tuple(_project(contest, part) for part in typed))
    pairs = [_WITH_POINTS.fullmatch(part) for part in typed]
    for part, pair in zip(typed, pairs, strict=True):
        if pair is None:
            raise Invalid(
                sentence("%(typed)s is no project with its points. Write both with a colon between, like 3:5."),
                typed=part[:40],
            )
    found = [(_project(contest, pair[1]), int(pair[2])) for pair in pairs if pair]
    return Choice(tuple(mark for mark, _ in found), tuple(given for _, given in found))


def _project(contest: Contest, typed: str) -> str:
    """The reference of the project that was typed: its own, in any case, or its place on the paper from 1."""
    by_ref = {one.project_id.casefold(): one.project_id for one in contest.projects}
    if typed.casefold() in by_ref:
        return by_ref[typed.casefold()]
    place = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(LONGEST_LINE)) else 0
    if not 1 <= place <= len(contest.projects):
        raise Invalid(sentence("%(typed)s is no project of this paper."), typed=typed[:40])
    return contest.projects[place - 1].project_id
