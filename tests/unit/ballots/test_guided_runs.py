"""A run of equal shares may be led by runs with less and with more money, but only while it buys what they bought."""

from fractions import Fraction

import numpy as np
import pytest

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules.electorate import Electorate
from ballots.rules.purses import Purses
from ballots.rules.shares import Guide, Mark, Run, _Runner
from ballots.rules.steady import all_steady, likely_limit, steady_rounds
from ballots.ties import DEFAULT_TIES

POLL = Poll(tuple(Project(p, 10) for p in "ABC"), 30)
ELECTORATE = Electorate.of(Election.of(POLL, Profile.of(POLL, ["ABC"]), DEFAULT_TIES, ""))
MARKS = tuple(Mark(project, 5.0 - project, 0.0, np.zeros(3), None) for project in range(3))
LED = Run(Fraction(10), MARKS, 30)


def after(*bought: int) -> tuple[Mark | None, float]:
    """Let a run have bought these; give what it takes from the run above and from the run below."""
    runner = _Runner(ELECTORATE, Purses(ELECTORATE, Fraction(10)), Guide(LED, LED))
    runner.marks = [MARKS[project] for project in bought]
    return runner._above(len(bought)), runner._target(len(bought))


@pytest.mark.parametrize("bought", [(), (0,), (0, 1)])
def test_a_run_is_led_while_it_bought_the_same(bought: tuple[int, ...]) -> None:
    assert after(*bought) == (MARKS[len(bought)], MARKS[len(bought)].low)


@pytest.mark.parametrize("bought", [(1,), (0, 2), (2, 1), (0, 1, 2)])
def test_a_run_that_bought_anything_else_or_as_much_goes_alone(bought: tuple[int, ...]) -> None:
    assert after(*bought) == (None, np.inf)


def run_of(*rounds: tuple[int, float, float]) -> Run:
    """Give a run by its rounds: the project, below its priority, above the priority of the rivals."""
    marks = [Mark(project, low, rivals, np.zeros(3), None) for project, low, rivals in rounds]
    return Run(Fraction(10), tuple(marks), 10 * len(marks))


@pytest.mark.parametrize(
    ("rivals", "steady"),
    [(4.0, 1), (5.0, 0), (6.0, 0)],
)
def test_a_round_is_steady_while_the_rivals_stay_below_the_winner(rivals: float, steady: int) -> None:
    assert steady_rounds(run_of((0, 5.0, 3.0)), run_of((0, 6.0, rivals))) == steady


def test_rounds_are_steady_up_to_the_first_in_which_another_project_wins() -> None:
    below, above = run_of((0, 5.0, 3.0), (1, 4.0, 3.0)), run_of((0, 6.0, 4.0), (2, 5.0, 3.0))
    assert steady_rounds(below, above) == 1
    assert not all_steady(below, above, 1)
    assert all_steady(below, below, 2)
    assert not all_steady(below, run_of((0, 5.0, 3.0)), 1)


@pytest.mark.parametrize(
    ("before", "after", "part"),
    [
        ((0, 5.0, 3.0), (0, 6.0, 8.0), 0.4),
        ((0, 5.0, 3.0), (1, 9.0, 8.0), 2 / 3),
        ((0, 3.0, 3.0), (0, 6.0, 8.0), 0.5),
        ((0, 5.0, 1.0), (0, 6.0, 5.0), 0.5),
        ((0, 5.0, 3.0), (0, 6.0, 4.0), 0.5),
    ],
)
def test_the_next_look_is_where_the_rivals_would_catch_up(
    before: tuple[int, float, float], after: tuple[int, float, float], part: float
) -> None:
    assert likely_limit(run_of(before), run_of(after), 0) == pytest.approx(part)
    assert likely_limit(run_of(before), run_of(after), 1) == pytest.approx(0.5)
