"""What is written is strict, says nothing of any one voter, and reads back as the same poll."""

import io
from dataclasses import replace
from typing import Any

import pytest

from ballots import pabulib
from ballots.errors import BadBallot, BadPoll
from ballots.pabulib import About
from ballots.pabulib.amounts import decimal_text
from ballots.poll import Poll, Project
from ballots.profile import BallotGroup, Profile
from ballots.rankings import Rankings
from ballots.styles import Approval, BallotStyle, Choice, Points, Ranking, Scores, Spending

ABOUT = About("Small grants", "United Kingdom", "Lewis", "2026", "01.05.2026", "31.05.2026", more={"edition": "2"})
POLL = Poll((Project("b", 10050, "Bulbs;\n and “tools”"), Project("a", 20000), Project("z", 5)), 25000)


def written(poll: Poll, ballots: list[str], style: Approval, selected: tuple[str, ...] | None = None) -> str:
    target = io.StringIO(newline="")
    pabulib.write(target, poll, Profile.of(poll, ballots), style=style, about=ABOUT, selected=selected)
    return target.getvalue()


def text_of(poll: Poll, cast: Profile | Rankings, style: BallotStyle) -> str:
    target = io.StringIO(newline="")
    pabulib.write(target, poll, cast, style=style, about=ABOUT)
    return target.getvalue()


def test_a_poll_is_written_in_the_order_the_format_asks_for() -> None:
    assert written(POLL, ["b", "ab", "b", ""], Approval(1, 9), ("b",)).splitlines() == [
        "META",
        "key;value",
        "description;Small grants",
        "country;United Kingdom",
        "unit;Lewis",
        "instance;2026",
        "num_projects;3",
        "num_votes;3",
        "budget;250",
        "vote_type;approval",
        "rule;unknown",
        "date_begin;01.05.2026",
        "date_end;31.05.2026",
        "min_length;1",
        "max_length;3",
        "edition;2",
        "language;en",
        "currency;GBP",
        "PROJECTS",
        "project_id;cost;votes;name;selected",
        'b;100.5;3;"Bulbs; and “tools”";1',
        "a;200;1;a;0",
        "z;0.05;0;z;0",
        "VOTES",
        "voter_id;vote",
        "1;a,b",
        "2;b",
        "3;b",
    ]


def test_a_poll_whose_budget_covers_everything_says_so() -> None:
    rich = Poll((Project("a", 1),), 1)
    assert "fully_funded;1" in written(rich, ["a"], Approval())


def test_the_order_in_which_people_voted_leaves_no_trace() -> None:
    assert written(POLL, ["b", "ab", "z"], Approval()) == written(POLL, ["z", "ab", "b"], Approval())


@pytest.mark.parametrize("project_id", ["a,b", "a;b", 'a"', "a\nb", "a  b", "votes"])
def test_an_id_that_the_format_cannot_hold_is_refused(project_id: str) -> None:
    with pytest.raises(BadPoll, match="holds a sign"):
        written(Poll((Project(project_id, 1),), 1), [], Approval())


@pytest.mark.parametrize(
    ("amount", "exponent", "text"),
    [(12345, 2, "123.45"), (12340, 2, "123.4"), (12300, 2, "123"), (5, 3, "0.005"), (7, 0, "7")],
)
def test_an_amount_is_written_without_needless_zeros(amount: int, exponent: int, text: str) -> None:
    assert decimal_text(amount, exponent) == text


def test_a_project_without_a_name_or_an_area_gets_a_sign_for_it_that_reads_back_as_none() -> None:
    poll = Poll((Project("a", 1, area="Leith"), Project("b", 1, "Benches")), 2)
    told = written(poll, ["a"], Approval())
    assert "project_id;cost;votes;name;neighborhood\na;0.01;1;a;Leith\nb;0.01;0;Benches;-\n" in told
    assert pabulib.read(told.encode()).poll == poll


def test_points_are_written_with_the_most_first_and_their_sums() -> None:
    profile = Profile.of_points(POLL, [((("a", 1), ("b", 3), ("z", 3)), 2)])
    told = text_of(POLL, profile, Points(most_total=9, least_total=2, most_each=5, max_choices=3))
    assert "vote_type;cumulative\nrule;unknown" in told
    assert "max_length;3\nmax_points;5\nmin_sum_points;2\nmax_sum_points;9\n" in told
    assert "project_id;cost;votes;score;name\nb;100.5;2;6;" in told
    assert told.endswith("VOTES\nvoter_id;vote;points\n1;b,z,a;3,3,1\n2;b,z,a;3,3,1\n")


