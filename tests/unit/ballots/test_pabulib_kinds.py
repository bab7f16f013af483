"""Files of every vote type are read with all limits, and what breaks them is refused with its line."""

from pathlib import Path

import pytest

from ballots import pabulib
from ballots.errors import FileFault
from ballots.profile import BallotGroup
from ballots.rankings import RankedGroup
from ballots.styles import Approval, BallotStyle, Points, Ranking, Scores, Spending

HEAD = "META\nkey;value\nnum_projects;3\nnum_votes;{voters}\nbudget;500\nvote_type;{kind}\ncurrency;GBP\n"
PROJECTS = "PROJECTS\nproject_id;cost\na;100\nb;250\nc;60\n"


def text(kind: str, rows: list[str], limits: str = "", projects: str = PROJECTS, columns: str = "vote;points") -> str:
    head = HEAD.format(voters=len(rows), kind=kind) + limits
    votes = "".join(f"{number};{row}\n" for number, row in enumerate(rows, 1))
    return f"{head}{projects}VOTES\nvoter_id;{columns}\n{votes}"


def read(file: str) -> pabulib.PabulibPoll:
    return pabulib.read(file.encode())


def fault(file: str) -> str:
    with pytest.raises(FileFault) as refusal:
        read(file)
    return str(refusal.value)


def test_points_are_kept_for_each_voter_and_for_the_profile() -> None:
    found = read(text("cumulative", ["b,a;3,2", "a,b;2.0,3", "c;5", "a,c;5,0"], "max_sum_points;5\n"))
    assert found.style == Points(most_total=5)
    assert found.ballots == (("a", "b"), ("a", "b"), ("c",), ("a",))
    assert found.points == ((2, 3), (2, 3), (5,), (5,))
    assert found.ballots[0] is found.ballots[1]
    assert found.profile.groups[1] == BallotGroup(("a", "b"), 2, (2, 3))
    assert found.profile.scores == {"a": 9, "b": 6, "c": 5}


def test_a_project_nobody_gave_a_score_has_the_usual_one() -> None:
    found = read(text("scoring", ["a;5", "b,c;0,1"], "max_points;5\ndefault_score;1\n"))
    assert found.style == Scores(highest=5, default=1)
    assert found.profile.scores == {"a": 6, "b": 1, "c": 2}


@pytest.mark.parametrize(
    ("kind", "limits", "style"),
    [
        ("approval", "", Approval()),
        ("approval", "min_length;1\nmax_length;9\n", Approval(1, 3)),
        ("approval", "min_length_unit;1\nmax_length_district;2\n", Approval(1, 2)),
        ("approval", "max_sum_cost;400.50\n", Spending(most_cost=400_50)),
        ("approval", "min_sum_cost;10\n", Spending(least_cost=10_00, most_cost=410_00)),
        ("choose-1", "", Approval(0, 1)),
        ("ordinal", "max_length;2\nscoring_fn;Borda\n", Ranking(0, 2, convention="last-is-one")),
        (
            "cumulative",
            "max_sum_points;9\nmin_sum_points;2\nmax_points;5\nmin_points;2\n",
            Points(0, None, False, 9, 2, 5, 2),
        ),
        ("cumulative", "min_points;0\n", Points()),
        ("scoring", "", Scores()),
        (
            "scoring",
            "min_points;1\nmax_sum_points;7\nmin_sum_points;1\n",
            Scores(most_total=7, least_total=1, lowest=1),
        ),
    ],
)
def test_the_limits_of_a_file_become_a_style(kind: str, limits: str, style: BallotStyle) -> None:
    assert read(text(kind, [], limits)).style == style


