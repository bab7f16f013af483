"""How evenly an outcome treats voters, in figures that can be worked out by hand."""

from fractions import Fraction

import pytest

from ballots.count import count
from ballots.fairness import Fairness, LeftOut, certificate_holds, fairness, left_out, money_of
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rules import Completion, EqualShares, Greedy

POLL = Poll(
    (
        Project("bike", 700, area="north"),
        Project("gym", 400, area="north"),
        Project("park", 250, area="south"),
        Project("play", 200, area="south"),
        Project("lib", 100),
    ),
    1100,
)
BALLOTS = [
    *(["bike", "gym"], ["bike", "gym", "park"], ["bike", "gym"], ["bike", "gym", "park"], ["bike", "gym", "park"]),
    *(["bike", "gym"], ["park", "play", "lib"], ["play"], ["play", "lib"], ["park", "play", "lib"], ["bike"]),
]
PROFILE = Profile.of(POLL, BALLOTS)
SHARES = count(POLL, PROFILE, EqualShares(Completion.NONE), "")
GREEDY = count(POLL, PROFILE, Greedy(), "")


def figures(outcome: Outcome) -> Fairness:
    return fairness(POLL, PROFILE, money_of(outcome))


def test_the_voters_with_none_one_and_more_of_their_projects_funded_are_counted() -> None:
    shares, greedy = figures(SHARES), figures(GREEDY)
    assert (shares.histogram, shares.represented, shares.without) == ((0, 8, 3), 11, 0)
    assert (greedy.histogram, greedy.represented, greedy.without) == ((4, 1, 6), 7, 4)
    assert (shares.mean, greedy.mean) == (Fraction(14, 11), Fraction(13, 11))


def test_money_per_voter_is_each_projects_money_in_equal_parts_to_those_who_chose_it() -> None:
    money = figures(SHARES).money
    assert money
    assert money.mean == Fraction(1000, 11)
    assert money.quarters == (50, Fraction(250, 3), 100, 100, 100)


def test_greedy_leaves_a_group_out_that_could_claim_its_project() -> None:
    assert figures(GREEDY).left_out == (LeftOut("lib", 100, 3, 0), LeftOut("play", 200, 4, 0))
    assert figures(SHARES).left_out == ()


def test_the_proof_that_a_group_is_left_out_can_be_checked_again_and_forged_ones_fail() -> None:
    funded = money_of(GREEDY)
    assert all(certificate_holds(POLL, PROFILE, funded, claim) for claim in figures(GREEDY).left_out)
    for forged in (
        LeftOut("play", 200, 5, 0),
        LeftOut("play", 100, 4, 0),
        LeftOut("park", 250, 2, 0),
        LeftOut("gym", 400, 6, 1100),
    ):
        assert not certificate_holds(POLL, PROFILE, funded, forged)


def test_the_largest_group_with_a_claim_is_told() -> None:
    poll = Poll((Project("big", 60), Project("a", 1), Project("b", 2)), 100)
    ballots = [["big"], ["big"], ["big", "a"], ["big", "b"], ["big", "b"]]
    claims = left_out(poll, Profile.of(poll, ballots), {"a": 1, "b": 2})
    assert claims == (LeftOut("big", 60, 5, 2),)


def test_a_claim_holds_to_the_very_penny() -> None:
    poll = Poll((Project("a", 50), Project("b", 50)), 100)
    just = Profile.of(poll, [["a"], ["b"]])
    assert left_out(poll, just, {"a": 50}) == (LeftOut("b", 50, 1, 0),)
    dearer = Poll((Project("a", 50), Project("b", 51)), 100)
    assert left_out(dearer, just, {"a": 50}) == ()


def test_a_voter_with_a_factor_counts_so_often_in_a_claim() -> None:
    poll = Poll((Project("a", 60), Project("b", 60)), 100)
    profile = Profile.of_groups(poll, [BallotGroup(("a",), 2), BallotGroup(("b",), 1, factor=3)])
    assert left_out(poll, profile, {"a": 60}) == (LeftOut("b", 60, 3, 0),)


