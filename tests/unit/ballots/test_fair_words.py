"""Figures of fairness and several counts beside each other, in words and tables; few voters are never told."""

from collections.abc import Mapping

import pytest

from ballots.compare import side_by_side
from ballots.count import count
from ballots.fairness import Fairness, fairness, money_of
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy
from ballots.wording import fair, voice
from ballots.wording.fair import claims, names_of
from ballots.wording.report import comparison_report, fairness_report

POLL = Poll(
    (
        Project("bike", 70000, "Bikes", area="north"),
        Project("gym", 40000, "Gym", area="north"),
        Project("play", 20000),
        Project("tree", 15000),
        Project("hall", 99000),
        Project("free", 0),
        Project("none", 100),
        Project("tower", 110001),
    ),
    110000,
)
FILLED = EqualShares(Completion.FILL)
ENGLISH = voice.voice("en", POLL)

MANY = Profile.of_counted(
    POLL, [(("bike", "gym"), 60), (("bike",), 11), (("free", "play"), 30), (("play", "tree"), 12), (("tree",), 3)]
)


def figures(outcome: Outcome, by_area: Mapping[str, Profile] | None = None) -> Fairness:
    return fairness(POLL, MANY, money_of(outcome), by_area)


def test_figures_of_fairness_are_tables_and_sentences() -> None:
    said = fairness_report(ENGLISH, figures(count(POLL, MANY, Greedy(), ""), {"north": MANY}))
    for line in (
        "| Voters with something funded | 101 (87%) |",
        "| Funded projects for each voter, on average | 1.3 |",
        "| 0 funded projects | 15 | 13% |",
        "| 1 funded project | 41 | 35% |",
        "| north | 2 of 2 | £1,100 | 71 |",
        "| No area | 1 of 6 | £0 | 45 |",
        "| north | 116 | 101 (87%) | 1.3 |",
        "- 42 voters chose “play” (£200), and their part of the pot would have paid for it; but none of them has",
    ):
        assert line in said, line


def test_few_voters_are_put_to_others_so_that_no_figure_is_left_when_the_rest_is_taken_away() -> None:
    few = Profile.of_counted(POLL, [(("bike",), 20), (("bike", "free"), 15), (("bike", "free", "gym"), 4)])
    said = fairness_report(ENGLISH, fairness(POLL, few, {"bike": 1, "free": 0, "gym": 2}))
    assert "| 1 funded project | 20 | 51% |\n| 2 to 3 funded projects | 19 | 49% |" in said
    assert "| Funded projects for each voter, on average | 1.5 |" in said
    hidden = fairness_report(ENGLISH, fairness(POLL, few, {"gym": 2}))
    assert "| Voters with something funded | fewer than 10 |" in hidden
    assert "| Voters with nothing funded | more than 29 |" in hidden
    assert "| 0 to 1 funded project | 39 | 100% |" in hidden
    assert "No group of voters was left out" in fairness_report(ENGLISH, fairness(POLL, few, money_of_all()))


def money_of_all() -> dict[str, int]:
    return {project.project_id: project.cost for project in POLL.projects}


def test_a_group_of_few_voters_that_was_left_out_is_counted_and_not_told() -> None:
    poll = Poll((Project("a", 60), Project("b", 2), Project("c", 1)), 100)
    profile = Profile.of_counted(poll, [(("a",), 90), (("b",), 4), (("b", "c"), 6)])
    said = fairness_report(voice.voice("en", poll), fairness(poll, profile, {"a": 60}))
    assert "- 10 voters chose “b” (£0.02)" in said
    assert "- 1 further group of fewer than 10 voters could claim a project in the same way." in said
    assert "area" not in said


def test_a_poll_without_voters_has_its_tables_too() -> None:
    said = fairness_report(ENGLISH, fairness(POLL, Profile.of(POLL, []), {}))
    assert "| Money for each voter: half of them have at least | – |" in said


