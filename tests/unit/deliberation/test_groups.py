"""Groups of people who think alike: who is on the map, how many groups, and when there is only a list."""

from random import Random

import numpy as np
import pytest

from deliberation.clusters import clusters, silhouette
from deliberation.groups import groups, most_groups, on_the_map
from deliberation.matrix import Matrix
from deliberation.plane import plane
from deliberation.steady import Steady


def camps(*sizes: int, statements: int = 16, unseen: float = 0.2) -> Matrix:
    """People in camps that agree with statements of their own and disagree with those of others."""
    chance = Random(1)
    opinions = [
        (f"{camp}-{person}", at, 1 if at % len(sizes) == camp else -1)
        for camp, size in enumerate(sizes)
        for person in range(size)
        for at in range(statements)
        if chance.random() >= unseen
    ]
    return Matrix.of(opinions, range(statements))


@pytest.mark.parametrize(("people", "most"), [(11, 2), (12, 3), (24, 4), (36, 5), (120, 5)])
def test_how_many_groups_are_looked_for(people: int, most: int) -> None:
    assert most_groups(people) == most


@pytest.mark.parametrize("sizes", [(30, 12), (20, 14, 10)])
def test_camps_are_found_largest_first(sizes: tuple[int, ...]) -> None:
    found = groups(camps(*sizes))
    assert found is not None
    assert found.sizes == sizes
    assert found.fit > 0.5


def test_the_same_opinions_give_the_same_groups() -> None:
    first, second = (groups(camps(30, 12)) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.centres == second.centres
    assert (first.members[0] == second.members[0]).all()


def test_counts_of_groups_and_what_they_agree_on() -> None:
    matrix = camps(30, 12, unseen=0)
    found = groups(matrix)
    assert found is not None
    assert [one[0].agree for one in found.counts(matrix)] == [30, 0]
    assert found.consensus(matrix)[0].groups == 2


@pytest.mark.parametrize("sizes", [(10, 9), (19, 4)])
def test_few_people_or_a_small_group_get_a_list(sizes: tuple[int, ...]) -> None:
    assert groups(camps(*sizes)) is None


def test_what_counts_as_a_small_group_can_be_set_higher() -> None:
    assert groups(camps(19, 6)) is not None
    assert groups(camps(19, 6), least=10) is None


def test_people_who_all_say_the_same_are_no_groups_and_one_statement_is_no_map() -> None:
    assert groups(camps(30, unseen=0)) is None
    assert groups(camps(15, 15, statements=1)) is None


def test_so_many_groups_as_are_asked_for() -> None:
    found = groups(camps(30, 30), number=3)
    assert found is not None
    assert len(found.sizes) == 3


def test_seven_opinions_bring_somebody_onto_the_map_and_the_most_active_top_it_up() -> None:
    said = [(person, at, 1) for person in range(20) for at in range(person % 8 + 1)]
    matrix = Matrix.of([*said], range(12), range(21))
    shown = on_the_map(matrix)
    given = matrix.seen.sum(axis=1)
    assert shown.sum() == 15
    assert given[shown].min() >= given[~shown].max()
    assert on_the_map(Matrix.of([(1, 1, 0)], range(12), range(3))).tolist() == [False, True, False]


def test_with_few_statements_all_of_them_are_enough() -> None:
    matrix = Matrix.of([(person, at, 1) for person in range(30) for at in range(2 + person % 2)], range(3))
    assert on_the_map(matrix).sum() == 15


def test_the_number_of_groups_changes_when_four_in_a_row_agree() -> None:
    steady = Steady(2)
    for found, shown in [(3, 2), (3, 2), (3, 2), (2, 2), (3, 2), (4, 2), (4, 2), (4, 2), (4, 4)]:
        steady = steady.after(found)
        assert steady.shown == shown


def test_missing_opinions_do_not_move_anybody_and_few_are_scaled_up() -> None:
    matrix = Matrix.of(
        [("a", 0, 1), ("a", 1, 1), ("b", 0, -1), ("b", 1, -1), ("c", 0, 1)], range(2), ["a", "b", "c", "d"]
    )
    laid = plane(matrix)
    assert laid.people[3].tolist() == [0, 0]
    assert np.linalg.norm(laid.people[2]) == pytest.approx(2**0.5 * (1 - 1 / 3))
    assert laid.explained == pytest.approx(1.0)
    assert laid.distances()[1] > 0


def test_a_plane_of_one_mind_explains_nothing() -> None:
    assert plane(Matrix.of([("a", 0, 1), ("a", 1, 1)], range(2))).explained == 0


def test_points_far_apart_are_clusters_and_one_alone_fits_by_nothing() -> None:
    points = np.array([[0, 0], [0, 1], [10, 0], [10, 1], [50.0, 50]])
    found = clusters(points, 3)
    assert found.sizes == [2, 2, 1]
    assert silhouette(points, found.labels) == pytest.approx(
        sum(1 - 1 / far for far in [(10 + 101**0.5) / 2] * 4) / 5, abs=1e-9
    )
