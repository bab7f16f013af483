"""Of a set of rivals at most one project is funded: every rule asks the election who goes out."""

import pytest

from ballots.election import Election
from ballots.errors import BadPoll
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.ties import DEFAULT_TIES

PROJECTS = tuple(Project(p, 10) for p in "abcd")


def election(*exclusive: tuple[str, ...]) -> Election:
    poll = Poll(PROJECTS, 100, exclusive=exclusive)
    return Election.of(poll, Profile.of(poll, ["ab"]), DEFAULT_TIES, "")


def test_the_rivals_of_a_project_are_the_others_of_all_its_sets() -> None:
    found = election(("d", "b"), ("b", "a", "d"))
    assert found.rivals("b") == ("a", "d")
    assert found.rivals("a") == ("b", "d")


def test_a_project_in_no_set_has_no_rivals() -> None:
    assert election(("a", "b")).rivals("c") == ()
    assert election().rivals("a") == ()


def test_a_project_that_costs_nothing_is_nobodys_rival() -> None:
    with pytest.raises(BadPoll, match="costs nothing cannot be one of a set of rivals"):
        Poll((*PROJECTS, Project("free", 0)), 100, exclusive=(("a", "free"),))
