"""Every project gets its reason, with the figures that belong to it."""

from dataclasses import replace
from fractions import Fraction

from ballots.count import count
from ballots.explain import Explanation, Kind, explained
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule

POLL = Poll(
    (
        Project("bike", 70000, "Bikes"),
        Project("gym", 40000),
        Project("play", 20000),
        Project("tree", 15000),
        Project("hall", 99000),
        Project("free", 0),
        Project("none", 100),
        Project("tower", 110001),
    ),
    110000,
)
BALLOTS = [
    *[["bike", "gym"]] * 6,
    ["bike", "tower"],
    *[["play", "free"]] * 3,
    ["play", "tree", "hall"],
]


def counted(rule: Rule) -> Outcome:
    return count(POLL, Profile.of(POLL, BALLOTS), rule, "")


def by_project(rule: Rule) -> dict[str, Explanation]:
    return {found.project: found for found in explained(counted(rule))}


def test_every_project_is_explained_once_the_funded_first() -> None:
    found = explained(counted(EqualShares(Completion.FILL)))
    assert sorted(one.project for one in found) == sorted(POLL.by_id)
    assert [one.kind for one in found] == [
        Kind.FUNDED,
        Kind.FUNDED,
        Kind.FILLED,
        Kind.FREE,
        Kind.MONEY_SPENT_ELSEWHERE,
        Kind.TOO_FEW_VOTES,
        Kind.TOO_DEAR,
        Kind.NO_SUPPORT,
    ]


def test_a_funded_project_has_its_round_and_its_price() -> None:
    bike = by_project(EqualShares(Completion.FILL))["bike"]
    assert (bike.number, bike.price, bike.effective_votes, bike.payers) == (1, 10000, 7, 7)


def test_a_project_whose_supporters_paid_for_others_says_for_which() -> None:
    gym = by_project(EqualShares(Completion.FILL))["gym"]
    assert gym.kind is Kind.MONEY_SPENT_ELSEWHERE
    assert (gym.money_left, gym.shortfall, gym.percent, gym.number) == (0, 40000, 0, 1)
    assert [(one.project, one.shared_supporters, one.paid) for one in gym.spent_on] == [("bike", 6, Fraction(60000))]
    assert gym.pot_left == 20000


def test_what_supporters_paid_after_a_project_was_out_is_no_reason_for_it() -> None:
    hall = by_project(EqualShares(Completion.FILL))["hall"]
    assert (hall.kind, hall.number, hall.spent_on) == (Kind.TOO_FEW_VOTES, 0, ())
    assert (hall.share, hall.needed_votes) == (10000, 10)


def test_under_greedy_a_project_says_what_was_left_at_its_turn() -> None:
    found = by_project(Greedy())
    assert found["bike"].kind is Kind.MOST_VOTES
    assert (found["play"].kind, found["play"].pot_left) == (Kind.NOT_ENOUGH_LEFT, 0)
    assert found["tower"].kind is Kind.TOO_DEAR


def test_a_rule_that_asks_for_least_support_says_who_fell_short_of_what() -> None:
    kinds = {
        Greedy(min_score=4): (Kind.BELOW_SCORE, 4),
        Greedy(min_voters=3): (Kind.TOO_FEW_VOTERS, 3),
        Greedy(min_percent=20): (Kind.BELOW_PERCENT, 20),
    }
    for rule, told in kinds.items():
        tree = by_project(rule)["tree"]
        assert (tree.kind, tree.least) == told


def test_a_count_that_ended_before_a_projects_turn_says_where() -> None:
    play = by_project(Greedy(misfit="stop"))["play"]
    assert (play.kind, play.stopped_by) == (Kind.NOT_ENOUGH_LEFT, "")
    hall = by_project(Greedy(misfit="stop"))["hall"]
    assert (hall.kind, hall.stopped_by) == (Kind.STOPPED, "play")


def test_a_project_funded_in_part_has_its_whole_cost_and_what_it_is_given() -> None:
    poll = Poll((Project("a", 60), Project("b", 60, least=30)), 100)
    outcome = count(poll, Profile.of(poll, [["a", "b"], ["a"]]), Greedy(part_funding=True), "")
    told = {found.project: found for found in explained(outcome)}["b"]
    assert (told.kind, told.cost, told.given, told.is_funded) == (Kind.PART_FUNDED, 60, 40, True)


def test_a_project_put_out_by_a_rival_names_it() -> None:
    poll = Poll((Project("a", 60), Project("b", 30)), 100, exclusive=(("a", "b"),))
    outcome = count(poll, Profile.of(poll, [["a"], ["a"], ["b"]]), Greedy(), "")
    told = {found.project: found for found in explained(outcome)}["b"]
    assert (told.kind, told.rival, told.is_funded) == (Kind.EXCLUDED, "a", False)


def test_a_tie_is_told_to_those_who_stood_in_it() -> None:
    poll = Poll((Project("a", 60), Project("b", 60), Project("c", 40)), 100)
    outcome = count(poll, Profile.of(poll, [["a"], ["b"], ["c"]]), Greedy(("cost", "lot")), "")
    told = {found.project: found for found in explained(outcome)}
    loser = next(found for found in told.values() if found.kind is Kind.NOT_ENOUGH_LEFT)
    assert loser.tie
    assert loser.project in loser.tie.projects


def test_an_outcome_kept_from_before_rules_gave_reasons_is_explained_from_its_figures() -> None:
    outcome = counted(Greedy())
    old = replace(outcome, losers=tuple(replace(loser, reason=None) for loser in outcome.losers))
    kinds = {found.project: found.kind for found in explained(old)}
    assert (kinds["play"], kinds["tower"], kinds["none"]) == (Kind.NOT_ENOUGH_LEFT, Kind.TOO_DEAR, Kind.NO_SUPPORT)
