"""Whatever the poll, a count keeps to its budget, to its definition and to the last fraction."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.outcome import Outcome, Stage
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, rule_from_parameters
from tests.properties.plain_shares import Variant, approving, by_votes, counted, run
from tests.properties.polls import SEED, Drawn, polls

ADD1 = EqualShares(Completion.ADD1, increment=1)
QUICK = settings(max_examples=60, deadline=None)
THOROUGH = settings(max_examples=200, deadline=None)


def outcome_of(drawn: Drawn, rule: EqualShares | Greedy) -> Outcome:
    return count(drawn.poll, drawn.profile, rule, SEED)


def paid(outcome: Outcome) -> list[tuple[str, Fraction | None]]:
    return [(found.project, found.price) for found in outcome.rounds]


@THOROUGH
@given(polls())
def test_the_first_shares_buy_what_the_definition_says_at_the_same_prices(drawn: Drawn) -> None:
    start = Fraction(drawn.budget, len(drawn.ballots))
    expected = run(drawn.fitting, approving(drawn.ballots), start, Variant(drawn.rank))
    assert paid(outcome_of(drawn, EqualShares(Completion.NONE))) == expected


@THOROUGH
@given(drawn=polls(), exhaustive=st.booleans(), step=st.sampled_from([1, 3]))
def test_add1_stops_where_the_definition_stops(drawn: Drawn, step: int, *, exhaustive: bool) -> None:
    rule = EqualShares(Completion.ADD1, exhaustive=exhaustive, increment=step)
    outcome = outcome_of(drawn, rule)
    variant = Variant(drawn.rank, "add1", exhaustive, step)
    found = counted(drawn.fitting, approving(drawn.ballots), drawn.budget, variant)
    assert paid(outcome) == found.bought
    assert outcome.steps is None or outcome.steps.taken == found.taken


@QUICK
@given(polls())
def test_greedy_and_the_fill_take_by_votes_what_fits(drawn: Drawn) -> None:
    voters, variant = approving(drawn.ballots), Variant(drawn.rank)
    greedy = by_votes(drawn.fitting, voters, drawn.budget, variant, [])
    assert list(outcome_of(drawn, Greedy()).winners) == greedy
    bare = outcome_of(drawn, ADD1)
    rest = by_votes(drawn.fitting, voters, drawn.budget - bare.spent, variant, list(bare.winners))
    assert list(outcome_of(drawn, EqualShares(increment=1)).winners) == [*bare.winners, *rest]


@QUICK
@given(polls(), st.sampled_from([ADD1, EqualShares(), EqualShares(Completion.FILL, comparison=True), Greedy()]))
def test_no_count_spends_more_than_the_budget_or_funds_what_nobody_chose(
    drawn: Drawn, rule: EqualShares | Greedy
) -> None:
    outcome = outcome_of(drawn, rule)
    assert outcome.spent == sum(drawn.costs[p] for p in outcome.winners) <= drawn.budget
    assert all(drawn.profile.votes[p] for p in outcome.winners)
    told = [*outcome.winners, *(loser.project for loser in outcome.losers)]
    assert sorted(told) == sorted(drawn.costs)


@QUICK
@given(polls(), st.randoms(use_true_random=False))
def test_the_order_of_voters_and_of_projects_leaves_no_trace(drawn: Drawn, chance: Random) -> None:
    ballots, projects = list(drawn.ballots), list(drawn.costs.items())
    chance.shuffle(ballots)
    chance.shuffle(projects)
    other = Drawn(dict(projects), ballots, drawn.budget)
    for rule in (EqualShares(), Greedy()):
        assert outcome_of(other, rule).to_json() == outcome_of(drawn, rule).to_json()


@QUICK
@given(polls(), st.sampled_from([2, 7, 100]))
def test_counting_in_other_units_changes_only_the_units(drawn: Drawn, factor: int) -> None:
    scaled = Drawn({p: cost * factor for p, cost in drawn.costs.items()}, drawn.ballots, drawn.budget * factor)
    here = outcome_of(drawn, EqualShares(increment=1))
    there = outcome_of(scaled, EqualShares(increment=factor))
    assert there.winners == here.winners
    assert [found.effective_votes for found in there.rounds] == [found.effective_votes for found in here.rounds]


@QUICK
@given(polls())
def test_a_project_nobody_chose_changes_nothing(drawn: Drawn) -> None:
    more = Drawn({**drawn.costs, "Z": 10}, drawn.ballots, drawn.budget)
    for rule in (ADD1, Greedy()):
        assert outcome_of(more, rule).rounds == outcome_of(drawn, rule).rounds


@QUICK
@given(polls(), st.integers(1, 4))
def test_blank_ballots_are_told_and_change_nothing(drawn: Drawn, blank: int) -> None:
    profile = Profile.of(drawn.poll, [*drawn.ballots, *[""] * blank])
    outcome = count(drawn.poll, profile, ADD1, SEED)
    assert outcome.blank == blank
    assert outcome.rounds == outcome_of(drawn, ADD1).rounds


@QUICK
@given(polls())
def test_no_group_that_could_have_paid_for_more_is_left_with_less(drawn: Drawn) -> None:
    """EJR+ up to one project for cost utilities (Brill and Peters, EC 2023), checked for every loser."""
    outcome = outcome_of(drawn, EqualShares(Completion.NONE))
    worth = [sum(drawn.costs[p] for p in outcome.winners if p in ballot) for ballot in drawn.ballots]
    for loser in outcome.losers:
        happy = sorted(worth[v] for v, ballot in enumerate(drawn.ballots) if loser.project in ballot)
        for size, least in enumerate(happy, start=1):
            claim = least + loser.cost
            assert Fraction(size * drawn.budget, len(drawn.ballots)) < claim or loser.cost > drawn.budget


@QUICK
@given(polls(most_voters=5))
def test_many_voters_who_vote_alike_are_counted_as_the_voters_they_are(drawn: Drawn) -> None:
    crowd = Drawn(drawn.costs, drawn.ballots * 3, drawn.budget)
    start = Fraction(crowd.budget, len(crowd.ballots))
    expected = run(crowd.fitting, approving(crowd.ballots), start, Variant(crowd.rank))
    assert paid(outcome_of(crowd, EqualShares(Completion.NONE))) == expected


@QUICK
@given(polls())
def test_what_was_paid_for_a_project_is_its_cost(drawn: Drawn) -> None:
    outcome = outcome_of(drawn, ADD1)
    for found in outcome.rounds:
        assert found.stage is Stage.SHARES
        assert found.price is not None
        assert found.effective_votes * found.price == found.cost
        assert found.price * (found.payers - found.paid_all) <= found.cost <= found.price * found.payers


@given(st.sampled_from(Completion), st.sets(st.sampled_from(["exhaustive", "comparison"])), st.integers(0, 10**9))
def test_a_rule_comes_back_from_its_parameters(completion: Completion, switched_on: set[str], increment: int) -> None:
    exhaustive, comparison = "exhaustive" in switched_on, "comparison" in switched_on
    rule = EqualShares(completion, exhaustive, increment or None, comparison, ("votes", "refuse"))
    assert rule_from_parameters(rule.parameters()) == rule


@QUICK
@given(polls(), st.integers(1, 3))
def test_money_that_is_nearly_enough_is_told_from_money_that_is_enough(drawn: Drawn, short: int) -> None:
    """Amounts beyond 2**53 minor units apart by a few: floats cannot see the difference, the count must."""
    huge = 10**13
    costs = {
        p: cost * huge // 10 + (short if number % 2 else 0) for number, (p, cost) in enumerate(drawn.costs.items())
    }
    large = Drawn(costs, drawn.ballots, drawn.budget * huge // 10)
    start = Fraction(large.budget, len(large.ballots))
    expected = run(large.fitting, approving(large.ballots), start, Variant(large.rank))
    assert paid(outcome_of(large, EqualShares(Completion.NONE))) == expected


def test_an_empty_box_funds_nothing() -> None:
    poll = Poll((Project("A", 10),), 100)
    for rule in (EqualShares(), Greedy()):
        assert count(poll, Profile.of(poll, []), rule, SEED).winners == ()


@THOROUGH
@given(st.sampled_from([6, 9, 12]), st.integers(4, 40), st.data())
def test_the_last_pennies_of_a_fortune_are_told_apart(voters: int, left: int, data: st.DataObject) -> None:
    """All pay for A and keep left/voters each; what then decides is smaller than the rounding errors of floats."""
    fortune = 10**15
    some = st.sets(st.sampled_from(range(1, voters)), min_size=1)
    fans = {p: data.draw(st.sampled_from([{1, 2, 3}, {3, 4, 5}, set(range(1, voters))]) | some) for p in "BCDE"}
    costs = {p: max(1, left * len(fans[p]) // voters + data.draw(st.integers(-2, 1))) for p in fans}
    costs["A"] = fortune - left
    ballots = ["A" + "".join(p for p in fans if voter in fans[p]) for voter in range(voters)]
    drawn = Drawn(costs, ballots, fortune)
    expected = run(costs, approving(ballots), Fraction(fortune, voters), Variant(drawn.rank))
    assert paid(outcome_of(drawn, EqualShares(Completion.NONE))) == expected