def test_an_order_is_written_as_it_is_and_its_points_only_where_they_are_not_the_usual_ones() -> None:
    rankings = Rankings.of_counted(POLL.by_id, [(("z", "a"), 1), ((), 1)])
    usual = text_of(POLL, rankings, Ranking(convention="last-is-one"))
    assert "vote_type;ordinal\n" in usual
    assert "b;100.5;0;0;" in usual
    assert "a;200;1;1;a\nz;0.05;1;2;z\n" in usual
    assert usual.endswith("voter_id;vote\n1;z,a\n")
    assert text_of(POLL, rankings, Ranking(convention="tournament")).endswith("voter_id;vote;points\n1;z,a;2,1\n")


def test_orders_and_marks_are_not_taken_for_each_other() -> None:
    with pytest.raises(BadPoll, match="needs their orders"):
        text_of(POLL, Profile.of(POLL, []), Ranking())
    with pytest.raises(BadPoll, match="Only a file of ranked ballots"):
        text_of(POLL, Rankings((), 0), Approval())


def test_what_the_format_cannot_hold_is_refused() -> None:
    with pytest.raises(BadPoll, match="the most points that a ballot may give"):
        text_of(POLL, Profile.of(POLL, []), Points())
    with pytest.raises(BadPoll, match="count more than once"):
        text_of(POLL, Profile.of_groups(POLL, [BallotGroup(("a",), 1, factor=2)]), Approval())
    with pytest.raises(BadBallot, match="takes no points"):
        text_of(POLL, Profile.of_points(POLL, [((("a", 2),), 1)]), Approval())
    with pytest.raises(BadBallot, match="at most one project"):
        written(POLL, ["ab"], Approval(max_choices=1))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"unit": " "}, "needs the entry “unit”"),
        ({"rule": "borda"}, "no word for the rule “borda”"),
        ({"language": "english"}, "two letters"),
        ({"more": {"num_votes": "7"}}, "no entry “num_votes”"),
        ({"date_end": "31.04.2026"}, "“31.04.2026” is no date"),
        ({"date_end": "soon"}, "“soon” is no date"),
        ({"date_begin": "2027"}, "ends before it begins"),
        ({"rule": "greedy", "more": {"min_project_score_threshold": "5"}}, "called greedy-threshold"),
    ],
)
def test_what_the_format_does_not_allow_in_meta_is_refused(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(BadPoll, match=why):
        replace(ABOUT, **changed)


def test_the_entries_of_a_file_that_was_read_can_be_written_again() -> None:
    meta = pabulib.read(written(POLL, ["a"], Approval()).encode()).meta
    assert About.of(meta) == ABOUT
    old = About.of({**meta, "rule": "greedy", "min_project_score_threshold": "5", "target": "all", "language": ""})
    assert (old.rule, old.more) == ("greedy-threshold", {"edition": "2", "min_project_score_threshold": "5"})
    with pytest.raises(BadPoll, match="needs the entry “country”"):
        About.of({**meta, "country": ""})


def test_a_comment_is_numbered_as_the_format_asks() -> None:
    target = io.StringIO(newline="")
    about = replace(ABOUT, more={"comment": "Counted twice."})
    pabulib.write(target, POLL, Profile.of(POLL, ["a"]), style=Approval(), about=about)
    assert "comment;#1: Counted twice.\n" in target.getvalue()
    again = io.StringIO(newline="")
    about = About.of(pabulib.read(target.getvalue().encode()).meta)
    pabulib.write(again, POLL, Profile.of(POLL, ["a"]), style=Approval(), about=about)
    assert again.getvalue() == target.getvalue()


def test_scores_and_spending_are_written_with_their_limits() -> None:
    style = Scores(highest=5, lowest=1, most_total=12, least_total=2)
    scored = text_of(POLL, style.profile(POLL, [(Choice(("a", "b"), (4, 5)), 1)]), style)
    assert "vote_type;scoring\n" in scored
    assert "min_points;1\nmax_points;5\nmin_sum_points;2\nmax_sum_points;12\n" in scored
    usual = Scores(default=2)
    told = text_of(POLL, usual.profile(POLL, [(Choice(("a", "b"), (0, 5)), 1)]), usual)
    assert "default_score;2\n" in told
    assert told.endswith("1;b,a;5,0\n")
    spent = written(POLL, ["z"], Spending(least_cost=5, most_cost=100_50))
    assert "vote_type;approval\n" in spent
    assert "min_sum_cost;0.05\nmax_sum_cost;100.5\n" in spent
    assert "max_sum_cost;250\n" in written(POLL, ["z"], Spending())
    assert "vote_type;choose-1\n" in written(POLL, ["z"], Approval.exactly(1))
