"""Equal shares in all its variants is what its definition says, to the last fraction, and jumps leave nothing out."""

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.election import Election
from ballots.errors import TieUnresolved
from ballots.outcome import Outcome, Stage
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Completion, EqualShares, levels
from ballots.rules.completion import Adding, add_to_shares
from ballots.rules.electorate import Electorate
from ballots.rules.equal_shares import Start, Utility
from ballots.rules.payments import payments
from ballots.rules.shares import complete_run, run_shares
from ballots.rules.steady import all_steady, steady_rounds
from ballots.ties import DEFAULT_TIES
from tests.properties.plain_shares import Found, Variant, Voter, counted

SEED = "the lot of the test"
QUICK = settings(max_examples=60, deadline=None)
THOROUGH = settings(max_examples=150, deadline=None)


@dataclass(frozen=True)
class Drawn:
    """A poll with points, factors and rivals; amounts are round numbers, so that ties and exact sums abound."""

    costs: dict[str, int]
    voters: list[Voter]
    budget: int
    exclusive: tuple[tuple[str, ...], ...]

    @property
    def poll(self) -> Poll:
        projects = tuple(Project(p, cost) for p, cost in self.costs.items())
        return Poll(projects, self.budget, exponent=1, exclusive=self.exclusive)

    @property
    def profile(self) -> Profile:
        groups = [
            BallotGroup(tuple(sorted(v.points)), 1, tuple(v.points[p] for p in sorted(v.points)), v.factor)
            for v in self.voters
        ]
        return Profile.of_groups(self.poll, groups)

    @property
    def election(self) -> Election:
        return Election.of(self.poll, self.profile, DEFAULT_TIES, SEED)

    def variant(self, rule: EqualShares) -> Variant:
        election = self.election
        return Variant(
            rank=sorted(self.costs, key=election.ties.sort_key),
            completion=rule.completion.value,
            exhaustive=rule.exhaustive,
            increment=rule.increment or 1,
            comparison=rule.comparison,
            by_cost=rule.utility is Utility.COST,
            whole=10 if rule.start is Start.WHOLE else 0,
            eligibility=rule.eligibility,
            rivals={p: set(election.rivals(p)) for p in self.costs},
        )


