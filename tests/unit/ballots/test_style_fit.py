"""Limits of a ballot that contradict the projects on the paper are named before anything is frozen."""

import pytest

from ballots.poll import Project
from ballots.styles import Approval, BallotStyle, Boosted, Points, Spending
from ballots.styles.fit import faults_on

PAPER = (Project("P01", 100), Project("P02", 250))


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (Approval(max_choices=3), "fewer projects than a ballot may name"),
        (Approval(min_choices=3), "fewer projects than a ballot must name"),
        (Boosted(Approval(max_choices=3), ("P01",)), "fewer projects than a ballot may name"),
        (Boosted(Approval(), ("P01", "P09")), "a project that is not on the paper"),
        (Spending(least_cost=351), "cost less than a ballot must spend"),
        (Spending(most_cost=99), "costs more than a ballot may spend"),
    ],
)
def test_a_limit_that_nobody_could_keep_to_is_named(style: BallotStyle | Boosted, told: str) -> None:
    (fault,) = faults_on(PAPER, style)
    assert told in fault


@pytest.mark.parametrize(
    "style",
    [Approval(2, 2), Points(most_total=10), Spending(least_cost=350, most_cost=350), Boosted(Approval(), ("P01",))],
)
def test_limits_that_the_paper_allows_are_no_faults(style: BallotStyle | Boosted) -> None:
    assert faults_on(PAPER, style) == ()


def test_without_a_project_there_is_nothing_to_contradict() -> None:
    assert faults_on((), Approval(max_choices=3)) == ()
