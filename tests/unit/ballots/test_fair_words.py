"""Figures of fairness and several counts beside each other, in words and tables; few voters are never told."""

from collections.abc import Mapping

from ballots.compare import side_by_side
from ballots.count import count
from ballots.fairness import Fairness, fairness, money_of
from ballots.outcome import Outcome
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.rules import Completion, EqualShares, Greedy
from ballots.wording import voice
from ballots.wording.fair import names_of
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
        "| Funded projects for each voter, on average | 1.38 |",
        "| 0 funded projects | 15 | 13% |",
        "| 1 funded project | 41 | 35% |",
        "| north | 2 of 2 | £1,100 | 71 |",
        "| No area | 1 of 6 | £0 | 45 |",
        "| north | 116 | 101 | 1.38 |",
        "- 42 voters chose “play” (£200), and their part of the pot would have paid for it; but none of them has",
    ):
        assert line in said, line


def test_few_voters_are_not_told_and_the_many_projects_of_a_few_are_put_together() -> None:
    few = Profile.of_counted(POLL, [(("bike",), 20), (("bike", "free"), 15), (("bike", "free", "gym"), 4)])
    said = fairness_report(ENGLISH, fairness(POLL, few, {"bike": 1, "free": 0, "gym": 2}))
    assert "| More than 2 funded projects | fewer than 10 | – |" in said
    hidden = fairness_report(ENGLISH, fairness(POLL, few, {"gym": 2}))
    assert "| Voters with something funded | fewer than 10 |" in hidden
    assert "| Voters with nothing funded | more than 29 |" in hidden
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
    assert (
        "| Figure | Method of equal shares (completion: fill) | Most votes first | "
        "Method of equal shares (completion: none) |"
    ) in said
    assert "voters have more of their projects funded by “Most votes first”." in said
    assert "| tree | Yes | No | No |" in said
    alone = comparison_report(ENGLISH, side_by_side(POLL, MANY, outcomes[:1]))
    assert "funded by" not in alone


def test_a_rule_without_a_name_of_its_own_is_told_by_its_word() -> None:
    outcome = count(POLL, MANY, Greedy(), "")
    object.__setattr__(outcome, "rule", "optimum")
    assert names_of(ENGLISH, [outcome]) == ("optimum",)
