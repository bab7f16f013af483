"""The bounds that floats give always hold the exact value, also where little is left of much money."""

from fractions import Fraction

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules.electorate import Electorate
from ballots.rules.levels import BLOCK, Offer, ceiling, certain, exact_level, offered, summed
from ballots.rules.purses import ExactPurses, Purses, Unsure
from ballots.ties import DEFAULT_TIES
from tests.properties.plain_shares import level

FORTUNE = 10**15


def after_a(left: int, ballots: list[str], costs: dict[str, int]) -> tuple[ExactPurses, Fraction]:
    """Let those who chose A pay for it, so that they keep hardly more than `left` in all; give what each keeps."""
    share, fans = Fraction(FORTUNE, len(ballots)), sum("A" in ballot for ballot in ballots)
    poll = Poll(tuple(Project(p, cost) for p, cost in {"A": int(share * fans) - left, **costs}.items()), FORTUNE)
    electorate = Electorate.of(Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, ""))
    purses = ExactPurses(electorate, share)
    first = electorate.ids.index("A")
    price = Fraction(electorate.costs[first], fans)
    purses.pay(first, price, electorate.backing[first].groups[:0])
    return purses, share - price


def holds(purses: Purses, found: Offer, exact: Fraction) -> bool:
    """Say whether the bounds of an offer hold the exact price."""
    lowest, highest = Fraction(found.level) - Fraction(found.error), ceiling(purses, found)
    worth = purses.electorate.worth[found.project]
    return lowest <= exact <= highest and (found.high == float("inf") or worth / exact <= Fraction(found.high))


@settings(max_examples=200, deadline=None)
@given(
    left=st.integers(4, 40),
    few=st.lists(st.sampled_from(["A", "AB", "AC", "B", "C", "BC"]), max_size=5),
    crowd=st.sampled_from([1, 2, 5, 40]),
    costs=st.fixed_dictionaries({"B": st.integers(1, 60), "C": st.integers(1, 60)}),
)
@example(left=10, few=["A"], crowd=5, costs={"B": 8, "C": 9})
@example(left=30, few=["B"], crowd=40, costs={"B": 50, "C": 20})
def test_an_offer_holds_the_exact_price(left: int, few: list[str], crowd: int, costs: dict[str, int]) -> None:
    ballots = [*few, "A", *["ABC"] * crowd]
    purses, kept = after_a(left, ballots, costs)
    for name, cost in costs.items():
        project = purses.electorate.ids.index(name)
        held = [kept if "A" in ballot else Fraction(FORTUNE, len(ballots)) for ballot in ballots if name in ballot]
        found = offered(purses, project, 0.0)
        assert bool(found) == (sum(held) >= cost)
        if found:
            exact = level(cost, [(purse, 1) for purse in held])
            assert holds(purses, found, exact)
            assert exact_level(purses, project, found).price == exact


def test_one_rich_supporter_behind_a_crowd_that_is_just_too_poor_is_not_overlooked() -> None:
    """Each of the crowd keeps 0.989, as a float a little more than 990/1001; in truth the rich voter must pay 1."""
    ballots = [*["AB"] * 1000, "B"]
    poll = Poll((Project("A", FORTUNE - 989), Project("B", 990)), FORTUNE)
    electorate = Electorate.of(Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, ""))
    share = Fraction(FORTUNE, 1000)
    purses = ExactPurses(electorate, share)
    first, then = electorate.ids.index("A"), electorate.ids.index("B")
    purses.pay(first, Fraction(FORTUNE - 989, 1000), electorate.backing[first].groups[:0])
    found = offered(purses, then, 0.0)
    assert found
    assert level(990, [*[(Fraction(989, 1000), 1)] * 1000, (share, 1)]) == 1
    assert holds(purses, found, Fraction(1))


def test_sums_longer_than_a_block_leave_nothing_out() -> None:
    for length in (BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 5):
        values = np.arange(length, dtype=np.float64)
        assert summed(values, np.full(length, 2.0)) == length * (length - 1)
        assert summed(values, values >= length - 1) == length - 1


POINTS = st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 9), min_size=1)


@settings(max_examples=150, deadline=None)
@given(
    voters=st.lists(st.tuples(POINTS, st.integers(1, 4), st.integers(1, 3)), min_size=2, max_size=9),
    costs=st.lists(st.integers(1, 10**9), min_size=5, max_size=5),
    share=st.fractions(1, 10**9, max_denominator=10**6),
    order=st.permutations(range(5)),
)
def test_purses_in_floats_stay_within_their_bound_of_the_exact_ones(
    voters: list[tuple[dict[str, int], int, int]], costs: list[int], share: Fraction, order: list[int]
) -> None:
    poll = Poll(tuple(Project(p, cost) for p, cost in zip("ABCDE", costs, strict=True)), 10**15)
    groups = [
        BallotGroup(tuple(sorted(points)), weight, tuple(points[p] for p in sorted(points)), factor)
        for points, weight, factor in voters
    ]
    electorate = Electorate.of(Election.of(poll, Profile.of_groups(poll, groups), DEFAULT_TIES, ""))
    rough, exact = Purses(electorate, share), ExactPurses(electorate, share)
    for project in (one for one in order if one < len(electorate.ids)):
        try:
            found = offered(rough, project, 0.0)
            if found is None:
                assert not exact.covers(project)
                continue
            error = certain(rough, found)
        except Unsure:
            return
        truth = exact_level(exact, project, offered(exact, project, 0.0))
        assert abs(Fraction(found.level) - truth.price) <= Fraction(error)
        rough.charge(project, found.rich, found.level, error)
        exact.pay(project, truth.price, truth.poor)
        for group in range(len(electorate.weights)):
            held = Fraction(0) if exact.empty[group] else Fraction(exact.exact_purse(group), exact.scale)
            assert (rough.floats[group] == 0) == (held == 0)
            assert abs(Fraction(float(rough.floats[group])) - held) <= Fraction(rough.bound)
            assert abs(Fraction(float(exact.floats[group])) - held) <= Fraction(exact.bound)