def test_a_project_nobody_chose_or_that_costs_nothing_gives_no_claim() -> None:
    poll = Poll((Project("a", 60), Project("none", 1), Project("free", 0)), 100)
    assert left_out(poll, Profile.of(poll, [["a"], ["free", "a"]]), {"a": 60}) == ()


def test_a_poll_without_voters_has_figures_too() -> None:
    empty = fairness(POLL, Profile.of(POLL, []), {})
    assert (empty.voters, empty.histogram, empty.mean, empty.money, empty.left_out) == (0, (0,), 0, None, ())


def test_an_outcome_that_funds_nothing_gives_nobody_anything() -> None:
    nothing = fairness(POLL, PROFILE, {})
    assert nothing.money
    assert (nothing.represented, nothing.money.mean, nothing.money.quarters) == (0, 0, (0, 0, 0, 0, 0))


def test_projects_are_told_by_their_area_and_few_voters_are_not_named() -> None:
    areas = {one.area: one for one in figures(SHARES).project_areas}
    assert [(area, one.projects, one.funded, one.spent) for area, one in areas.items()] == [
        ("", 1, 1, 100),
        ("north", 2, 1, 700),
        ("south", 2, 1, 200),
    ]
    assert {area: one.voters for area, one in areas.items()} == {"": None, "north": None, "south": None}
    many = Profile.of_counted(POLL, [(("bike",), 10), (("play",), 9)])
    told = fairness(POLL, many, {"bike": 700}).project_areas
    assert [one.voters for one in told] == [0, 10, None]


def test_projects_without_any_area_are_not_told_by_area() -> None:
    plain = Poll((Project("a", 1),), 1)
    assert fairness(plain, Profile.of(plain, [["a"]]), {}).project_areas == ()


def by_area(**voters: tuple[int, int]) -> dict[str, Profile]:
    return {
        area: Profile.of_counted(POLL, [(("bike",), funded), (("gym",), unfunded)])
        for area, (funded, unfunded) in voters.items()
    }


@pytest.mark.parametrize(
    ("areas", "told"),
    [
        (by_area(north=(20, 10), south=(12, 0)), [(("north",), 30, 20), (("south",), 12, 12)]),
        (by_area(north=(20, 9), south=(1, 12)), [(("north", "south"), 42, 21)]),
        (by_area(north=(20, 9), south=(10, 12)), [(("north", "south"), 51, 30)]),
        (by_area(north=(9, 3)), []),
        (by_area(north=(20, 10), south=(15, 0), isle=(4, 0)), [(("north",), 30, 20), (("isle", "south"), 19, 19)]),
        (by_area(north=(20, 10), isle=(6, 0), skerry=(6, 0)), [(("north",), 30, 20), (("isle", "skerry"), 12, 12)]),
        (by_area(isle=(4, 0), skerry=(3, 0), rock=(0, 0)), []),
    ],
)
def test_voters_are_told_by_area_and_small_areas_only_together(
    areas: dict[str, Profile], told: list[tuple[tuple[str, ...], int, int | None]]
) -> None:
    found = fairness(POLL, PROFILE, {"bike": 700}, areas).voter_areas
    assert [(one.areas, one.voters, one.represented) for one in found] == told
    assert all(one.mean == Fraction(sum(areas[a].votes["bike"] for a in one.areas), one.voters) for one in found)


def test_the_figures_can_be_written_down_without_floats() -> None:
    tree = figures(GREEDY).to_json()
    assert tree["histogram"] == [4, 1, 6]
    assert tree["left_out"][0] == {"project": "lib", "cost": 100, "size": 3, "most": 0}  # type: ignore[index]
    assert tree["money"]["mean"] == "100/1"  # type: ignore[index]
