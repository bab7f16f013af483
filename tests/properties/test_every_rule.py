"""What holds for every rule that spends a budget, on approvals and on points."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.count import count
from ballots.outcome import Outcome
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Phragmen, Rule
from ballots.rules.equal_shares import Utility
from ballots.rules.greedy import Merit
from ballots.rules.greedy_walk import Misfit
from tests.properties.polls import SEED, Drawn, polls

QUICK = settings(max_examples=60, deadline=None)
RULES: tuple[Rule, ...] = (
    Greedy(),
    Greedy(by=Merit.VALUE, misfit=Misfit.STOP),
    Greedy(min_score=2, min_voters=2, part_funding=True),
    EqualShares(Completion.FILL, utility=Utility.SCORE),
    EqualShares(Completion.ADD1, exhaustive=True, increment=2, eligibility=3),
    EqualShares(increment=1, comparison=True),
    Phragmen(),
    Phragmen(misfit=Misfit.SKIP),
)
rules = st.sampled_from(RULES)
Ballot = tuple[tuple[str, int], ...]


def cast(drawn: Drawn, *, pointed: bool) -> list[Ballot]:
    """Give the ballots with one point for each mark, or with one to four."""
    return [
        tuple((p, (3 * voter + ord(p)) % 4 + 1 if pointed else 1) for p in ballot)
        for voter, ballot in enumerate(drawn.ballots)
    ]


def counted(drawn: Drawn, ballots: list[tuple[Ballot, int]], rule: Rule) -> Outcome:
    return count(drawn.poll, Profile.of_points(drawn.poll, ballots), rule, SEED)


def singly(ballots: list[Ballot]) -> list[tuple[Ballot, int]]:
    return [(ballot, 1) for ballot in ballots]


@QUICK
@given(drawn=polls(), rule=rules, pointed=st.booleans())
def test_no_rule_spends_more_than_the_budget_or_funds_what_nobody_chose(
    drawn: Drawn,
    rule: Rule,
    *,
    pointed: bool,
) -> None:
    outcome = counted(drawn, singly(cast(drawn, pointed=pointed)), rule)
    assert outcome.spent == sum(found.cost for found in outcome.rounds) <= drawn.budget
    assert all(found.cost <= drawn.costs[found.project] and found.votes for found in outcome.rounds)
    assert sorted([*outcome.winners, *(loser.project for loser in outcome.losers)]) == sorted(drawn.costs)


@QUICK
@given(drawn=polls(), rule=rules, pointed=st.booleans(), chance=st.randoms(use_true_random=False))
def test_under_every_rule_the_order_of_voters_and_of_projects_leaves_no_trace(
    drawn: Drawn,
    rule: Rule,
    chance: Random,
    *,
    pointed: bool,
) -> None:
    ballots, projects = cast(drawn, pointed=pointed), list(drawn.costs.items())
    here = counted(drawn, singly(ballots), rule)
    chance.shuffle(ballots)
    chance.shuffle(projects)
    other = Drawn(dict(projects), drawn.ballots, drawn.budget)
    assert counted(other, singly(ballots), rule).to_json() == here.to_json()


@QUICK
@given(drawn=polls(most_voters=4), rule=rules, pointed=st.booleans(), alike=st.integers(2, 4))
def test_under_every_rule_grouping_equal_ballots_changes_nothing(
    drawn: Drawn,
    rule: Rule,
    alike: int,
    *,
    pointed: bool,
) -> None:
    ballots = cast(drawn, pointed=pointed)
    together = [(ballot, alike) for ballot in ballots]
    assert counted(drawn, together, rule) == counted(drawn, singly(ballots * alike), rule)


@QUICK
@given(drawn=polls(), rule=rules, pointed=st.booleans())
def test_under_every_rule_a_project_nobody_chose_changes_nothing(
    drawn: Drawn,
    rule: Rule,
    *,
    pointed: bool,
) -> None:
    more = Drawn({**drawn.costs, "Z": 10}, drawn.ballots, drawn.budget)
    ballots = singly(cast(drawn, pointed=pointed))
    assert counted(more, ballots, rule).rounds == counted(drawn, ballots, rule).rounds


@QUICK
@given(polls(), st.sampled_from([Greedy(), Greedy(by=Merit.VALUE), Phragmen(), EqualShares(Completion.FILL)]))
def test_money_in_other_units_changes_no_winner(drawn: Drawn, rule: Rule) -> None:
    scaled = Drawn({p: 7 * cost for p, cost in drawn.costs.items()}, drawn.ballots, 7 * drawn.budget)
    ballots = singly(cast(drawn, pointed=True))
    assert counted(scaled, ballots, rule).winners == counted(drawn, ballots, rule).winners


@QUICK
@given(polls(), st.sampled_from(Merit))
def test_greedy_that_skips_funds_all_that_greedy_that_stops_funds_and_maybe_more(drawn: Drawn, by: Merit) -> None:
    ballots = singly(cast(drawn, pointed=True))
    stopped = counted(drawn, ballots, Greedy(by=by, misfit=Misfit.STOP))
    skipped = counted(drawn, ballots, Greedy(by=by))
    assert skipped.winners[: len(stopped.winners)] == stopped.winners
    assert skipped.spent >= stopped.spent


@QUICK
@given(polls(), st.sampled_from(Completion), st.sampled_from(Utility))
def test_no_group_is_left_with_less_than_its_shares_could_have_bought(
    drawn: Drawn, completion: Completion, utility: Utility
) -> None:
    """EJR+ up to one project (Brill and Peters, EC 2023), by cost or by number of projects, after every completion."""
    rule = EqualShares(completion, increment=1, utility=utility)
    outcome = count(drawn.poll, drawn.profile, rule, SEED)
    worth = drawn.costs if utility is Utility.COST else dict.fromkeys(drawn.costs, 1)
    happy = [sum(worth[p] for p in outcome.winners if p in ballot) for ballot in drawn.ballots]
    for loser in outcome.losers:
        fans = sorted(happy[voter] for voter, ballot in enumerate(drawn.ballots) if loser.project in ballot)
        for size, least in enumerate(fans, start=1):
            if loser.cost <= drawn.budget:
                claim = Fraction(size * drawn.budget, len(drawn.ballots) * loser.cost) * worth[loser.project]
                assert claim < least + worth[loser.project]