@pytest.mark.parametrize(
    ("kind", "limits", "row", "why"),
    [
        ("approval", "", "a;1", "This ballot takes no points."),
        ("approval", "max_sum_cost;300\n", "a,b;", "cost £350 together. Spend at most £300."),
        ("approval", "min_sum_cost;100\n", "c;", "cost £60 together. Spend at least £100."),
        ("choose-1", "", "a,b;", "Choose at most one project."),
        ("ordinal", "", "a,b,a;", "Project a is chosen twice."),
        ("ordinal", "", "a,b;1", "There are not as many points as ranked projects."),
        ("ordinal", "max_length;1\n", "a,b;", "Choose at most one project."),
        ("ordinal", "", "a,,b;", "A place of this ranking is empty"),
        ("ordinal", "", ", a;", "A place of this ranking is empty"),
        ("ordinal", "", "a,z;2,1", "Project z is not on this ballot paper."),
        ("cumulative", "max_sum_points;5\n", "a,b;3,3", "You gave 6 points together. Give at most 5."),
        ("cumulative", "min_sum_points;5\n", "a;3", "You gave 3 points together. Give at least 5."),
        ("cumulative", "max_points;2\n", "a;3", "Project a has 3 points. Give it at most 2."),
        ("cumulative", "min_points;2\n", "a;1", "Project a has 1 points. Give it at least 2."),
        ("cumulative", "", "a;-1", "Project a has -1 points. Give it at least 1."),
        ("cumulative", "", "a;1.5", "The points “1.5” are not a whole number."),
        ("cumulative", "", "a;many", "The points “many” are not a whole number."),
        ("cumulative", "", "a,b;1", "Give points to each project that you choose, and to no other."),
        ("cumulative", "", "a;", "Give points to each project that you choose, and to no other."),
        ("scoring", "max_points;5\n", "a;6", "Project a has 6 points. Give it at most 5."),
        ("scoring", "", "a;-6", "Project a has -6 points. Give it at least 0."),
    ],
)
def test_a_ballot_that_breaks_a_limit_is_refused_with_its_line(kind: str, limits: str, row: str, why: str) -> None:
    file = text(kind, [row], limits)
    said = fault(file)
    assert said.startswith(f"Line {len(file.splitlines())}: this ballot is not allowed. ")
    assert why in said


@pytest.mark.parametrize(
    ("kind", "limits", "why"),
    [
        ("ordinal", "scoring_fn;Dowdall\n", "Line 8: the scoring function “Dowdall” is not known"),
        ("cumulative", "max_sum_points;0\n", "Line 6: the limits of the ballots make no sense. The least and the most"),
        ("scoring", "min_points;-3\n", "Line 8: “-3” is not a whole number from 0 up."),
        ("approval", "max_sum_cost;ten\n", "Line 8: the max_sum_cost “ten” is not an amount."),
        ("approval", "max_sum_cost;0\n", "Line 6: the limits of the ballots make no sense."),
        ("choose-1", "min_length;2\n", "Line 8: max_length is below min_length or below 1."),
        ("approval", "min_project_score_threshold;x\n", "Line 8: “x” is not a whole number"),
    ],
)
def test_limits_that_make_no_sense_are_refused(kind: str, limits: str, why: str) -> None:
    assert why in fault(text(kind, [], limits))


@pytest.mark.parametrize("limits", ["max_sum_cost;300\n", "min_sum_cost;100\n"])
def test_spending_is_checked_in_files_without_a_column_of_points_too(limits: str) -> None:
    assert read(text("approval", ["a", "a", "c,a"], limits, columns="vote")).ballots == (("a",), ("a",), ("a", "c"))
    assert "cost £" in fault(text("approval", ["a", "a,b" if "max" in limits else "c"], limits, columns="vote"))


def test_points_need_their_column() -> None:
    assert "needs a column “points”" in fault(text("cumulative", ["a"], columns="vote"))


RANKED = ["a,b,c", "b", "b"]


def test_a_ranking_is_kept_in_its_order_and_gets_the_points_that_pabulib_gives() -> None:
    found = read(text("ordinal", ["c,a", "c,a", "b"], columns="vote"))
    assert found.rankings is not None
    assert found.rankings.groups == (RankedGroup(("b",), 1), RankedGroup(("c", "a"), 2))
    assert found.ballots == (("c", "a"), ("c", "a"), ("b",))
    assert found.profile.scores == {"a": 2, "b": 1, "c": 4}
    assert found.points == ()


