"""What of a room's opinions may be published."""

import json

import pytest

from ballots.wording.few import How
from deliberation.matrix import Counts, Matrix
from pb_app.exports.opinions import opinions_csv, opinions_json
from pb_app.models.opinions import Statement
from pb_app.opinion_figures import Leaning, figures
from pb_app.web.opinion_map import rings
from tests.unit.deliberation.test_groups import camps

ONE_ROOM = Matrix.of(
    [
        *((person, 1, 1 if person < 19 else -1) for person in range(20)),
        *((person, 2, 1 if person < 12 else -1) for person in range(24)),
        *((person, 3, 1) for person in range(9)),
    ],
    [1, 2, 3],
)


def test_a_small_part_is_not_told_nor_can_it_be_worked_out() -> None:
    told = figures(ONE_ROOM, None).of(1).parts
    assert told
    assert [(one.how, one.number) for one in told] == [(How.MORE, 10), (How.EXACTLY, 0), (How.FEWER, 10)]


def test_what_fewer_than_ten_have_seen_has_no_figures() -> None:
    found = figures(ONE_ROOM, None)
    assert not found.of(3).is_told
    assert found.of(2).is_told
    assert (found.agreed, found.dividing, found.groups) == ((1,), (2,), ())


def test_groups_are_told_exactly_where_no_cell_is_small() -> None:
    found = figures(camps(20, 14, unseen=0), 2)
    assert [group.people for group in found.groups] == [20, 14]
    assert found.of(0).groups[0].counts == Counts(20, 20, 0)
    assert [one.leaning for one in found.of(1).groups] == [Leaning.DISAGREES, Leaning.AGREES]
    assert found.groups[0].own
    assert found.agreed == ()


def test_where_a_cell_is_small_groups_are_told_in_a_word() -> None:
    matrix = camps(20, 14, unseen=0)
    matrix.values[0, 0] = -1
    matrix.values[20:27, 1] = -1
    matrix.seen[20:28, 2] = False
    found = figures(matrix, 2)
    assert [(one.leaning, one.counts) for one in found.of(0).groups] == [
        (Leaning.AGREES, None),
        (Leaning.DISAGREES, None),
    ]
    assert found.of(1).groups[1].leaning is Leaning.DIVIDED
    assert found.of(2).groups[1].leaning is Leaning.UNKNOWN


def test_what_all_groups_agree_on_comes_first() -> None:
    matrix = camps(20, 14, unseen=0)
    matrix.values[:, 5] = 1
    assert figures(matrix, 2).agreed == (5,)


def test_a_dot_stands_for_ten_people_and_is_coloured_in_proportion() -> None:
    matrix = camps(40, 30, unseen=0)
    matrix.values[:20, 0] = -1
    found = figures(matrix, 2)
    wall = found.wall(0)
    assert [len(dots) for dots in wall] == [4, 3]
    assert sorted(wall[0]) == [Leaning.AGREES, Leaning.AGREES, Leaning.DISAGREES, Leaning.DISAGREES]
    matrix.values[0, 1] = 1
    assert figures(matrix, 2).wall(1)[0] == [Leaning.DISAGREES] * 4


def test_the_map_stays_on_the_page() -> None:
    found = figures(camps(40, 30, unseen=0), 2)
    drawn = rings(found, 0)
    assert all(ring.x - ring.radius > 0 and ring.x + ring.radius < 640 for ring in drawn)
    assert [len(ring.dots) for ring in drawn] == [4, 3]


def test_files_hold_the_signs_of_everywhere_and_nothing_more_than_the_page() -> None:
    found = figures(ONE_ROOM, None)
    texts = [Statement(number=number, body=f"Statement {number}") for number in (1, 2, 3)]
    lines = opinions_csv(found, texts).splitlines()
    assert lines[:4] == [
        "statement,text,group,sign,people,told",
        "1,Statement 1,,1,10,more",
        "1,Statement 1,,0,0,exactly",
        "1,Statement 1,,-1,10,fewer",
    ]
    assert lines[-1] == "3,Statement 3,,,10,fewer"
    told = json.loads(opinions_json(found, texts))
    assert told["signs"] == {"agree": 1, "pass": 0, "disagree": -1}
    assert len(told["opinions"]) == len(lines) - 1


def test_files_tell_groups_by_letter() -> None:
    matrix = camps(20, 14, unseen=0)
    texts = [Statement(number=number, body="x") for number in matrix.statements]
    assert "0,x,A,1,20,exactly" in opinions_csv(figures(matrix, 2), texts)
    matrix.values[0, 0] = -1
    told = opinions_json(figures(matrix, 2), texts)
    assert json.loads(told)["groups"] == {"A": 20, "B": 14}
    assert "0,x,A,,,agrees" in opinions_csv(figures(matrix, 2), texts)


def test_groups_in_a_line_have_a_middle_of_their_own() -> None:
    matrix = camps(20, 14, statements=2, unseen=0)
    assert {group.y for group in figures(matrix, 2).groups} <= {0.0, 0.5, 1.0}


@pytest.mark.parametrize("number", [None, 2])
def test_few_people_have_no_groups(number: int | None) -> None:
    assert figures(camps(8, 8), number).groups == ()
