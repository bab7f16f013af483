"""Every kind of ballot takes what it allows, in one order, and refuses the rest with one sentence."""

import pytest

from ballots.errors import BadBallot, BadPoll, BadRule
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup
from ballots.rankings import RankedGroup
from ballots.styles import Approval, BallotStyle, Boosted, Choice, Contest, Paper, Points, Ranking, Scores, Spending

POLL = Poll((Project("a", 100_00), Project("b", 250_50), Project("c", 300_00)), 500_00)


def given(**points: int) -> Choice:
    return Choice(tuple(points), tuple(points.values()))


def marked(marks: str, boost: str = "") -> Choice:
    return Choice(tuple(marks), boost=boost)


@pytest.mark.parametrize(
    ("style", "choice", "canonical"),
    [
        (Approval(), marked("ca"), marked("ac")),
        (Approval(), Choice(), Choice()),
        (Approval.exactly(1), marked("b"), marked("b")),
        (Approval.exactly(2, none_of_these=True), Choice(), Choice()),
        (Spending(), marked("ca"), marked("ac")),
        (Spending(least_cost=1, most_cost=100_00), marked("a"), marked("a")),
        (Points(most_total=10), given(b=3, a=7), given(a=7, b=3)),
        (Points(max_choices=1), given(b=3, a=0), given(b=3)),
        (Points(least_total=5, none_of_these=True), Choice(), Choice()),
        (Scores(highest=5), given(b=5, a=0), given(b=5)),
        (Scores(highest=5, default=2), given(b=2, a=0), given(a=0)),
        (Ranking(), marked("ca"), marked("ca")),
        (Ranking(2, none_of_these=True), Choice(), Choice()),
    ],
)
def test_a_ballot_that_is_allowed_comes_back_in_its_one_order(
    style: BallotStyle, choice: Choice, canonical: Choice
) -> None:
    assert style.checked(POLL, choice) == canonical
    assert style.checked(POLL, canonical) == canonical


@pytest.mark.parametrize(
    ("style", "choice", "why"),
    [
        (Approval(), marked("aa"), "Project a is chosen twice. Choose it once."),
        (Approval(), marked("z"), "Project z is not on this ballot paper."),
        (Approval(max_choices=1), marked("ab"), "Choose at most one project."),
        (Approval(max_choices=2), marked("abc"), "Choose at most 2 projects."),
        (Approval(1, 1), Choice(), "Choose at least one project."),
        (Approval(2, none_of_these=True), marked("a"), "Choose at least 2 projects."),
        (Approval(), given(a=1), "This ballot takes no points."),
        (Approval(), marked("a", "b"), "This ballot has no extra vote."),
        (Spending(), marked("bc"), "The projects you chose cost £550.50 together. Spend at most £500."),
        (Spending(most_cost=99_99), marked("a"), "The projects you chose cost £100 together. Spend at most £99.99."),
        (Spending(least_cost=1), Choice(), "The projects you chose cost £0 together. Spend at least £0.01."),
        (Points(), marked("a"), "Give points to each project that you choose, and to no other."),
        (Points(), Choice(("a",), (1, 2)), "Give points to each project that you choose, and to no other."),
        (Points(), Choice(("a", "a"), (1, 2)), "Project a is chosen twice. Choose it once."),
        (Points(most_total=9), given(a=5, b=5), "You gave 10 points together. Give at most 9."),
        (Points(least_total=9), given(a=5), "You gave 5 points together. Give at least 9."),
        (Points(least_total=9), Choice(), "You gave 0 points together. Give at least 9."),
        (Points(most_each=4), given(a=5), "Project a has 5 points. Give it at most 4."),
        (Points(least_each=2), given(a=1), "Project a has 1 points. Give it at least 2."),
        (Points(), given(a=-1), "Project a has -1 points. Give it at least 1."),
        (Points(2), given(a=1, b=0), "Choose at least 2 projects."),
        (Scores(highest=5), given(a=6), "Project a has 6 points. Give it at most 5."),
        (Scores(lowest=1), given(a=-1), "Project a has -1 points. Give it at least 1."),
        (Ranking(max_choices=2), marked("abc"), "Choose at most 2 projects."),
        (Ranking(), marked("aba"), "Project a is chosen twice. Choose it once."),
    ],
)
def test_a_ballot_that_is_not_allowed_is_refused_with_one_sentence(
    style: BallotStyle, choice: Choice, why: str
) -> None:
    with pytest.raises(BadBallot) as refusal:
        style.checked(POLL, choice)
    assert str(refusal.value) == why


@pytest.mark.parametrize(
    ("kind", "limits"),
    [
        (Approval, {"min_choices": -1}),
        (Approval, {"min_choices": 3, "max_choices": 2}),
        (Points, {"max_choices": 0}),
        (Spending, {"least_cost": -1}),
        (Spending, {"least_cost": 5, "most_cost": 4}),
        (Spending, {"most_cost": 0}),
        (Points, {"least_total": -1}),
        (Points, {"least_total": 5, "most_total": 4}),
        (Points, {"most_total": 0}),
        (Points, {"least_each": 0}),
        (Points, {"least_each": 5, "most_each": 4}),
        (Scores, {"lowest": -1}),
        (Scores, {"lowest": 5, "highest": 4}),
        (Scores, {"highest": 0}),
        (Scores, {"default": -1}),
    ],
)
def test_limits_that_contradict_each_other_are_refused(kind: type[BallotStyle], limits: dict[str, int]) -> None:
    with pytest.raises(BadPoll, match="contradict each other"):
        kind(**limits)


