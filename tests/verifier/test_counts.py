"""The verifier's own count is that of the counting library: on small polls drawn at random, and on real ones."""

import io
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ballots import pabulib
from ballots.count import count as counted_there
from ballots.errors import TieUnresolved
from ballots.pabulib import About
from ballots.poll import Poll
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Merit, Misfit, Phragmen, Rule
from ballots.rules.equal_shares import Start, Utility
from ballots.styles import Approval, Points
from moothill_verify.counting.ballots import Ballots, read_pb
from moothill_verify.counting.count import count
from moothill_verify.counting.electorate import Electorate
from moothill_verify.counting.purses import Purses
from moothill_verify.counting.shares import run, run_with
from moothill_verify.faults import Malformed
from tests.properties.polls import Drawn, polls

SEED = "a seed"
SMALL = 12_000
ABOUT = About(
    description="A poll",
    country="Worldwide",
    unit="Here",
    instance="2026",
    date_begin="01.01.2026",
    date_end="02.01.2026",
)
SHARES = [
    EqualShares(completion, exhaustive=exhaustive and completion.adds, increment=increment if completion.adds else None)
    for completion, exhaustive, increment in product(Completion, (False, True), (None, 1))
]
RULES: list[Rule] = [
    *SHARES,
    EqualShares(comparison=True, start=Start.WHOLE),
    EqualShares(utility=Utility.SCORE, eligibility=2),
    EqualShares(tie_order=("votes", "lot")),
    EqualShares(Completion.ADD1, increment=1, tie_order=("lot",)),
    Greedy(),
    Greedy(by=Merit.VALUE, misfit=Misfit.STOP),
    Greedy(min_score=2, min_voters=2, min_percent=30),
    Phragmen(),
    Phragmen(misfit=Misfit.SKIP),
]


def same(poll: Poll, profile: Profile, read: Ballots, rule: Rule) -> bool:
    """Whether both count alike; where a lot is refused nothing is recorded, so nothing is compared."""
    try:
        there = counted_there(poll, profile, rule, SEED)
    except TieUnresolved:
        return True
    parameters = {name: int(value) if isinstance(value, bool) else value for name, value in rule.parameters().items()}
    here = count(read, parameters, SEED)
    given = {found.project: found.cost for found in there.rounds}
    return (list(here.given.items()), here.free) == (list(given.items()), sorted(there.free))


def as_read(poll: Poll, profile: Profile, style: Approval | Points) -> Ballots:
    text = io.StringIO(newline="")
    pabulib.write(text, poll, profile, style=style, about=ABOUT)
    return read_pb(text.getvalue().encode(), poll.exponent, "file")


@given(polls(), st.sampled_from(RULES))
@example(Drawn({"A": 20, "B": 40}, ["AB", "B", "AB"], 70), EqualShares(Completion.NONE))
@example(Drawn({"A": 60, "B": 40, "C": 40}, ["AB", "AB", "AC", "BC", "C"], 100), EqualShares())
@settings(max_examples=80, deadline=None)
def test_small_polls_are_counted_alike_by_every_rule(drawn: Drawn, rule: Rule) -> None:
    assert same(drawn.poll, drawn.profile, as_read(drawn.poll, drawn.profile, Approval()), rule)


@given(polls(), st.data())
@settings(max_examples=25, deadline=None)
def test_polls_with_points_are_counted_alike(drawn: Drawn, data: st.DataObject) -> None:
    points = [tuple((mark, data.draw(st.integers(1, 3))) for mark in ballot) for ballot in drawn.ballots]
    profile = Profile.of_points(drawn.poll, [(ballot, 1) for ballot in points])
    rule = data.draw(st.sampled_from([rule for rule in RULES if not isinstance(rule, Phragmen)]))
    assert same(drawn.poll, profile, as_read(drawn.poll, profile, Points(most_total=99)), rule)


@given(polls(), st.sampled_from(SHARES))
@settings(max_examples=25, deadline=None)
def test_rounded_purses_and_exact_ones_buy_the_same(drawn: Drawn, rule: EqualShares) -> None:
    read = as_read(drawn.poll, drawn.profile, Approval())
    electorate = Electorate.of(read, drawn.rank, by_cost=rule.utility is Utility.COST)
    share = Fraction(read.budget, read.voters)
    exact = run_with(electorate, Purses(share, electorate, exact=True))
    assert run(electorate, share).projects == exact.projects


def test_small_real_polls_are_counted_alike(real_polls: Path) -> None:
    for path in sorted(real_polls.glob("*.pb")):
        if path.stat().st_size > SMALL or "Krakow" in path.name:
            continue
        there = pabulib.read(path)
        here = read_pb(path.read_bytes(), there.poll.exponent, path.name)
        for rule in (EqualShares(), Greedy(), Phragmen()):
            assert same(there.poll, there.profile, here, rule), (path.name, rule)


def test_part_funding_gives_what_is_left_where_it_is_of_use() -> None:
    read = Ballots({"A": 60, "B": 60}, 100, 1, (), 0, {"B": 30})
    voted = Ballots(read.costs, 100, 1, as_read(*_two()).groups, 2, read.least)
    assert count(voted, {"rule": "greedy", "tie_order": "lot", "part_funding": 1}, "x").spent == 100


def _two() -> tuple[Poll, Profile, Approval]:
    drawn = Drawn({"A": 60, "B": 60}, ["AB", "AB"], 100)
    return drawn.poll, drawn.profile, Approval()


def test_rivals_put_each_other_out() -> None:
    poll, profile, style = _two()
    read = as_read(poll, profile, style)
    rivals = Ballots(read.costs, 200, 1, read.groups, 2, {}, (frozenset("AB"),))
    for rule in ("greedy", "phragmen", "equal-shares"):
        parameters = {"misfit": "stop"} if rule == "phragmen" else {}
        if rule == "equal-shares":
            shares = EqualShares().parameters()
            parameters = {name: int(value) if isinstance(value, bool) else value for name, value in shares.items()}
        assert len(count(rivals, {"tie_order": "lot", **parameters, "rule": rule}, "x").given) == 1


@pytest.mark.parametrize("text", ["", "META\nkey;value\n", "META\nkey;value\nbudget;x\nPROJECTS\nVOTES\n", "\0", '"'])
def test_what_is_no_pb_file_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"no amount|not a .pb"):
        read_pb(text.encode(), 2, "file")