@st.composite
def polls(draw: st.DrawFn, *, most_points: int = 3, most_factor: int = 3, rivals: bool = True) -> Drawn:
    letters = "ABCDEF"[: draw(st.integers(1, 6))]
    round_to = draw(st.sampled_from([1, 10]))
    costs = {p: draw(st.integers(1, 130 // round_to)) * round_to for p in letters}
    some = st.dictionaries(st.sampled_from(letters), st.integers(1, most_points), min_size=1)
    voters = draw(st.lists(st.builds(Voter, some, st.integers(1, most_factor)), min_size=1, max_size=8))
    pairs = st.lists(st.sampled_from(letters), min_size=2, max_size=3, unique=True)
    sets = draw(st.lists(pairs, max_size=2)) if rivals and len(letters) > 2 else []
    return Drawn(costs, voters, draw(st.integers(1, 12)) * 10, tuple(map(tuple, sets)))


RULES = st.builds(
    EqualShares,
    completion=st.sampled_from(Completion),
    exhaustive=st.booleans(),
    increment=st.sampled_from([1, 3, 10]),
    comparison=st.booleans(),
    utility=st.sampled_from(Utility),
    start=st.sampled_from(Start),
    eligibility=st.sampled_from([0, 0, 1, 3]),
)


def outcome_of(drawn: Drawn, rule: EqualShares) -> Outcome:
    return count(drawn.poll, drawn.profile, rule, SEED)


def as_found(outcome: Outcome) -> tuple[list[tuple[str, Fraction | None]], list[str]]:
    """Give what was bought and what was filled in; nothing where greedy took its place."""
    bought = [(found.project, found.price) for found in outcome.rounds if found.stage is Stage.SHARES]
    return bought, [found.project for found in outcome.rounds if found.stage is Stage.FILL]


def climbed(electorate: Electorate, *, exhaustive: bool, jumping: bool = True) -> object:
    """Give all that Add1 tells with steps of 1: the steps and the purchases, or the tie at which it stops."""
    start = Fraction(electorate.budget, electorate.power)
    try:
        run, steps = add_to_shares(electorate, Adding(start, 1, exhaustive, jumping))
    except TieUnresolved as refused:
        return refused.projects
    return steps, [(bought.project, bought.price, bought.tied) for bought in run.purchases]


def agrees(outcome: Outcome, plain: Found) -> None:
    assert list(outcome.winners) == plain.winners
    assert outcome.comparison
    assert list(outcome.comparison.shares) == [*(name for name, _ in plain.bought), *plain.filled]
    if not outcome.comparison.greedy_used:
        assert as_found(outcome) == (plain.bought, plain.filled)
    assert (outcome.steps.taken if outcome.steps else 0) == plain.taken


@settings(max_examples=250, deadline=None)
@given(polls(), RULES)
def test_every_variant_gives_what_its_definition_says(drawn: Drawn, rule: EqualShares) -> None:
    agrees(outcome_of(drawn, rule), counted(drawn.costs, drawn.voters, drawn.budget, drawn.variant(rule)))


@THOROUGH
@given(polls(most_points=1, most_factor=1), RULES)
def test_every_variant_gives_what_its_definition_says_for_approval(drawn: Drawn, rule: EqualShares) -> None:
    agrees(outcome_of(drawn, rule), counted(drawn.costs, drawn.voters, drawn.budget, drawn.variant(rule)))


@QUICK
@given(polls(), RULES)
def test_where_floats_give_up_the_exact_way_decides_the_same(drawn: Drawn, rule: EqualShares) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(levels, "MOST_ROUNDS", 0)
        slow = outcome_of(drawn, rule)
    assert slow == outcome_of(drawn, rule)


@THOROUGH
@given(drawn=polls(), utility=st.sampled_from(Utility), exhaustive=st.booleans())
def test_jumping_over_steps_gives_what_taking_every_step_gives(
    drawn: Drawn, utility: Utility, *, exhaustive: bool
) -> None:
    election = drawn.election
    if election.standing:
        electorate = Electorate.of(election, by_cost=utility is Utility.COST)
        assert climbed(electorate, exhaustive=exhaustive) == climbed(electorate, exhaustive=exhaustive, jumping=False)


@THOROUGH
@given(drawn=polls(most_points=1, most_factor=1), exhaustive=st.booleans())
def test_a_tie_that_no_step_would_meet_is_not_met_by_jumping_past_it(drawn: Drawn, *, exhaustive: bool) -> None:
    election = Election.of(drawn.poll, drawn.profile, ("cost", "refuse"), SEED)
    if election.standing:
        electorate = Electorate.of(election)
        assert climbed(electorate, exhaustive=exhaustive) == climbed(electorate, exhaustive=exhaustive, jumping=False)


@THOROUGH
@given(drawn=polls(most_factor=2), rule=RULES, by_cost=st.booleans())
def test_a_rule_that_refuses_lots_and_does_not_stop_funds_the_same_whatever_the_lot(
    drawn: Drawn, rule: EqualShares, *, by_cost: bool
) -> None:
    steps = ("cost",) if by_cost else ()
    refusing = replace(rule, comparison=False, tie_order=(*steps, "refuse"))
    try:
        found = outcome_of(drawn, refusing)
    except TieUnresolved:
        return
    for seed in map(str, range(5)):
        drawing = replace(refusing, tie_order=(*steps, "lot"))
        assert set(count(drawn.poll, drawn.profile, drawing, seed).winners) == set(found.winners)


@THOROUGH
@given(polls(), st.integers(0, 40), st.integers(2, 200))
def test_between_two_runs_that_are_steady_every_run_buys_the_same(drawn: Drawn, extra: int, apart: int) -> None:
    election = drawn.election
    if election.standing:
        electorate = Electorate.of(election)
        start = Fraction(drawn.budget, electorate.power) + extra
        below, above = run_shares(electorate, start, 10**6), run_shares(electorate, start + apart, 10**6)
        rounds = steady_rounds(below, above)
        for part in (1, apart // 2, apart - 1):
            between = complete_run(electorate, start + part)
            assert between.projects[:rounds] == below.projects[:rounds]
            if all_steady(below, above, rounds):
                assert between.projects == below.projects


@QUICK
@given(polls(), RULES)
def test_who_paid_what_adds_up_to_every_cost_and_nobody_pays_more_than_she_has(drawn: Drawn, rule: EqualShares) -> None:
    outcome = outcome_of(drawn, rule)
    spent: dict[BallotGroup, Fraction] = {}
    for found, payers in payments(drawn.profile, outcome):
        assert found.price is not None
        assert sum(one.paid * one.group.weight for one in payers) == found.cost
        assert sum(one.group.weight for one in payers) == found.payers
        for one in payers:
            points = dict(zip(one.group.marks, one.group.scores, strict=True))[found.project]
            assert 0 < one.paid <= found.price * points
            spent[one.group] = spent.get(one.group, Fraction(0)) + one.paid
    assert outcome.share is not None or not spent
    assert all(paid <= (outcome.share or 0) * group.factor for group, paid in spent.items())


@QUICK
@given(polls(), RULES)
def test_every_penny_of_the_supporters_of_a_loser_is_accounted_for(drawn: Drawn, rule: EqualShares) -> None:
    for loser in outcome_of(drawn, rule).losers:
        if loser.money_at_start is not None:
            assert loser.money_left == loser.money_at_start - sum(one.paid for one in loser.spent_on)
            until = sum(one.paid for one in loser.spent_on if one.round <= loser.out_after)
            assert loser.money_when_out == loser.money_at_start - until
            assert loser.money_when_out < loser.cost or loser.rival


@QUICK
@given(polls(), RULES)
def test_at_most_one_of_a_set_of_rivals_is_funded(drawn: Drawn, rule: EqualShares) -> None:
    outcome = outcome_of(drawn, rule)
    for rivals in drawn.exclusive:
        assert len(set(rivals) & set(outcome.winners)) <= 1
    assert outcome.spent == sum(drawn.costs[p] for p in outcome.winners) <= drawn.budget
