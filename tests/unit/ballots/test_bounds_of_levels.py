"""The errors that floats are allowed are at least what is known of the purses: too small ones would decide wrongly."""

from fractions import Fraction

import numpy as np
import pytest

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import levels
from ballots.rules.electorate import Electorate
from ballots.rules.levels import Offer, ceiling, certain, offered
from ballots.rules.purses import Purses, Unsure
from ballots.ties import DEFAULT_TIES


def purses_of(held: list[float], cost: int, bound: float = 0.0) -> Purses:
    """Give purses of supporters of the only project that hold so much, each known to within `bound`."""
    others = [f"x{number}" for number in range(len(held))]
    poll = Poll(tuple(Project(p, cost) for p in ("A", *others)), 10**6)
    electorate = Electorate.of(Election.of(poll, Profile.of(poll, [["A", one] for one in others]), DEFAULT_TIES, ""))
    purses = Purses(electorate, Fraction(max(map(int, held)) or 1))
    purses.floats = np.array(held)
    purses.bound = bound
    return purses


def offer_of(purses: Purses) -> Offer:
    found = offered(purses, purses.electorate.ids.index("A"), 1.0)
    assert found
    return found


def test_the_poor_who_hold_something_widen_the_error_and_the_rich_and_the_empty_do_not() -> None:
    purses = purses_of([0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 100.0], cost=53, bound=0.25)
    found = offer_of(purses)
    assert (found.level, found.payers) == (50.0, 1.0)
    assert certain(purses, found) == pytest.approx(2 * 0.25)


def test_who_is_poor_is_uncertain_where_a_purse_lies_within_the_error_of_the_level() -> None:
    far, near = purses_of([10.0, 21.0, 100.0], cost=50, bound=0.2), purses_of([10.0, 20.2, 100.0], cost=50, bound=0.2)
    assert certain(far, offer_of(far)) > 0
    with pytest.raises(Unsure):
        certain(near, offer_of(near))


def test_a_ceiling_is_a_little_above_the_level_and_covers_the_cost() -> None:
    purses = purses_of([10.0, 30.0, 100.0], cost=50, bound=0.001)
    found = offer_of(purses)
    top = ceiling(purses, found)
    assert found.level < top < found.level + 1
    assert sum(min(held, top) for held in found.held) >= 50 + 3 * 0.001


def test_there_is_no_ceiling_where_nobody_is_known_to_be_able_to_pay_more() -> None:
    purses = purses_of([25.0, 25.0], cost=50, bound=0.0)
    found = Offer(purses.electorate.ids.index("A"), purses.held_by(0), np.ones(2, dtype=np.bool_), 2, 50, 25, 0.0, 3)
    assert ceiling(purses, found) == np.inf


def test_a_level_that_may_be_nothing_bounds_no_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    purses = purses_of([100.0, 100.0, 100.0], cost=30)
    monkeypatch.setattr(levels, "_gap", lambda *_: 30.0)
    monkeypatch.setattr(levels, "ROUNDING", 0.0)
    monkeypatch.setattr(levels, "UPWARDS", 1.0)
    found = offer_of(purses)
    assert (found.level, found.error, found.high) == (10.0, 10.0, np.inf)