@pytest.mark.parametrize(
    ("convention", "scores", "points"),
    [
        ("last-is-one", (3, 4, 1), ("3,2,1", "1")),
        ("positional", (4, 11, 2), ("4,3,2", "4")),
        ("tournament", (3, 8, 1), ("3,2,1", "3")),
        ("last-is-nought", (2, 1, 0), ("2,1,0", "0")),
    ],
)
def test_the_sums_or_points_of_a_file_say_what_a_place_is_worth(
    convention: str, scores: tuple[int, ...], points: tuple[str, str]
) -> None:
    lines = [f"{mark};{cost};{score}" for mark, cost, score in zip("abc", (100, 250, 60), scores, strict=True)]
    projects = "PROJECTS\nproject_id;cost;score\n" + "\n".join([*lines, "d;1;0"]) + "\n"
    by_sums = read(text("ordinal", RANKED, "", projects, "vote").replace("num_projects;3", "num_projects;4"))
    rows = [f"a,b,c;{points[0]}", f"b;{points[1]}", "b;"]
    by_points = read(text("ordinal", rows, "", projects).replace("num_projects;3", "num_projects;4"))
    for found in (by_sums, by_points):
        assert isinstance(found.style, Ranking)
        assert found.style.convention == convention
        assert tuple(found.profile.scores.values()) == (*scores, 0)


def test_points_or_sums_that_fit_no_known_worth_of_a_place_are_refused() -> None:
    assert "follow no rule that is known" in fault(text("ordinal", ["a,b;9,1"]))
    projects = PROJECTS.replace("cost", "cost;score").replace("100", "100;7").replace("250", "250;1")
    assert "project a has a score of 7 here and 2 in the section VOTES" in fault(
        text("ordinal", ["a,b;"], "", projects)
    )


@pytest.mark.parametrize("votes", ["2;1;1", "2;1;2"])
def test_the_votes_of_a_project_may_count_those_who_named_it_and_gave_it_nothing(votes: str) -> None:
    numbers = votes.split(";")
    projects = "PROJECTS\nproject_id;cost;votes;score\n" + "".join(
        f"{mark};5;{number};{score}\n" for mark, number, score in zip("abc", numbers, (4, 1, 3), strict=True)
    )
    rows = ["a,c;3,0", "a,b;1,1", "c;3"]
    assert read(text("cumulative", rows, "", projects)).profile.votes == {"a": 2, "b": 1, "c": 1}
    assert "project c has a score of 3 here and 2" in fault(text("cumulative", [*rows[:2], "c;2"], "", projects))
    assert "project a has 2 votes here and 3" in fault(text("cumulative", [*rows, "a;3"], "", projects))


def test_what_a_file_says_of_projects_is_kept() -> None:
    projects = (
        "PROJECTS\nproject_id;cost;name;selected;neighborhood;district\n"
        "a;1;a;1;-;North\nb;2;Benches;0;Leith;North\nc;3;;2;;South\n"
    )
    found = read(text("approval", [], "min_project_score_threshold;5\n", projects))
    assert (found.selected, found.threshold) == (("a", "c"), 5)
    assert [project.area for project in found.poll.projects] == ["", "Leith", "South"]
    assert [project.name for project in found.poll.projects] == ["", "Benches", ""]
    assert read(text("approval", [])).selected is None
    assert "holds 1 for a funded project" in fault(text("approval", [], "", projects.replace(";1;-", ";4;-")))


def test_every_real_file_is_read_and_its_sums_are_ours(real_data: Path) -> None:
    files = [path for path in sorted((real_data / "pabulib").glob("*.pb")) if path.stat().st_size < SMALL]
    kinds = [pabulib.read(path).vote_type for path in files]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "approval": 10,
        "choose-1": 1,
        "cumulative": 4,
        "ordinal": 3,
    }


SMALL = 500_000
"""The large files are read in bench/reading.py."""
