"""How far Add1 may jump is worked out by hand here."""

from fractions import Fraction

import pytest

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules.electorate import Electorate
from ballots.rules.shares import run_shares
from ballots.rules.steady import steady_until
from ballots.ties import DEFAULT_TIES

ENOUGH = 10**6


def electorate(costs: dict[str, int], ballots: list[list[str]]) -> Electorate:
    poll = Poll(tuple(Project(p, cost) for p, cost in costs.items()), 100)
    return Electorate.of(Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, ""))


def bought(voters: Electorate, share: Fraction) -> tuple[str, ...]:
    return voters.names(run_shares(voters, share, ENOUGH).projects)


def steady(voters: Electorate, share: Fraction, step: int = 1) -> int:
    return steady_until(voters, run_shares(voters, share, ENOUGH), step)


def test_a_rival_catches_up_as_its_poor_supporter_grows_richer() -> None:
    """With 21 + t each, the voter of A and B keeps 11 + t after B; A then costs the other 19 - t: level with C at 4."""
    voters = electorate({"A": 30, "B": 20, "C": 40}, [["A", "B"], ["C"], ["C"], ["A"], ["B"]])
    assert bought(voters, Fraction(21)) == bought(voters, Fraction(24)) == ("B", "C", "A")
    assert bought(voters, Fraction(25)) == ("B", "A", "C")
    assert steady(voters, Fraction(21)) == 3
    assert steady(voters, Fraction(21), step=3) == 1
    assert steady(voters, Fraction(21), step=4) == 0


def test_a_rival_that_would_take_the_winners_money_is_watched() -> None:
    """With 21 + t each, C would cost the voter of B and C 19 - t: level with B (20 each) at 4, long before both fit."""
    voters = electorate({"A": 20, "B": 40, "C": 30}, [["B", "C"], ["A", "C"], ["A"], ["B"]])
    assert bought(voters, Fraction(21)) == bought(voters, Fraction(24)) == ("A", "B")
    assert bought(voters, Fraction(25)) == ("A", "C")
    assert steady(voters, Fraction(21)) == 3


def test_a_project_stays_out_until_its_supporters_hold_its_cost() -> None:
    voters = electorate({"A": 10, "B": 50}, [["A"], ["B"], ["B"]])
    assert bought(voters, Fraction(15)) == ("A",)
    assert steady(voters, Fraction(15)) == 9
    assert bought(voters, Fraction(25)) == ("B", "A")


def test_where_everybody_pays_all_there_is_no_telling() -> None:
    voters = electorate({"A": 20, "B": 40}, [["A", "B"], ["B"], ["A", "B"]])
    assert steady(voters, Fraction(70, 3)) == 0


def test_supporters_who_have_nothing_left_do_not_bring_their_project_back() -> None:
    """With 21 + t each, the voter of C keeps 11 + t after D and gives it all for B, whose other voter pays 19 - t."""
    voters = electorate({"B": 30, "C": 10, "D": 20}, [["B", "C", "D"], ["B"], ["D"]])
    assert bought(voters, Fraction(21)) == bought(voters, Fraction(25)) == ("D", "B")
    assert steady(voters, Fraction(21)) == 3


@pytest.mark.parametrize("extra", range(1, 12))
def test_what_is_said_to_be_steady_is_steady(extra: int) -> None:
    voters = electorate({"A": 80, "B": 40, "C": 40}, [["B", "C"], ["A"], ["A", "B", "C"]])
    start = Fraction(160, 3) + extra
    for steps in range(steady(voters, start) + 1):
        assert bought(voters, start + steps) == bought(voters, start)