def test_marks_count_one_each_and_points_what_they_say() -> None:
    assert Approval().profile(POLL, [(marked("ab"), 2), (Choice(), 1)]).scores == {"a": 2, "b": 2, "c": 0}
    profile = Points().profile(POLL, [(given(a=7, b=3), 2), (Choice(), 1)])
    assert (profile.scores, profile.votes, profile.blank) == ({"a": 14, "b": 6, "c": 0}, {"a": 2, "b": 2, "c": 0}, 1)


def test_a_project_that_is_passed_over_gets_the_usual_score_unless_the_ballot_is_blank() -> None:
    profile = Scores(highest=5, default=2).profile(POLL, [(given(a=0), 1), (given(b=5), 1), (Choice(), 1)])
    assert profile.groups == (BallotGroup(("a", "b", "c"), 1, (2, 5, 2)), BallotGroup(("b", "c"), 1, (2, 2)))
    assert profile.blank == 1


def test_rankings_are_kept_and_become_points_by_their_convention() -> None:
    style = Ranking(max_choices=2, convention="positional")
    counted = [(marked("ca"), 2), (marked("b"), 1), (Choice(), 1)]
    assert style.rankings(POLL, counted).groups == (RankedGroup(("b",), 1), RankedGroup(("c", "a"), 2))
    assert style.profile(POLL, counted).scores == {"a": 2, "b": 2, "c": 4}
    assert style.group(POLL, marked("ca"), 2) == BallotGroup(("a", "c"), 2, (1, 2))
    assert style.group(POLL, Choice(), 3) == BallotGroup((), 3)
    with pytest.raises(BadRule, match="dowdall is not a known way"):
        Ranking(convention="dowdall")


BOOSTED = Boosted(Approval(max_choices=2), ("b", "c"))


def test_an_extra_vote_is_one_more_point_for_one_of_a_few_projects() -> None:
    counted = [(BOOSTED.checked(POLL, marked("ba", "b")), 2), (BOOSTED.checked(POLL, marked("a")), 1)]
    assert BOOSTED.profile(POLL, counted).groups == (BallotGroup(("a",), 1), BallotGroup(("a", "b"), 2, (1, 2)))
    assert BOOSTED.group(POLL, marked("", "c"), 1) == BallotGroup(("c",), 1, (1,))
    assert Boosted(Points(), ("c",)).group(POLL, Choice(("a",), (4,), "c"), 1) == BallotGroup(("a", "c"), 1, (4, 1))


@pytest.mark.parametrize(
    ("boosted", "choice", "why"),
    [
        (BOOSTED, marked("a", "a"), "The extra vote cannot go to project a."),
        (BOOSTED, marked("a", "z"), "Project z is not on this ballot paper."),
        (BOOSTED, marked("abc", "b"), "Choose at most 2 projects."),
        (Boosted(Approval(), ("b",), may_repeat=False), marked("b", "b"), "Project b has your vote."),
        (Boosted(Approval(), ("b",), needed=True), marked("b"), "Give your extra vote to a project as well."),
    ],
)
def test_an_extra_vote_that_is_not_allowed_is_refused(boosted: Boosted, choice: Choice, why: str) -> None:
    with pytest.raises(BadBallot, match=why):
        boosted.checked(POLL, choice)


def test_an_extra_vote_that_is_needed_is_not_needed_of_a_blank_ballot() -> None:
    assert Boosted(Approval(), ("b",), needed=True).checked(POLL, Choice()) == Choice()


def test_an_extra_vote_needs_projects_and_a_ballot_that_does_not_rank() -> None:
    for among in ((), ("a", "a")):
        with pytest.raises(BadPoll, match="needs a list of projects"):
            Boosted(Approval(), among)
    with pytest.raises(BadPoll, match="cannot have an extra vote"):
        Boosted(Ranking(), ("a",))


PAPER = Paper(
    (
        Contest("all", POLL, Approval(1, none_of_these=True)),
        Contest("north", POLL, Points(most_total=3), "North"),
        Contest("south", POLL, BOOSTED, "South"),
    )
)


def test_a_voter_answers_the_contests_for_everyone_and_those_of_one_area() -> None:
    assert PAPER.areas == ("North", "South")
    north = PAPER.for_area("North")
    assert [contest.contest_id for contest in north.contests] == ["all", "north"]
    assert north.checked({"all": marked("ba")}) == {"all": marked("ab"), "north": Choice()}
    assert PAPER.for_area("South").checked({"south": marked("b", "b")})["south"] == marked("b", "b")
    assert PAPER.contests[1].profile([(given(a=3), 1)]).scores["a"] == 3


def test_a_contest_of_another_area_or_of_no_paper_is_refused() -> None:
    with pytest.raises(BadBallot, match="There is no ballot paper for West"):
        PAPER.for_area("West")
    with pytest.raises(BadBallot, match="Choose your area first"):
        PAPER.checked({})
    with pytest.raises(BadBallot, match="has no contest south"):
        PAPER.for_area("North").checked({"south": marked("b")})
    with pytest.raises(BadBallot, match="You gave 4 points together"):
        PAPER.for_area("North").checked({"north": given(a=4)})


def test_a_paper_needs_contests_that_can_be_told_apart() -> None:
    with pytest.raises(BadPoll, match="at least one contest"):
        Paper(())
    with pytest.raises(BadPoll, match="same id"):
        Paper((PAPER.contests[0], PAPER.contests[0]))
