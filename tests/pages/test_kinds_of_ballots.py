"""Every kind of ballot by plain pages, without JavaScript: what was typed stays, and the check says what is cast."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from ballots.rules import Greedy
from ballots.styles import Approval, BallotStyle, Points, Ranking, Scores, Spending
from pb_app import box
from pb_app.audit.canonical import Value
from pb_app.services import polls
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.poll_stories import published_poll
from tests.pages.reader import Reader
from tests.pages.test_voting import go_to_paper, opened, sent
from tests.world import World

Readers = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
Open = Callable[[BallotStyle], Voting]


@pytest.fixture
def open_with(app: Flask, lorn: World) -> Open:
    """Open a poll with this kind of ballot."""
    return lambda style: ballot_box.opened(installation(app), lorn, style=style, rule=Greedy())


def in_box(poll: Voting) -> list[Value]:
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")
        return list(box.ballots_of(uow.session, poll.poll_id))


@pytest.mark.parametrize(
    ("style", "typed", "told"),
    [
        (Approval.exactly(2), {"projects": ["P03", "P01"]}, ("Together £16,500", ["P01", "P03"])),
        (Spending(), {"projects": ["P02", "P03"]}, ("Together £44,500", ["P02", "P03"])),
        (Ranking(), {"number-P01": "2", "number-P02": "1"}, ("1. Skate park £40,000 2. Harbour", ["P02", "P01"])),
        (
            Points(most_total=10),
            {"number-P01": "7", "number-P03": "3"},
            (
                "Harbour path lights 7 points · £12,000 Gaelic club 3 points · £4,500 Together 10 points",
                [["P01", 7], ["P03", 3]],
            ),
        ),
        (Scores(highest=5), {"number-P02": "5", "number-P03": "0"}, ("Skate park 5 points", [["P02", 5]])),
        (Approval.exactly(1, none_of_these=True), {}, ("You have chosen no project", [])),
    ],
)
def test_a_ballot_of_every_kind_is_checked_looked_at_again_and_cast(
    reader_as: Readers, open_with: Open, style: BallotStyle, typed: dict[str, str], told: tuple[str, Value]
) -> None:
    checked, cast = told
    poll = open_with(style)
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    assert checked in sent(reader, "/ballot/check", **typed)
    sent(reader, "/ballot/choices")
    assert checked in sent(reader, "/ballot/check")
    sent(reader, "/ballot", status=201)
    assert in_box(poll) == [cast]


@pytest.mark.parametrize(
    ("style", "typed", "told"),
    [
        (Approval.exactly(2), {"projects": ["P01"]}, "Choose at least 2 projects."),
        (Spending(), {"projects": ["P01", "P02"]}, "cost £52,000 together. Spend at most £50,000."),
        (Ranking(), {"number-P01": "1", "number-P02": "1"}, "Projects P01 and P02 both have the place 1"),
        (
            Points(most_total=10),
            {"number-P01": "7", "number-P03": "4"},
            "You gave 11 points together. Give at most 10.",
        ),
        (Points(most_total=10, most_each=5), {"number-P01": "6"}, "Project P01 has 6 points. Give it at most 5."),
        (
            Points(most_total=10),
            {"number-P01": "a lot"},
            "“a lot”, which you gave to project P01, is not a whole",
        ),
        (Scores(highest=5), {"number-P01": "6"}, "Project P01 has 6 points. Give it at most 5."),
        (Ranking(), {"number-P01": "1", "projects": "P99"}, "Project P99 is not on this ballot paper"),
    ],
)
def test_a_ballot_that_breaks_its_rules_is_told_why_and_nothing_typed_is_lost(
    reader_as: Readers, open_with: Open, style: BallotStyle, typed: dict[str, str], told: str
) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, open_with(style))
    assert told in sent(reader, "/ballot/check", status=422, **typed)
    for name, text in typed.items():
        if name.startswith("number-"):
            assert f'data-number="{text}"' in unescape(reader.text)
        elif "P99" not in text:
            assert reader.text.count(" checked") == len(text)


def test_a_ballot_sent_past_the_check_is_checked_all_the_same(reader_as: Readers, open_with: Open) -> None:
    poll = open_with(Points(most_total=10))
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", **{"number-P01": "7"})
    told = sent(reader, "/ballot", status=422, points="11")
    assert "You gave 11 points together. Give at most 10." in told
    assert 'value="11"' in reader.text
    sent(reader, "/ballot/check", **{"number-P01": "7"})
    assert "came in damaged" in sent(reader, "/ballot", status=422, points="many")
    assert in_box(poll) == []


@pytest.mark.parametrize(
    ("style", "told"),
    [
        (Ranking(), "Give 1 to the project you like best"),
        (
            Points(most_total=10, most_each=6),
            "You have 10 points to share out among the projects. Give one project",
        ),
        (Scores(highest=5, none_of_these=True), "If you want none of these, leave the paper empty."),
        (Spending(least_cost=100_00), "Together they may cost at most £50,000. Together they must cost at least £100."),
        (Approval.exactly(1), "Choose exactly 1 project."),
    ],
)
def test_the_paper_its_preview_and_the_page_of_the_poll_say_how_it_is_filled_in(
    reader_as: Readers, open_with: Open, style: BallotStyle, told: str
) -> None:
    poll = open_with(style)
    reader = reader_as("resident")
    assert told in opened(reader, f"/polls/{poll.poll_no}")
    go_to_paper(reader, poll)
    assert told in opened(reader, f"/polls/{poll.poll_no}/ballot")
    assert told in opened(reader_as("officer"), f"/officers/polls/{poll.poll_no}/preview")


FILE = """META
key;value
description;Small works
country;United Kingdom
unit;Oban
instance;2026
num_projects;3
num_votes;3
budget;100
vote_type;{kind}
rule;greedy
date_begin;01.03.2026
date_end;14.03.2026
language;en
currency;GBP
{limit}
PROJECTS
project_id;cost;name
P1;60;Lamps
P2;50;Bench
P3;40;Trees
VOTES
voter_id;vote;points
1;P1,P3;{given}
2;P3,P2;{given}
3;P3,P1;{given}
"""


@pytest.mark.parametrize(
    ("kind", "limit", "given"),
    [
        ("ordinal", "max_length;2", "2,1"),
        ("cumulative", "max_sum_points;10", "7,3"),
        ("scoring", "max_points;5", "5,2"),
    ],
)
def test_a_result_from_ballots_with_numbers_is_told_on_its_pages(
    reader_as: Readers, acting: Acting, kind: str, limit: str, given: str
) -> None:
    source = FILE.format(kind=kind, limit=limit, given=given).encode()
    poll_no = published_poll(acting, source, Greedy())
    anyone = reader_as(None)
    assert "Trees" in opened(anyone, f"/polls/{poll_no}/result")
    for ref in ("P1", "P2", "P3"):
        opened(anyone, f"/polls/{poll_no}/result/{ref}")
    opened(anyone, f"/polls/{poll_no}/fairness")
