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
