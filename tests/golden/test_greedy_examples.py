"""The worked examples of counting by most votes or points, and of the most that a budget could buy."""

import pytest

from ballots.count import count
from ballots.election import Election
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rankings import Rankings
from ballots.rules import Greedy
from ballots.rules.greedy import Merit
from ballots.rules.knapsack import Worth, optimum
from ballots.ties import DEFAULT_TIES, Tie, TieStep

SPORTS = Poll(
    tuple(Project(p, cost) for p, cost in {"bike": 700, "gym": 400, "park": 250, "play": 200, "lib": 100}.items()), 1100
)
FANS = {"bike": "012345A", "gym": "012345", "park": "13469", "play": "6789", "lib": "689"}


def sports(rule: Greedy) -> Outcome:
    return count(SPORTS, profile(), rule, "")


def profile() -> Profile:
    return Profile.of(SPORTS, [[p for p in FANS if voter in FANS[p]] for voter in "0123456789A"])


def test_most_votes_first_buys_bikes_and_gym() -> None:
    outcome = sports(Greedy())
    assert (outcome.winners, outcome.spent, outcome.left) == (("bike", "gym"), 1100, 0)


def test_most_votes_for_the_money_first_buys_four_and_no_bikes() -> None:
    outcome = sports(Greedy(by=Merit.VALUE))
    assert (outcome.winners, outcome.spent) == (("lib", "play", "park", "gym"), 950)
    assert outcome.ties_met == (Tie(("play", "park"), TieStep.COST, decisive=False),)


@pytest.mark.parametrize(
    ("by", "best", "worth"), [(Worth.SCORE, {"lib", "park", "play", "gym"}, 18), (Worth.COST, {"bike", "gym"}, 7300)]
)
def test_the_most_that_the_budget_could_buy(by: Worth, best: set[str], worth: int) -> None:
    found = optimum(Election.of(SPORTS, profile(), DEFAULT_TIES, ""), by)
    assert (set(found.projects), found.worth, found.proven) == (best, worth, True)


def test_points_are_added_up_and_the_most_go_first() -> None:
    poll = Poll((Project("A", 60), Project("B", 40), Project("C", 30)), 100)
    given = [{"A": 7, "B": 3}, {"A": 5, "C": 5}, {"B": 10}, {"C": 4, "B": 6}]
    points = Profile.of_points(poll, [(tuple(ballot.items()), 1) for ballot in given])
    outcome = count(poll, points, Greedy(), "")
    assert [(found.project, found.score, found.votes) for found in outcome.rounds] == [("B", 19, 3), ("A", 12, 2)]
    assert [(loser.project, loser.score) for loser in outcome.losers] == [("C", 9)]


def test_borda_points_from_rankings_tie_where_the_definition_says_they_do() -> None:
    poll = Poll((Project("A", 50), Project("B", 40), Project("C", 10)), 50)
    ranked = Rankings.of_counted(poll.by_id, [(("A", "B", "C"), 4), (("B", "C", "A"), 3), (("C", "A", "B"), 2)])
    points = ranked.points("tournament", poll)
    assert points.scores == {"A": 10, "B": 10, "C": 7}
    outcome = count(poll, points, Greedy(), "")
    assert outcome.winners == ("B", "C")
    assert [(tie.projects, tie.decided_by) for tie in outcome.ties] == [(("B", "A"), TieStep.COST)]


def test_a_project_nobody_chose_is_not_funded_and_a_free_one_stands_apart() -> None:
    poll = Poll((Project("a", 100), Project("b", 100), Project("z", 50), Project("f", 0)), 300)
    outcome = count(poll, Profile.of(poll, [["a", "f"], ["a", "b"]]), Greedy(by=Merit.VALUE), "")
    assert (outcome.winners, outcome.free, outcome.spent) == (("a", "b"), ("f",), 200)


def test_a_blank_ballot_is_no_voter_and_asks_for_no_support() -> None:
    poll = Poll((Project("a", 60),), 100)
    outcome = count(poll, Profile.of(poll, [["a"], []]), Greedy(min_percent=100), "")
    assert (outcome.winners, outcome.voters, outcome.blank) == (("a",), 1, 1)
