"""A project that left the paper while people voted: what is left of the contest, and of a ballot."""

import pytest

from ballots.errors import BadBallot, BadPoll
from ballots.poll import Poll, Project
from ballots.styles import (
    Approval,
    Boosted,
    Choice,
    Contest,
    Points,
    Ranking,
    Scores,
    Spending,
    as_cast,
    stripped,
    without,
)

POLL = Poll(tuple(Project(ref, 100, ref) for ref in ("A", "B", "C")), 200, exclusive=(("A", "B"), ("A", "B", "C")))


def left(style: Approval | Points | Ranking | Scores | Boosted, *gone: str) -> Contest:
    return without(Contest("1", POLL, style), gone)


def test_the_project_is_gone_and_the_money_stays() -> None:
    contest = left(Approval(2, 2), "B")
    assert [one.project_id for one in contest.poll.projects] == ["A", "C"]
    assert contest.poll.budget == 200
    assert contest.poll.exclusive == (("A", "C"),)


def test_a_contest_without_the_project_stays_as_it_was() -> None:
    contest = Contest("1", POLL, Approval(2, 2))
    assert without(contest, {"X"}) is contest
    assert as_cast(contest, {"X"}) is contest


def test_limits_from_below_fall_and_others_stay() -> None:
    assert left(Spending(2, 3, least_cost=100, most_cost=150), "B").style == Spending(0, 3, least_cost=0, most_cost=150)
    assert left(Points(most_total=5, least_total=5), "B").style == Points(most_total=5)
    assert left(Scores(least_total=2, default=1), "B").style == Scores(default=1)
    assert left(Ranking(min_choices=3), "B").style == Ranking()


def test_what_is_left_can_be_voted_on_and_the_project_cannot() -> None:
    contest = left(Approval(2, 2), "B")
    assert contest.checked(Choice(("A",))) == Choice(("A",))
    with pytest.raises(BadBallot, match="not on this ballot paper"):
        contest.checked(Choice(("A", "B")))


def test_an_extra_vote_goes_to_what_is_left_or_falls() -> None:
    style = Boosted(Approval(1, 2), ("A", "B"), needed=True)
    assert left(style, "B").style == Boosted(Approval(0, 2), ("A",))
    assert left(style, "A", "B").style == Approval(0, 2)


def test_nothing_is_left_of_a_contest_that_loses_all() -> None:
    with pytest.raises(BadPoll):
        left(Approval(), "A", "B", "C")


def test_a_ballot_from_before_and_one_from_after_are_both_valid() -> None:
    contest = as_cast(Contest("1", POLL, Approval(2, 2)), {"B"})
    assert contest.checked(Choice(("A", "B")))
    assert contest.checked(Choice(("C",)))


def test_marks_for_it_are_left_out_with_their_points_and_the_rest_stays_in_place() -> None:
    assert stripped(Choice(("C", "B", "A")), {"B"}) == Choice(("C", "A"))
    assert stripped(Choice(("A", "B"), (3, 2), "B"), {"B"}) == Choice(("A",), (3,))
    assert stripped(Choice(("B",), boost="A"), {"B"}) == Choice(boost="A")
