"""Kinds of ballots go into definitions and come back; an extra vote goes into files as points."""

import pytest

from ballots.errors import BadPoll
from ballots.poll import Poll, Project
from ballots.styles import (
    Approval,
    BallotStyle,
    Boosted,
    Choice,
    Points,
    Ranking,
    Scores,
    Spending,
    style_from_parameters,
    style_parameters,
)

POLL = Poll((Project("P01", 100), Project("P02", 250), Project("P03", 300)), 500)


@pytest.mark.parametrize(
    "style",
    [
        Approval(),
        Approval(1, 3, none_of_these=True),
        Spending(least_cost=5, most_cost=300),
        Points(most_total=10, most_each=4),
        Scores(highest=5, default=2),
        Ranking(1, 4, convention="last-is-one"),
        Boosted(Approval(max_choices=2), ("P02", "P03"), may_repeat=False, needed=True),
    ],
)
def test_every_kind_of_ballot_comes_back_with_all_its_limits(style: BallotStyle | Boosted) -> None:
    assert style_from_parameters(style_parameters(style)) == style


def test_limits_that_are_not_set_are_not_told() -> None:
    assert style_parameters(Approval(0, 3)) == {
        "style": "approval",
        "min_choices": 0,
        "max_choices": 3,
        "none_of_these": 0,
    }


@pytest.mark.parametrize("told", [{}, {"style": "dice"}, {"style": "approval", "most_total": 3}])
def test_kinds_and_limits_that_nobody_knows_are_refused(told: dict[str, object]) -> None:
    with pytest.raises(BadPoll, match="not known"):
        style_from_parameters(told)


@pytest.mark.parametrize(
    ("style", "choice"),
    [
        (Approval(max_choices=1), Choice(("P01",), boost="P02")),
        (Approval(), Choice(("P01", "P02"), boost="P02")),
        (Points(most_total=3, most_each=3), Choice(("P02",), (3,), "P02")),
        (Scores(highest=5, lowest=2, default=2), Choice(("P02",), (5,), "P02")),
    ],
)
def test_what_an_extra_vote_comes_to_is_a_valid_ballot_by_points(style: BallotStyle, choice: Choice) -> None:
    boosted = Boosted(style, ("P02",))
    group = boosted.group(POLL, boosted.checked(POLL, choice), 1)
    plain = boosted.in_points(POLL)
    again = plain.checked(POLL, plain.choice(POLL, group))
    assert plain.group(POLL, again, 1) == group
