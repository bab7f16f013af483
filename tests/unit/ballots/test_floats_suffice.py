"""Where nothing is close, floats alone decide a run and few runs an Add1 count; the outcome alone would not show it."""

from fractions import Fraction
from random import Random

from ballots.count import count
from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares
from ballots.rules.electorate import Electorate
from ballots.rules.shares import run_shares
from ballots.ties import DEFAULT_TIES

NAMES = "ABCDEFGHIJKLMNOP"


def town(*, pointed: bool = False) -> tuple[Poll, Profile]:
    """Give a poll with uneven costs and three hundred voters who choose up to six projects, popular ones more often."""
    chance = Random(4)
    poll = Poll(tuple(Project(p, 100_000 + 7_919 * number**2) for number, p in enumerate(NAMES)), 3_000_000)
    ballots = []
    for _ in range(300):
        marks = sorted(p for number, p in enumerate(NAMES) if chance.random() < 0.6 - number / 40)
        ballots.append(tuple((p, chance.randint(1, 9) if pointed else 1) for p in marks or ["A"]))
    return poll, Profile.of_points(poll, [(ballot, 1) for ballot in ballots])


def exact_rounds(*, pointed: bool) -> list[bool]:
    poll, profile = town(pointed=pointed)
    electorate = Electorate.of(Election.of(poll, profile, DEFAULT_TIES, ""))
    run = run_shares(electorate, Fraction(poll.budget, profile.voters), poll.budget)
    return [mark.bought is not None for mark in run.marks]


def test_a_run_in_which_nothing_is_close_stays_with_floats() -> None:
    for pointed in (False, True):
        rounds = exact_rounds(pointed=pointed)
        assert len(rounds) > 5
        assert not any(rounds)


def test_thousands_of_steps_take_few_runs() -> None:
    poll, profile = town()
    told: list[int] = []
    rule = EqualShares(Completion.ADD1, increment=1)
    outcome = count(poll, profile, rule, "", lambda taken, _spent: told.append(taken))
    assert outcome.steps
    assert outcome.steps.taken > 5000
    assert len(told) < 90
