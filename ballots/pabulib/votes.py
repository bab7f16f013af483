"""The section VOTES: one ballot for each row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from ballots.errors import BadBallot, FileFault, sentence
from ballots.pabulib.alike import different
from ballots.pabulib.codes import Coded, Codes
from ballots.pabulib.columns import Column, cut
from ballots.pabulib.paper import Paper
from ballots.pabulib.rows import Header, Row, Rows, blocks
from ballots.pabulib.spellings import Spelling, Spellings
from ballots.pabulib.words import Whole, Words
from ballots.profile import Profile
from ballots.styles import Choice, Ranking, Spending

MOST_TOGETHER = 1 << 62
"""Sums of costs below this are exact in eight bytes."""


@dataclass(slots=True)
class Votes:
    """What was cast, in the file's order: `marks` of each voter, and `points` beside them (empty without a column).

    Equal ballots are one object. `profile` holds them grouped where that took no further work, and `spelled` counts
    the spellings where there is a column of points; `line` is the heading's.
    """

    line: int
    marks: list[tuple[str, ...]] = field(default_factory=list)
    points: list[tuple[int, ...]] = field(default_factory=list)
    profile: Profile | None = None
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
    has_points = "points" in header.columns
    voters = _Voters()
    ballots = _Pointed(header.line, Spellings(paper)) if has_points else _Marked(header.line, paper)
    wanted = ("voter_id", "vote", "points") if has_points else ("voter_id", "vote")
    for block in blocks(rows.data, rows.offset):
        columns = cut(block, [header.columns[name] for name in wanted])
        if columns is None or not voters.take(columns[0]):
            return None
        if (columns[1].begins == columns[1].ends).any() or not ballots.take(*columns[1:]):
            return None
    return ballots.votes() if voters.are_different() else None


class _Voters:
    """The ids of voters, as numbers; one without an id is nobody's second."""

    def __init__(self) -> None:
        self._seen: list[Words] = [np.empty(0, dtype=np.uint64)]

    def take(self, column: Column) -> bool:
        """Note the ids of a block; False where one needs a closer look."""
        digests = column.digests()
        if digests is None:
            return False
        self._seen.append(digests)
        return True

    def are_different(self) -> bool:
        """Say whether all are certainly different; if not, somebody must look more closely."""
        seen = np.sort(np.concatenate(self._seen))
        return not (seen[1:] == seen[:-1]).any()


class _Limits:
    """The limits of a style that plainly spelled ballots are held against, many at a time."""

    def __init__(self, paper: Paper) -> None:
        self._style = paper.style
        costs = [paper.poll.by_id[one].cost for one in sorted(paper.poll.by_id)]
        self._can_add = sum(costs) < MOST_TOGETHER
        self._costs = np.array(costs, dtype=np.int64)

    def allow(self, coded: Coded) -> bool:
        """Say whether each of the ballots is certainly within the limits; if not, somebody must look more closely."""
        style = self._style
        if int(coded.lengths.min()) < style.min_choices:
            return False
        if style.max_choices is not None and int(coded.lengths.max()) > style.max_choices:
            return False
        if not isinstance(style, Spending):
            return True
        if not self._can_add:
            return False
        spent = np.add.reduceat(self._costs[coded.codes], coded.starts)
        most = MOST_TOGETHER if style.most_cost is None else style.most_cost
        return style.least_cost <= int(spent.min()) and int(spent.max()) <= most


class _Marked:
    """Takes plain cells of votes without points, and keeps them as numbers of projects."""

    def __init__(self, line: int, paper: Paper) -> None:
        self._line = line
        self._poll = paper.poll
        self._is_ranked = isinstance(paper.style, Ranking)
        self._limits = _Limits(paper)
        self._codes = Codes(paper.poll.by_id)
        self._taken: list[Coded] = []

    def take(self, cells: Column) -> bool:
        """Take the ballots of a block; False where one needs a closer look."""
        coded = self._codes.coded(cells)
        in_order = coded and self._codes.sorted(coded)
        if coded is None or in_order is None or not self._limits.allow(in_order):
            return False
        self._taken.append(coded if self._is_ranked else in_order)
        return True

    def votes(self) -> Votes | None:
        """Give all that was taken; None where somebody must look more closely."""
        if not self._taken:
            return None
        found = different(self._taken)
        if found is None:
            return None
        ballots, places = self._codes.named(found[0]), found[1]
        profile = None if self._is_ranked else self._profile(ballots, np.bincount(places))
        return Votes(self._line, list(map(ballots.__getitem__, places.tolist())), profile=profile)

    def _profile(self, ballots: list[tuple[str, ...]], voters: Whole) -> Profile:
        """Put together what was grouped, with the votes of each project."""
        votes = np.sum([np.bincount(part.codes, minlength=len(self._codes.ids)) for part in self._taken], axis=0)
        tally = dict(zip(self._codes.ids, votes.tolist(), strict=True))
        return Profile.of_tallied(self._poll, ballots, voters.tolist(), tally)


class _Pointed:
    """Takes plain cells of votes with their points."""

    def __init__(self, line: int, spellings: Spellings) -> None:
        self._votes = Votes(line)
        self._spellings = spellings
        self._known: dict[tuple[bytes, bytes], Choice] = {}

    def take(self, cells: Column, points: Column) -> bool:
        """Take the ballots of a block; False where one needs a closer look."""
        keys = list(zip(cells.cells(), points.cells(), strict=True))
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

    def votes(self) -> Votes | None:
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
    return votes


def _understood(spellings: Spellings, spelling: Spelling, row: Row) -> Choice:
    try:
        return spellings.choice(spelling)
    except BadBallot as problem:
        raise FileFault(sentence("Line %(line)d: this ballot is not allowed. %(why)s"), row.line, why=problem) from None
