"""Equal rankings stand together, and places become points by a convention that is named."""

import pytest

from ballots.errors import BadBallot, BadRule
from ballots.poll import Poll, Project
from ballots.rankings import RankedGroup, Rankings

POLL = Poll(tuple(Project(p, 10) for p in "abcd"), 20)
COUNTED = [(("b", "a"), 2), (("a", "b"), 1), (("b", "a"), 1), ((), 3), (("c",), 5)]
RANKINGS = Rankings.of_counted("abcd", COUNTED)


def test_equal_orders_form_a_group_and_blank_ballots_stand_apart() -> None:
    assert RANKINGS.groups == (RankedGroup(("a", "b"), 1), RankedGroup(("b", "a"), 3), RankedGroup(("c",), 5))
    assert (RANKINGS.voters, RANKINGS.blank) == (9, 3)


@pytest.mark.parametrize(
    ("convention", "longest", "scores"),
    [
        ("tournament", None, {"a": 3 + 3 * 2, "b": 2 + 3 * 3, "c": 5 * 3, "d": 0}),
        ("positional", None, {"a": 4 + 3 * 3, "b": 3 + 3 * 4, "c": 5 * 4, "d": 0}),
        ("positional", 2, {"a": 2 + 3 * 1, "b": 1 + 3 * 2, "c": 5 * 2, "d": 0}),
        ("last-is-nought", None, {"a": 1, "b": 3, "c": 0, "d": 0}),
        ("last-is-one", None, {"a": 2 + 3 * 1, "b": 1 + 3 * 2, "c": 5 * 1, "d": 0}),
    ],
)
def test_each_convention_gives_its_own_points(convention: str, longest: int | None, scores: dict[str, int]) -> None:
    assert RANKINGS.points(convention, POLL, longest).scores == scores


def test_a_ballot_whose_places_all_get_nothing_is_blank_as_points() -> None:
    assert RANKINGS.points("positional", POLL).blank == 3
    assert RANKINGS.points("last-is-nought", POLL).blank == 8


def test_an_unknown_convention_and_a_ballot_that_is_too_long_for_it_are_refused() -> None:
    with pytest.raises(BadRule, match="dowdall is not a known way"):
        RANKINGS.points("dowdall", POLL)
    with pytest.raises(BadBallot, match="ranks more than 1 projects"):
        RANKINGS.points("positional", POLL, 1)


@pytest.mark.parametrize(("order", "why"), [("az", "Project z is not on"), ("aba", "Project a is ranked twice")])
def test_a_ranking_of_unknown_or_repeated_projects_is_refused(order: str, why: str) -> None:
    with pytest.raises(BadBallot, match=why):
        Rankings.of_counted("abcd", [(tuple(order), 1)])
