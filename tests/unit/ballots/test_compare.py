"""Several ways of counting one poll, side by side."""

from ballots.compare import Pair, side_by_side
from ballots.count import count
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy

POLL = Poll(
    (Project("bike", 700), Project("gym", 400), Project("play", 200), Project("lib", 100), Project("no", 5)), 1100
)
PROFILE = Profile.of_counted(POLL, [(("bike", "gym"), 6), (("bike",), 1), (("lib", "play"), 3), (("play",), 1)])
OUTCOMES = [count(POLL, PROFILE, rule, "") for rule in (EqualShares(Completion.NONE), Greedy())]


def test_two_ways_of_counting_say_what_they_agree_on_and_where_they_differ() -> None:
    found = side_by_side(POLL, PROFILE, OUTCOMES)
    assert [side.outcome.rule for side in found.sides] == ["equal-shares", "greedy"]
    assert found.always == ("bike",)
    assert found.differing == (("gym", (1,)), ("play", (0,)), ("lib", (0,)))
    assert [side.funded for side in found.sides] == [
        {"bike": 700, "play": 200, "lib": 100},
        {"bike": 700, "gym": 400},
    ]


def test_the_voters_better_off_are_counted_between_every_two() -> None:
    assert side_by_side(POLL, PROFILE, OUTCOMES).pairs == (Pair(0, 1, 4, 6, 1),)
    three = side_by_side(POLL, PROFILE, [*OUTCOMES, OUTCOMES[0]])
    assert three.pairs == (Pair(0, 1, 4, 6, 1), Pair(0, 2, 0, 0, 11), Pair(1, 2, 6, 4, 1))


def test_a_comparison_of_nothing_has_nothing_in_common() -> None:
    assert side_by_side(POLL, PROFILE, []).always == ()


def test_a_comparison_can_be_written_down() -> None:
    tree = side_by_side(POLL, PROFILE, OUTCOMES).to_json()
    assert tree["always"] == ["bike"]
    assert tree["differing"][0] == {"project": "gym", "sides": [1]}  # type: ignore[index]
    assert tree["pairs"] == [{"first": 0, "second": 1, "better_first": 4, "better_second": 6, "alike": 1}]
    sides = tree["sides"]
    assert isinstance(sides, list)
    assert sides[1]["winners"] == ["bike", "gym"]  # type: ignore[index, call-overload]
