"""Three real conversations go through groups and measures; the figures are red-dwarf's, and those in the files."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deliberation.clusters import clusters, silhouette
from deliberation.groups import Groups, groups, on_the_map
from deliberation.matrix import AGREE, Counts, Matrix
from deliberation.plane import Plane, plane
from deliberation.representative import common, standings
from tests.oracles.asking import Oracle

CONVERSATIONS = ("london.youth.policing", "scoop-hivemind.affordable-housing", "vtaiwan.uberx")


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation as we see it, and what red-dwarf says of it."""

    matrix: Matrix
    laid: Plane
    rows: list[dict[str, str]]
    theirs: dict[str, Any]

    @property
    def their_labels(self) -> "np.ndarray[Any, np.dtype[np.intp]]":
        """Their group of each of our people, -1 for none."""
        return np.array([self.theirs["labels"].get(str(person), -1) for person in self.matrix.people])


@pytest.fixture(scope="module", params=CONVERSATIONS)
def told(request: pytest.FixtureRequest, real_data: Path, reddwarf: Oracle) -> Told:
    """Read a conversation and ask the oracle."""
    path = real_data / "polis" / request.param / "participants-votes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    statements = [int(name) for name in rows[0] if name.isdigit()]
    votes = [(int(row["participant"]), at, int(row[str(at)])) for row in rows for at in statements if row[str(at)]]
    matrix = Matrix.of(votes, statements, [int(row["participant"]) for row in rows])
    return Told(matrix, plane(matrix), rows, reddwarf.ask({"votes": votes}))


def test_counts_are_those_in_the_file(told: Told) -> None:
    seen, agreed = told.matrix.seen.sum(axis=1), (told.matrix.values == AGREE).sum(axis=1)
    assert [int(row["n-votes"]) for row in told.rows] == seen.tolist()
    assert [int(row["n-agree"]) for row in told.rows] == agreed.tolist()


def test_people_and_statements_lie_where_they_lie_there(told: Told) -> None:
    theirs = np.array([told.theirs["people"][str(person)] for person in told.matrix.people])
    turned = np.sign((told.laid.people * theirs).sum(axis=0))
    assert np.abs(told.laid.people * turned - theirs).max() < 1e-9
    extremity = [told.theirs["extremity"][str(at)] for at in told.matrix.statements]
    assert told.laid.distances() == pytest.approx(extremity, abs=1e-9)


def test_groups_lie_at_least_as_close_and_fit_is_measured_alike(told: Told) -> None:
    on_map, labels = told.their_labels >= 0, told.their_labels
    ours = clusters(told.laid.people[on_map], labels.max() + 1)
    assert ours.spread <= told.theirs["spread"] * (1 + 1e-9)
    assert silhouette(told.laid.people[on_map], labels[on_map]) == pytest.approx(told.theirs["silhouette"], abs=1e-9)
    assert (on_the_map(told.matrix) == on_map).all()
    assert groups(told.matrix) is not None


def test_the_figures_of_groups_are_theirs(told: Told) -> None:
    labels = told.their_labels
    by_group = Groups(tuple(labels == at for at in range(labels.max() + 1)), (), 0.0, told.laid)
    for at, found in zip(told.matrix.statements, by_group.consensus(told.matrix), strict=True):
        assert float(found.agree) == pytest.approx(told.theirs["agree"][str(at)], rel=1e-6)
        assert float(found.disagree) == pytest.approx(told.theirs["disagree"][str(at)], rel=1e-6)
    counts = [dict(zip(told.matrix.statements, one, strict=True)) for one in by_group.counts(told.matrix)]
    for group, statement, *figures in told.theirs["stats"]:
        rest = [one[statement] for at, one in enumerate(counts) if at != group]
        assert _figures(counts[group][statement], sum(rest, Counts(0, 0, 0))) == pytest.approx(figures, rel=1e-6)


def test_what_the_whole_room_holds_is_what_they_say(told: Told) -> None:
    """Statements with the same counts may stand in either order, so counts are compared."""
    counts = told.matrix.counts()
    by_number = dict(zip(told.matrix.statements, counts, strict=True))
    for side, sign in (("agree", 1), ("disagree", -1)):
        ours = [counts[one.statement] for one in common(counts) if one.side == sign]
        theirs = [by_number[at] for at in dict(told.theirs["consensus"])[side]]
        assert [_side(one, sign) for one in ours] == [_side(one, sign) for one in theirs]


def _side(counts: Counts, sign: int) -> tuple[int, int]:
    return counts.seen, counts.agree if sign == 1 else counts.disagree


def _figures(group: Counts, rest: Counts) -> list[float]:
    agreed, disagreed = standings(0, group, rest)
    tests = [agreed.within, agreed.against_rest, disagreed.within, disagreed.against_rest]
    return [*tests, float(agreed.ratio), float(disagreed.ratio)]