def test_several_counts_are_put_beside_each_other() -> None:
    outcomes = [count(POLL, MANY, rule, "") for rule in (FILLED, Greedy(), EqualShares(Completion.NONE))]
    said = comparison_report(ENGLISH, side_by_side(POLL, MANY, outcomes))
    head = said.splitlines()[2]
    assert "| Equal shares (What happens with money left: What is left goes by votes, as far as it reaches) |" in head
    assert "| Most votes first | Equal shares (What happens with money left: It stays in the pot) |" in head
    assert "voters have more of their projects funded by “Most votes first”." in said
    assert "| tree | Yes | No | No |" in said
    alone = comparison_report(ENGLISH, side_by_side(POLL, MANY, outcomes[:1]))
    assert "funded by" not in alone


def test_a_rule_without_a_name_of_its_own_is_told_by_its_word() -> None:
    outcome = count(POLL, MANY, Greedy(), "")
    object.__setattr__(outcome, "rule", "optimum")
    assert names_of(ENGLISH, [outcome]) == ("optimum",)


@pytest.mark.parametrize(
    ("voters", "said"),
    [
        (
            (60, 0, 40),
            "60 voters have more of their projects funded by “A”. 0 voters have more of their projects funded",
        ),
        ((60, 9, 40), "More than 59 voters have more of their projects funded by “A”. Fewer than 10 voters have more"),
        ((9, 40, 60), "Fewer than 10 voters have more of their projects funded by “A”. 40 voters have more of their"),
        ((9, 40, 60), "funded by “B”. For more than 59 voters it makes no difference."),
        (
            (40, 60, 1),
            "More than 51 voters have more of their projects funded by “B”. For fewer than 10 voters it makes",
        ),
        ((1, 1, 12), "Too few people voted to say how many of them are better off by which."),
        ((9, 0, 10), "Too few people voted to say how many of them are better off by which."),
        ((0, 0, 0), "Too few people voted to say how many of them are better off by which."),
        ((9, 0, 11), "Fewer than 10 voters have more of their projects funded by “A”. 0 voters"),
    ],
)
def test_who_is_better_off_is_said_so_that_few_people_cannot_be_worked_out(
    voters: tuple[int, int, int], said: str
) -> None:
    assert said in fair._better(ENGLISH, ("A", "B"), voters)


def test_a_small_part_of_many_is_not_told_as_none() -> None:
    many = Profile.of_counted(POLL, [(("bike",), 1_990), (("gym",), 10)])
    said = fairness_report(ENGLISH, fairness(POLL, many, {"bike": 1}))
    assert "| 0 funded projects | 10 | less than 1% |" in said


def test_figures_of_very_few_voters_are_not_told() -> None:
    few = Profile.of_counted(POLL, [(("bike",), 6), (("gym",), 3)])
    said = fairness_report(ENGLISH, fairness(POLL, few, {"bike": 1}))
    assert "| Voters with something funded | fewer than 10 |" in said
    assert "| Funded projects for each voter, on average | – |" in said
    assert "| 0 to 1 funded project | fewer than 10 | – |" in said
    assert "half of them have at least | – |" in said


def test_ballots_with_points_say_that_fairness_looks_at_choices_alone() -> None:
    poll = Poll((Project("a", 60), Project("b", 60)), 100)
    pointed = Profile.of_points(poll, [((("a", 5), ("b", 1)), 12)])
    assert "not at how many points they gave." in claims(ENGLISH, fairness(poll, pointed, {"a": 60}))[0]
    assert fairness(poll, pointed, {"a": 60}).to_json()["by_choices"] is True
    assert not fairness(POLL, MANY, {}).by_choices


def test_the_comparison_of_a_count_with_most_votes_first_is_said_in_the_same_words() -> None:
    comparison = count(POLL, MANY, FILLED, "").comparison
    assert comparison
    said = fair.better_by_shares(ENGLISH, comparison)
    assert "voters have more of their projects funded by “Most votes first”." in said
