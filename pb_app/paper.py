"""Papers as they are keyed: a line is read, two readings are compared, and a station's figures are set side by side."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from ballots.poll import Poll as Contest
from ballots.styles import BallotStyle, Boosted, Choice
from pb_app.refusals import Invalid, sentence

MOST_IN_BATCH = 100
LONGEST_LINE = 2_000
ONLY = "1"
"""The id of the contest of a paper that has one."""
EXTRA = "+"
"""What is typed before the project that got the extra vote."""
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
    """One contest of a paper: the projects marked in it, as its style puts them, with points; or why it is not counted.

    `boost` is the project that got the extra vote, "" for none.
    """

    choices: tuple[str, ...] = ()
    fault: Fault | None = None
    points: tuple[int, ...] = ()
    boost: str = ""

    @property
    def choice(self) -> Choice:
        """What was marked, as a ballot holds it."""
        return Choice(self.choices, self.points, self.boost)

    def told(self) -> Any:
        """The line as JSON has it, the same for the same line."""
        if self.fault is not None:
            return {"fault": self.fault.value}
        pairs = [list(pair) for pair in zip(self.choices, self.points, strict=True)] if self.points else None
        marks: list[Any] = pairs or [*self.choices]
        return {"marks": marks, "extra": self.boost} if self.boost else marks

    @classmethod
    def of(cls, told: Any) -> Self:
        """Read what `told` gave."""
        if isinstance(told, dict):
            return cls(fault=Fault(told["fault"])) if "fault" in told else cls._marked(told["marks"], told["extra"])
        return cls._marked(told, "")

    @classmethod
    def _marked(cls, marks: list[Any], boost: str) -> Self:
        if all(isinstance(one, str) for one in marks):
            return cls(tuple(marks), boost=boost)
        return cls(tuple(mark for mark, _ in marks), points=tuple(given for _, given in marks), boost=boost)


@dataclass(frozen=True, slots=True)
class Keyed:
    """One paper as it was read: a line for each of its contests, by its id; or why nothing on it is counted."""

    lines: Mapping[str, Line] = field(default_factory=dict)
    fault: Fault | None = None

    @classmethod
    def single(cls, line: Line) -> Self:
        """A paper of one contest."""
        return cls({ONLY: line})

    @property
    def choices(self) -> dict[str, Choice]:
        """What is counted, by contest; a contest that is not counted is not there."""
        return {contest_id: line.choice for contest_id, line in self.lines.items() if line.fault is None}

    def faults(self) -> Iterator[tuple[str, Fault]]:
        """Why parts of the paper are not counted: contest and reason, with "" as contest for the whole paper."""
        if self.fault is not None:
            yield "", self.fault
        yield from ((contest_id, line.fault) for contest_id, line in self.lines.items() if line.fault is not None)

    def to_json(self) -> str:
        """The paper as JSON text, the same for the same paper; one contest stands alone."""
        if self.fault is not None:
            return json.dumps({"paper": self.fault.value})
        if self.lines.keys() == {ONLY}:
            return json.dumps(self.lines[ONLY].told())
        return json.dumps({"contests": {contest_id: line.told() for contest_id, line in sorted(self.lines.items())}})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told = json.loads(text)
        if isinstance(told, dict) and "paper" in told:
            return cls(fault=Fault(told["paper"]))
        if isinstance(told, dict) and "contests" in told:
            return cls({contest_id: Line.of(line) for contest_id, line in told["contests"].items()})
        return cls.single(Line.of(told))


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
    The project with the extra vote stands behind a plus: +3.

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
    return Line(choice.marks, points=choice.points, boost=choice.boost)


def _typed(contest: Contest, style: BallotStyle | Boosted, typed: list[str]) -> Choice:
    if not isinstance(style, Boosted):
        return _marked(contest, style, typed)
    extra = [part.removeprefix(EXTRA) for part in typed if part.startswith(EXTRA)]
    if len(extra) > 1:
        raise Invalid(sentence("A paper has one extra vote. Enter it once, like +3."))
    plain = _marked(contest, style.style, [part for part in typed if not part.startswith(EXTRA)])
    return replace(plain, boost=_project(contest, extra[0])) if extra else plain


def _marked(contest: Contest, style: BallotStyle, typed: list[str]) -> Choice:
    if not style.TAKES_POINTS:
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
