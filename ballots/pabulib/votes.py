"""The section VOTES: one ballot for each row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ballots.errors import BadBallot, FileFault, sentence
from ballots.pabulib.columns import cut
from ballots.pabulib.paper import Paper
from ballots.pabulib.rows import Header, Row, Rows, blocks
from ballots.pabulib.spellings import Spelling, Spellings
from ballots.styles import Choice


@dataclass(slots=True)
class Votes:
    """What was cast, in the file's order: `marks` of each voter, and `points` beside them (empty without a column).

    Equal ballots are one object; `counted` holds each once, with its voters, where there is no column of points.
    `spelled` counts the spellings where there is one; `line` is the heading's.
    """

    line: int
    marks: list[tuple[str, ...]] = field(default_factory=list)
    points: list[tuple[int, ...]] = field(default_factory=list)
    counted: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    spelled: Counter[Spelling] = field(default_factory=Counter)


def read_votes(rows: Rows, paper: Paper) -> Votes:
    """Read the section. Raises FileFault with the line of the first row that cannot be understood."""
    rows.enter("VOTES")
    section = rows.of_section()
    header = Header.of("VOTES", next(section, None), ("voter_id", "vote"))
    if paper.style.TAKES_POINTS and "points" not in header.columns:
        raise FileFault(
            sentence("Line %(line)d: the section %(section)s needs a column “%(column)s”."),
            header.line,
            section="VOTES",
            column="points",
        )
    return _plain(rows, header, paper) or _row_by_row(section, header, paper)


def _plain(rows: Rows, header: Header, paper: Paper) -> Votes | None:
    """Read a section that holds nothing but plain rows, block by block.

    None where somebody must look more closely, at an odd spelling or at a fault; nothing has been read then.
    """
    voters = _Voters()
    has_points = "points" in header.columns
    ballots = _Pointed(header.line, Spellings(paper)) if has_points else _Marked(header.line, Spellings(paper))
    wanted = ("voter_id", "vote", "points") if has_points else ("voter_id", "vote")
    for block in blocks(rows.data, rows.offset):
        cells = cut(block, [header.columns[name] for name in wanted])
        if cells is None or not all(cells[1]) or not voters.are_new(cells[0]) or not ballots.take(*cells[1:]):
            return None
    return ballots.votes()


class _Voters:
    """The ids of voters so far; one without an id is nobody's second."""

    def __init__(self) -> None:
        self._seen: set[bytes] = set()
        self._number = 0

    def are_new(self, ids: list[bytes]) -> bool:
        """Note the ids and say whether each is certainly new; if not, somebody must look more closely."""
        together = b"".join(ids)
        if not together.isascii() or b" " in together:
            return False
        self._seen.update(ids)
        self._seen.discard(b"")
        self._number += len(ids) - ids.count(b"")
        return len(self._seen) == self._number


class _Marked:
    """Takes plain cells of votes without points; every different ballot has a number, from 0 in order of appearance."""

    def __init__(self, line: int, spellings: Spellings) -> None:
        self._line = line
        self._spellings = spellings
        self._numbers: dict[tuple[str, ...], int] = {}
        self._known: dict[bytes, int] = {}
        self._cast: list[int] = []

    def take(self, cells: list[bytes]) -> bool:
        """Take the ballots of a block; False where one needs a closer look."""
        fresh = list(set(cells).difference(self._known))
        found = self._spellings.plain(fresh)
        if found is None:
            return False
        numbers = self._numbers
        self._known.update(zip(fresh, [numbers.setdefault(marks, len(numbers)) for marks in found], strict=True))
        self._cast.extend(map(self._known.__getitem__, cells))
        return True

    def votes(self) -> Votes:
        """Give all that was taken."""
        different = list(self._numbers)
        voters = np.bincount(np.array(self._cast, dtype=np.int64), minlength=len(different)).tolist()
        marks = list(map(different.__getitem__, self._cast))
        return Votes(self._line, marks, counted=list(zip(different, voters, strict=True)))


class _Pointed:
    """Takes plain cells of votes with their points."""

    def __init__(self, line: int, spellings: Spellings) -> None:
        self._votes = Votes(line)
        self._spellings = spellings
        self._known: dict[tuple[bytes, bytes], Choice] = {}

    def take(self, cells: list[bytes], points: list[bytes]) -> bool:
        """Take the ballots of a block; False where one needs a closer look."""
        keys = list(zip(cells, points, strict=True))
        for key, voters in Counter(keys).items():
            spelling = (key[0].decode(), key[1].decode())
            self._votes.spelled[spelling] += voters
            if key not in self._known:
                try:
                    self._known[key] = self._spellings.choice(spelling)
                except BadBallot:
                    return False
        choices = [self._known[key] for key in keys]
        self._votes.marks.extend(choice.marks for choice in choices)
        self._votes.points.extend(choice.points for choice in choices)
        return True

    def votes(self) -> Votes:
        """Give all that was taken."""
        return self._votes


def _row_by_row(section: Iterator[Row], header: Header, paper: Paper) -> Votes:
    votes, spellings = Votes(header.line), Spellings(paper)
    has_points = "points" in header.columns
    known: dict[Spelling, Choice] = {}
    voters: set[str] = set()
    for row in section:
        spelling = (header.cell(row, "vote"), header.cell(row, "points"))
        choice = known.get(spelling)
        if choice is None:
            choice = known[spelling] = _understood(spellings, spelling, row)
        voter = header.cell(row, "voter_id")
        if voter and voter in voters:
            raise FileFault(sentence("Line %(line)d: voter %(voter)s has voted before."), row.line, voter=voter[:40])
        voters.add(voter)
        votes.marks.append(choice.marks)
        if has_points:
            votes.points.append(choice.points)
            votes.spelled[spelling] += 1
    if not has_points:
        votes.counted.extend(Counter(votes.marks).items())
    return votes


def _understood(spellings: Spellings, spelling: Spelling, row: Row) -> Choice:
    try:
        return spellings.choice(spelling)
    except BadBallot as problem:
        raise FileFault(sentence("Line %(line)d: this ballot is not allowed. %(why)s"), row.line, why=problem) from None
