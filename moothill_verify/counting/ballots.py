"""What is counted: projects, money and grouped ballots, as they stand in a Pabulib file (.pb)."""

import csv
import io
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from moothill_verify.canonical import Value
from moothill_verify.faults import Malformed, sentence

LARGEST = 10**15
MOST_POINTS = 10**9
SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass(frozen=True, slots=True)
class Group:
    """`voters` people who gave the same points to the same projects, in ascending order of the projects' ids."""

    points: tuple[tuple[str, int], ...]
    voters: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How many people marked anything, and the votes and points of each project."""

    voters: int
    votes: dict[str, int]
    scores: dict[str, int]


@dataclass(frozen=True, slots=True)
class Ballots:
    """The projects' costs and the budget in minor units, the ballots in groups, and how many rows the file has.

    A row that gives no points to anything is in no group. `least` are the smallest useful parts of costs, and of every
    set of `rivals` at most one project may be funded.
    """

    costs: dict[str, int]
    budget: int
    unit: int
    groups: tuple[Group, ...]
    rows: int
    least: dict[str, int]
    rivals: tuple[frozenset[str], ...] = ()
    totals: "Totals | None" = None
    """Where no ballots are published: what they come to."""

    @property
    def voters(self) -> int:
        """How many people marked anything: the n of every rule."""
        return self.totals.voters if self.totals else sum(group.voters for group in self.groups)

    @property
    def rankings(self) -> list[tuple[list[str], int]]:
        """The orders of preference, best first, each with how many people gave it; a place above is a point more."""
        return [
            ([project for project, _ in sorted(group.points, key=lambda one: -one[1])], group.voters)
            for group in self.groups
        ]

    @property
    def votes(self) -> dict[str, int]:
        """How many people chose each project."""
        if self.totals:
            return self.totals.votes
        found = dict.fromkeys(self.costs, 0)
        for group in self.groups:
            for project, _ in group.points:
                found[project] += group.voters
        return found

    @property
    def scores(self) -> dict[str, int]:
        """How many points each project has; where every mark is worth one, its votes."""
        if self.totals:
            return self.totals.scores
        found = dict.fromkeys(self.costs, 0)
        for group in self.groups:
            for project, points in group.points:
                found[project] += points * group.voters
        return found


def minor_units(text: str, unit: int, name: str) -> int:
    """Return an amount in minor units. Raises Malformed for what is no amount of whole minor units."""
    try:
        amount = Decimal(text) * unit
        whole = int(amount) if amount.is_finite() and 0 <= amount <= LARGEST else -1
    except (InvalidOperation, ValueError):
        amount, whole = Decimal(0), -1
    if whole < 0 or whole != amount:
        raise Malformed(sentence("In %(file)s “%(text)s” is no amount of money."), file=name, text=text[:40])
    return whole


def read_pb(data: bytes, exponent: int, name: str) -> Ballots:
    """Return what a .pb file holds; `exponent` is the number of decimals of its currency. Raises Malformed."""
    sections = _sections(data, name)
    try:
        meta = {row[0]: row[1] for row in sections["META"][1:]}
        projects = _table(sections["PROJECTS"])
        votes = _table(sections["VOTES"])
        unit = 10**exponent
        costs = {row["project_id"]: minor_units(row["cost"], unit, name) for row in projects}
        counted = Counter((row["vote"], row.get("points", "")) for row in votes)
        reading = _Reading(meta.get("vote_type", ""), costs, int(meta.get("default_score") or 0))
        groups = [reading.group(*cells, voters) for cells, voters in counted.items()]
        budget = minor_units(meta["budget"], unit, name)
    except (KeyError, IndexError, ValueError):
        raise Malformed(sentence("%(file)s is not a .pb file as it should be."), file=name) from None
    if len(costs) < len(projects) or budget == 0:
        raise Malformed(sentence("%(file)s is not a .pb file as it should be."), file=name)
    kept = tuple(sorted((one for one in groups if one.points), key=lambda one: one.points))
    return Ballots(costs, budget, unit, kept, len(votes), {})


def counted_rows(data: bytes, name: str) -> Counter[tuple[str, str]]:
    """Return how often each row of VOTES is there: the cell of marks, and that of points ("" without one)."""
    try:
        return Counter((row["vote"], row.get("points", "")) for row in _table(_sections(data, name)["VOTES"]))
    except (KeyError, IndexError, ValueError):
        raise Malformed(sentence("%(file)s is not a .pb file as it should be."), file=name) from None


def marks_of(style: str, vote: str, points: str) -> list[Value]:
    """Return the marks of a row as a ballot of this kind holds them. Raises ValueError for cells that do not fit."""
    marks = vote.split(",") if vote else []
    if style in {"points", "scores"}:
        pairs = zip(marks, points.split(","), strict=True) if marks else ()
        return [[mark, int(given)] for mark, given in sorted(pairs)]
    return [*(marks if style == "ranking" else sorted(marks))]


def _sections(data: bytes, name: str) -> dict[str, list[list[str]]]:
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=";", strict=True))
    except (ValueError, csv.Error):
        raise Malformed(sentence("%(file)s is not a .pb file as it should be."), file=name) from None
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        if len(row) == 1 and row[0] in SECTIONS and row[0] not in found:
            current = found[row[0]] = []
        elif row and found:
            current.append(row)
    return found


def _table(rows: list[list[str]]) -> list[dict[str, str]]:
    """Return the rows below a heading. Raises ValueError if one has other cells than the heading."""
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the cells of a row are read, by the kind of ballot that the file names."""

    vote_type: str
    costs: dict[str, int]
    default: int

    def group(self, vote: str, points: str, voters: int) -> Group:
        """Return the ballot in these cells. Raises ValueError for an unknown project, or one that stands twice."""
        marks = [mark.strip() for mark in vote.split(",")] if vote else []
        given = dict(zip(marks, self._points(marks, points), strict=True))
        if len(given) < len(marks) or not given.keys() <= self.costs.keys():
            raise ValueError(vote)
        if marks and self.vote_type == "scoring" and self.default:
            given = dict.fromkeys(self.costs, self.default) | given
        if not all(0 <= one <= MOST_POINTS for one in given.values()):
            raise ValueError(points)
        return Group(tuple(sorted((mark, one) for mark, one in given.items() if one)), voters)

    def _points(self, marks: list[str], points: str) -> list[int]:
        if points:
            return [int(one) for one in points.split(",")]
        if self.vote_type == "ordinal":
            return list(range(len(marks), 0, -1))
        return [1] * len(marks)
