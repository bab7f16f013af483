"""How far two runs of equal shares prove what happens between them is worked out by hand here."""

from fractions import Fraction

from ballots.election import Election
from ballots.outcome import StopReason
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules.completion import Adding, add_to_shares
from ballots.rules.electorate import Electorate
from ballots.rules.shares import Guide, Run, run_shares
from ballots.rules.steady import all_steady, likely_limit, steady_rounds
from ballots.ties import DEFAULT_TIES

ENOUGH = 10**9


def electorate(costs: dict[str, int], ballots: list[str], ties: tuple[str, ...] = DEFAULT_TIES) -> Electorate:
    poll = Poll(tuple(Project(p, cost) for p, cost in costs.items()), 1000)
    return Electorate.of(Election.of(poll, Profile.of(poll, ballots), ties, ""))


def runs(voters: Electorate, below: int, above: int) -> tuple[Run, Run, int]:
    first = run_shares(voters, Fraction(below), ENOUGH)
    then = run_shares(voters, Fraction(above), ENOUGH, Guide(first))
    return first, then, steady_rounds(first, then)


def test_nothing_happens_while_more_money_buys_nothing_more() -> None:
    """A with three votes, then B with two; C at 50 stays beyond its single supporter up to 49."""
    first, then, rounds = runs(electorate({"A": 30, "B": 20, "C": 50}, ["A", "AB", "AB", "C"]), 20, 49)
    assert rounds == 2
    assert all_steady(first, then, rounds)


def test_a_project_that_comes_within_reach_ends_what_is_steady() -> None:
    first, then, rounds = runs(electorate({"A": 30, "B": 20, "C": 50}, ["A", "AB", "AB", "C"]), 20, 50)
    assert rounds == 2
    assert not all_steady(first, then, rounds)


def test_two_projects_that_change_places_are_noticed_in_their_round() -> None:
    """With 10 each the three voters of A cannot pay 45; with 15 each they can, and three votes go before two."""
    first, then, rounds = runs(electorate({"A": 45, "B": 20}, ["AB", "AB", "A"]), 10, 15)
    assert (first.projects, then.projects) == ((0,), (1,))  # B is cheaper and so comes first in the tie order
    assert rounds == 0


def test_projects_that_tie_all_along_stay_steady() -> None:
    first, then, rounds = runs(electorate({"A": 20, "B": 20}, ["AB", "AB"]), 20, 90)
    assert first.marks[0].bought
    assert first.marks[0].bought.tied == (0, 1)
    assert rounds == 2
    assert all_steady(first, then, rounds)


def test_a_tie_that_is_met_only_with_more_money_is_not_steady() -> None:
    """All four of C pay 10. Of 15 the three of A keep 5 each, too little for 30; of 20 they keep 10, like B's price."""
    voters = electorate({"A": 30, "B": 30, "C": 40}, ["AC", "AC", "AC", "C", "B", "B", "B"])
    first, then, rounds = runs(voters, 15, 20)
    assert rounds == 1
    assert len(first.marks) == 2
    assert then.marks[1].bought
    assert set(then.marks[1].bought.tied) == {0, 1}


def test_a_guess_of_where_something_changes_lies_between_the_runs() -> None:
    voters = electorate({"A": 45, "B": 20, "C": 7}, ["AB", "AB", "A", "C"])
    for above in (11, 15, 40, 100):
        first, then, rounds = runs(voters, 10, above)
        assert 0 < likely_limit(first, then, rounds) <= 1


def test_a_count_in_tiny_steps_makes_few_runs() -> None:
    voters = electorate({"A": 900, "B": 600, "C": 800}, ["AB", "AB", "A", "C", "BC"])
    made: list[int] = []
    climb = Adding(Fraction(1, 1000), 1, exhaustive=False)
    run, steps = add_to_shares(voters, climb, lambda step, _spent: made.append(step))
    assert steps.stopped is StopReason.OVER_BUDGET
    assert steps.taken > 250
    assert len(made) < 80
    assert run.spent <= 1000
