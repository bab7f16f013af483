"""The bounds that floats give always hold the exact value, also where little is left of much money."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ballots.election import Election
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules.electorate import Electorate
from ballots.rules.levels import affordable, estimate
from ballots.rules.purses import Purses
from ballots.ties import DEFAULT_TIES
from tests.properties import by_the_book

FORTUNE = 10**15


def after_a(left: int, ballots: list[str], costs: dict[str, int]) -> tuple[Purses, Fraction]:
    """Let those who chose A pay for it, so that they keep hardly more than `left` in all; give what each keeps."""
    share, fans = Fraction(FORTUNE, len(ballots)), sum("A" in ballot for ballot in ballots)
    poll = Poll(tuple(Project(p, cost) for p, cost in {"A": int(share * fans) - left, **costs}.items()), FORTUNE)
    electorate = Electorate.of(Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, ""))
    purses = Purses(electorate, share)
    first = electorate.ids.index("A")
    price = Fraction(electorate.costs[first], fans)
    purses.pay(first, price, electorate.supporters[first][:0])
    return purses, share - price


@settings(max_examples=200, deadline=None)
@given(
    left=st.integers(4, 40),
    few=st.lists(st.sampled_from(["A", "AB", "AC", "B", "C", "BC"]), max_size=5),
    crowd=st.sampled_from([1, 2, 5, 40]),
    costs=st.fixed_dictionaries({"B": st.integers(1, 60), "C": st.integers(1, 60)}),
)
@example(left=10, few=["A"], crowd=5, costs={"B": 8, "C": 9})
@example(left=30, few=["B"], crowd=40, costs={"B": 50, "C": 20})
def test_an_estimate_holds_the_exact_effective_votes(
    left: int, few: list[str], crowd: int, costs: dict[str, int]
) -> None:
    ballots = [*few, "A", *["ABC"] * crowd]
    purses, kept = after_a(left, ballots, costs)
    for name, cost in costs.items():
        project = purses.electorate.ids.index(name)
        held = [kept if "A" in ballot else Fraction(FORTUNE, len(ballots)) for ballot in ballots if name in ballot]
        found = estimate(purses, project)
        assert affordable(purses, project) == bool(found) == (sum(held) >= cost)
        if found:
            exact = cost / by_the_book.level(cost, held)
            assert Fraction(found.low) <= exact <= Fraction(found.high)


def test_one_rich_supporter_behind_a_crowd_that_is_just_too_poor_is_not_overlooked() -> None:
    """Each of the crowd keeps 0.989, as a float a little more than 990/1001; in truth the rich voter must pay 1."""
    ballots = [*["AB"] * 1000, "B"]
    poll = Poll((Project("A", FORTUNE - 989), Project("B", 990)), FORTUNE)
    electorate = Electorate.of(Election.of(poll, Profile.of(poll, ballots), DEFAULT_TIES, ""))
    share = Fraction(FORTUNE, 1000)
    purses = Purses(electorate, share)
    first, then = electorate.ids.index("A"), electorate.ids.index("B")
    purses.pay(first, Fraction(FORTUNE - 989, 1000), electorate.supporters[first][:0])
    found = estimate(purses, then)
    assert found
    assert by_the_book.level(990, [*[Fraction(989, 1000)] * 1000, share]) == 1
    assert Fraction(found.low) <= 990 <= Fraction(found.high)
