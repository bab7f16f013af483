"""Every project gets its reason, with the figures that belong to it."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.explain import Explanation, Kind, explained
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy, Rule
from ballots.wording import in_english

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


SENTENCES = {
    "bike (Bikes): funded in round 1. 7 of its 7 supporters paid for it, each at most 100 GBP (as good as 7.00 votes).",
    "tree: funded by its 1 vote from what the shares left over.",
    "free: funded, for it costs nothing.",
    (
        "gym: not funded. After round 1 its supporters held 0 GBP, 0 % of its cost; "
        "they had paid above all 600 GBP for bike."
    ),
    "hall: not funded. 1 voter chose it; with 100 GBP each, it would have taken 10 to pay 990 GBP.",
    "tower: not funded. Its cost of 1100.01 GBP is above the whole budget.",
    "none: not funded. Nobody chose it.",
}


def test_the_reasons_are_said_in_english() -> None:
    assert set(in_english(POLL, counted(EqualShares(Completion.FILL))).splitlines()) >= SENTENCES


@pytest.mark.parametrize(
    "line",
    [
        "gym: funded by its 6 votes; 0 GBP then remained.",
        "play: not funded. Its turn with 4 votes came when 0 GBP was left, and it costs 200 GBP.",
    ],
)
def test_the_reasons_of_greedy_are_said_in_english(line: str) -> None:
    assert line in in_english(POLL, counted(Greedy())).splitlines()
