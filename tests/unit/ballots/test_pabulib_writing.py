"""What is written is strict, says nothing of any one voter, and reads back as the same poll."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import pabulib
from ballots.errors import BadPoll
from ballots.pabulib import About
from ballots.pabulib.amounts import decimal_text
from ballots.poll import Poll, Project
from ballots.profile import Profile
from ballots.styles import Approval

ABOUT = About("Small grants", "United Kingdom", "Lewis", "2026", "01.05.2026", "31.05.2026", more={"edition": "2"})
POLL = Poll((Project("b", 10050, "Bulbs;\n and “tools”"), Project("a", 20000), Project("z", 5)), 25000)


def written(poll: Poll, ballots: list[str], style: Approval, selected: tuple[str, ...] | None = None) -> str:
    target = io.StringIO(newline="")
    pabulib.write(target, poll, Profile.of(poll, ballots), style=style, about=ABOUT, selected=selected)
    return target.getvalue()


def test_a_poll_is_written_in_the_order_the_format_asks_for() -> None:
    assert written(POLL, ["b", "ab", "b", ""], Approval(2, 9), ("b",)).splitlines() == [
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
        "min_length;2",
        "max_length;3",
        "edition;2",
        "language;en",
        "currency;GBP",
        "PROJECTS",
        "project_id;cost;votes;name;selected",
        'b;100.5;3;"Bulbs; and “tools”";1',
        "a;200;1;;0",
        "z;0.05;0;;0",
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


@pytest.mark.parametrize("project_id", ["a,b", "a;b", 'a"', "a\nb"])
def test_an_id_that_the_format_cannot_hold_is_refused(project_id: str) -> None:
    with pytest.raises(BadPoll, match="holds a sign"):
        written(Poll((Project(project_id, 1),), 1), [], Approval())


@pytest.mark.parametrize(
    ("amount", "exponent", "text"),
    [(12345, 2, "123.45"), (12340, 2, "123.4"), (12300, 2, "123"), (5, 3, "0.005"), (7, 0, "7")],
)
def test_an_amount_is_written_without_needless_zeros(amount: int, exponent: int, text: str) -> None:
    assert decimal_text(amount, exponent) == text


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
COSTS = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(COSTS, NAMES), min_size=1, max_size=5), st.data(), st.integers(1, 10**12))
def test_what_is_written_reads_back_as_the_same_poll(
    rows: list[tuple[int, str]], data: st.DataObject, budget: int
) -> None:
    poll = Poll(tuple(Project(f"p{n}", cost, " ".join(name.split())) for n, (cost, name) in enumerate(rows)), budget)
    ids = [project.project_id for project in poll.projects]
    ballots = data.draw(st.lists(st.sets(st.sampled_from(ids), min_size=1), max_size=6))
    profile = Profile.of(poll, ballots)
    target = io.StringIO(newline="")
    pabulib.write(target, poll, profile, style=Approval(), about=ABOUT)
    found = pabulib.read(target.getvalue().encode())
    assert found.poll == poll
    assert found.profile == profile
