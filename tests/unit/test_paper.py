"""A paper as it is keyed, and the figures of a station side by side."""

import pytest

from ballots.errors import BadBallot
from ballots.poll import Poll, Project
from ballots.styles import Approval, Boosted, Points, Ranking
from pb_app.paper import Difference, Fault, Keyed, Line, StationFigures, read_line
from pb_app.refusals import Invalid

CONTEST = Poll((Project("P01", 5), Project("P02", 5), Project("P10", 5)), 10)
STYLE = Approval(0, 2)


@pytest.mark.parametrize("written", ["P02 P01", "p01, p02", "1;2", " 2  P01 "])
def test_projects_are_keyed_by_reference_or_by_their_place_on_the_paper(written: str) -> None:
    assert read_line(CONTEST, STYLE, written, None) == Line(("P01", "P02"))


def test_a_reference_goes_before_a_place() -> None:
    contest = Poll((Project("2", 5), Project("7", 5)), 10)
    assert read_line(contest, STYLE, "2", None) == Line(("2",))
    assert read_line(contest, STYLE, "1", None) == Line(("2",))


@pytest.mark.parametrize("typed", ["0", "4", "P99", "99999999999", "-1", "\u0662", "P1"])
def test_what_is_no_project_of_the_paper_is_refused_by_name(typed: str) -> None:
    with pytest.raises(Invalid, match=f"{typed} is no project"):
        read_line(CONTEST, STYLE, typed, None)


def test_marks_that_break_the_rules_are_for_the_keyer_to_name_as_a_fault() -> None:
    with pytest.raises(BadBallot, match="at most 2"):
        read_line(CONTEST, STYLE, "1 2 3", None)
    assert read_line(CONTEST, STYLE, "", Fault.TOO_MANY) == Line(fault=Fault.TOO_MANY)


def test_a_line_has_either_projects_or_a_fault() -> None:
    with pytest.raises(Invalid, match="or why it is not counted"):
        read_line(CONTEST, STYLE, " ", None)
    with pytest.raises(Invalid, match="Clear the one or the other"):
        read_line(CONTEST, STYLE, "1", Fault.BLANK)
    with pytest.raises(Invalid, match="at most 2000 characters"):
        read_line(CONTEST, STYLE, "1 " * 2_000, None)


LINES = [
    Line(("P01", "P02")),
    Line(fault=Fault.UNCLEAR),
    Line(("P01", "P02"), points=(7, 3)),
    Line(("P01",), boost="P02"),
    Line(("P01",), points=(7,), boost="P01"),
]


@pytest.mark.parametrize("line", LINES)
def test_a_paper_is_kept_and_read_back(line: Line) -> None:
    assert Keyed.from_json(Keyed.single(line).to_json()) == Keyed.single(line)
    several = Keyed({"1": line, "2": Line(fault=Fault.BLANK)})
    assert Keyed.from_json(several.to_json()) == several


def test_a_paper_of_one_contest_is_kept_as_it_always_was() -> None:
    assert [Keyed.single(line).to_json() for line in LINES[:3]] == [
        '["P01", "P02"]',
        '{"fault": "unclear"}',
        '[["P01", 7], ["P02", 3]]',
    ]


def test_a_paper_that_names_its_voter_counts_in_no_contest() -> None:
    whole = Keyed(fault=Fault.NAMES_VOTER)
    assert Keyed.from_json(whole.to_json()) == whole
    assert (whole.choices, list(whole.faults())) == ({}, [("", Fault.NAMES_VOTER)])
    partly = Keyed({"1": Line(("P01",)), "2": Line(fault=Fault.TOO_MANY)})
    assert (list(partly.choices), list(partly.faults())) == (["1"], [("2", Fault.TOO_MANY)])


def test_the_extra_vote_stands_behind_a_plus() -> None:
    style = Boosted(STYLE, ("P02", "P10"))
    assert read_line(CONTEST, style, "P01 +3", None) == Line(("P01",), boost="P10")
    assert read_line(CONTEST, style, "+p02 2", None) == Line(("P02",), boost="P02")
    with pytest.raises(Invalid, match="one extra vote"):
        read_line(CONTEST, style, "+2 +3", None)
    with pytest.raises(BadBallot, match="cannot go to project P01"):
        read_line(CONTEST, style, "2 +1", None)
    with pytest.raises(Invalid, match="no project of this paper"):
        read_line(CONTEST, STYLE, "2 +1", None)


def test_a_ranked_paper_is_read_in_its_order() -> None:
    assert read_line(CONTEST, Ranking(), "3 p01", None) == Line(("P10", "P01"))


@pytest.mark.parametrize("typed", ["P01:7 3:3", "3=3, 1:7", "1:7,P10:3 2:0"])
def test_points_stand_behind_their_projects(typed: str) -> None:
    assert read_line(CONTEST, Points(most_total=10), typed, None) == Line(("P01", "P10"), points=(7, 3))
    assert read_line(CONTEST, Boosted(Points(most_total=10), ("P01",)), typed, None).points == (7, 3)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("1", "1 is no project with its points"), ("1:x", "like 3:5"), ("9:5", "9 is no project of this paper")],
)
def test_a_project_without_points_is_refused_where_points_are_given(typed: str, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        read_line(CONTEST, Points(most_total=10), typed, None)
    with pytest.raises(BadBallot, match="Give at most 10"):
        read_line(CONTEST, Points(most_total=10), "1:9 2:2", None)


def test_figures_that_agree_leave_nothing_to_explain() -> None:
    assert not StationFigures(10, 6, 5, 1, in_box=6, spoilt=1, unused=3).differences()
    assert not StationFigures(10, 6, 5, 1).differences()


def test_each_difference_is_told_by_how_much() -> None:
    told = StationFigures(10, 7, 4, 1, in_box=6, spoilt=1, unused=2).differences()
    assert told == {Difference.STOCK: 1, Difference.MARKS: 1, Difference.KEYED: 1}


def test_a_station_to_which_no_paper_came_is_untouched() -> None:
    assert StationFigures(0, 0, 0, 0).is_untouched
    assert not StationFigures(1, 0, 0, 0).is_untouched
    assert not StationFigures(0, 0, 0, 0, in_box=0).is_untouched
