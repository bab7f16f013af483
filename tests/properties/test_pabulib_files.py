"""However a file is damaged it is read or refused with a sentence, and what is written reads back the same."""

import io
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ballots import pabulib
from ballots.errors import FileFault
from ballots.pabulib import About
from ballots.poll import Poll, Project
from ballots.rankings import CONVENTIONS
from ballots.styles import Approval, BallotStyle, Choice, Points, Ranking, Scores, Spending

GOOD = b"""META
key;value
num_projects;2
num_votes;3
budget;500.50
vote_type;approval
max_length;2
currency;GBP
PROJECTS
project_id;cost;votes;name
a;100;2;Benches
b;250.5;2;"Bulbs; and ""tools"", too"
VOTES
voter_id;vote
1;a,b
2;a
3;b
"""
POINTED = GOOD.replace(b"approval", b"cumulative").replace(b"r_id;vote", b"r_id;vote;points")
POINTED = POINTED.replace(b"1;a,b", b"1;a,b;3,1").replace(b"2;a\n", b"2;a;4\n").replace(b"3;b\n", b"3;b;2\n")
RANKED = GOOD.replace(b"approval", b"ordinal").replace(b"votes;name", b"score;name")
RANKED = RANKED.replace(b"100;2", b"100;3")
PIECES = [
    *(b"", b";", b'"', b"\n", b"\r", b"\0", b"\xff", b",", b"-", b" ", b"\t", b"META", b"VOTES\n", b"9" * 30, b"1e9"),
    *("٣".encode(), b"ordinal", b"scoring", b"points", b"a,b", b"max_length", b"default_score;2\n"),
]
CUTS = st.lists(st.tuples(st.integers(0, len(POINTED)), st.integers(0, 9), st.sampled_from(PIECES)), max_size=4)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([GOOD, POINTED, RANKED]), CUTS)
@example(GOOD, [])
@example(POINTED, [])
@example(RANKED, [])
@example(GOOD, [(0, len(GOOD), b"")])
def test_a_damaged_file_is_read_or_refused_with_a_sentence(data: bytes, cuts: list[tuple[int, int, bytes]]) -> None:
    for place, length, piece in cuts:
        data = data[:place] + piece + data[place + length :]
    with suppress(FileFault):
        assert pabulib.read(data).profile.voters <= 3


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with suppress(FileFault):
        pabulib.read(noise)
        raise AssertionError


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(' ab;,"\n\r\t\x1c\xa00123-.é'), max_size=60))
def test_whatever_stands_in_the_section_of_votes_is_read_or_refused(votes: str) -> None:
    data = GOOD.partition(b"1;a,b")[0].replace(b"100;2", b"100;").replace(b"250.5;2", b"250.5;")
    rows = votes.count("\n") + votes.count("\r") + 1
    for number in range(rows + 1):
        with suppress(FileFault):
            found = pabulib.read(data.replace(b"num_votes;3", f"num_votes;{number}".encode()) + votes.encode())
            assert len(found.ballots) == number
            assert found.profile.voters + found.profile.blank == number


ABOUT = About("Small grants", "United Kingdom", "Lewis", "2026", "2026", "2026")
IDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters=',;"'), min_size=1, max_size=12)
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
LONGEST = st.none() | st.integers(2, 4)


@st.composite
def polls(draw: st.DrawFn) -> Poll:
    """Draw a poll whose names are as the format keeps them."""
    ids = draw(
        st.lists(
            IDS.filter(lambda one: one.upper() not in {"META", "PROJECTS", "VOTES"}),
            min_size=2,
            max_size=4,
            unique=True,
        )
    )
    projects = []
    for one in ids:
        name, area = (" ".join(draw(NAMES).split()) for _ in range(2))
        projects.append(
            Project(one, draw(st.integers(0, 10**9)), "" if name == one else name, "" if area == "-" else area)
        )
    return Poll(tuple(projects), draw(st.integers(1, 10**12)))


@st.composite
def styles(draw: st.DrawFn, poll: Poll) -> BallotStyle:
    """Draw a style that the format can hold and that allows every ballot of two projects."""
    most = draw(LONGEST)
    most = None if most is None else min(most, len(poll.projects))
    whole = sum(project.cost for project in poll.projects)
    return draw(
        st.sampled_from(
            [
                Approval(0, most),
                Spending(0, most, least_cost=0, most_cost=max(1, whole)),
                Points(0, most, most_total=20, least_total=1, most_each=9),
                Scores(0, most, highest=9),
                Scores(0, None, default=2),
                *(Ranking(1, most, convention=name) for name in CONVENTIONS),
            ]
        )
    )


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_what_is_written_reads_back_as_the_same_poll(data: st.DataObject) -> None:
    poll = data.draw(polls())
    style = data.draw(styles(poll))
    marks = st.lists(st.sampled_from(sorted(poll.by_id)), min_size=1, max_size=2, unique=True)
    counted: list[tuple[Choice, int]] = []
    for chosen in data.draw(st.lists(marks, max_size=6)):
        points = tuple(data.draw(st.integers(1, 9)) for _ in chosen) if style.TAKES_POINTS else ()
        choice = style.checked(poll, Choice(tuple(chosen), points))
        counted.append((choice, data.draw(st.integers(1, 3))))
    counted = [(choice, number) for choice, number in counted if choice.marks]
    cast = style.rankings(poll, counted) if isinstance(style, Ranking) else style.profile(poll, counted)
    target = io.StringIO(newline="")
    pabulib.write(target, poll, cast, style=style, about=ABOUT)
    found = pabulib.read(target.getvalue().encode())
    assert found.poll == poll
    assert found.profile == style.profile(poll, counted)
    if isinstance(style, Ranking):
        assert found.rankings == cast
    else:
        assert found.style == style
    again = io.StringIO(newline="")
    pabulib.write(again, found.poll, found.rankings or found.profile, style=found.style, about=About.of(found.meta))
    twice = pabulib.read(again.getvalue().encode())
    assert (twice.poll, twice.style, twice.profile) == (found.poll, found.style, found.profile)
    assert (twice.rankings, twice.meta) == (found.rankings, found.meta)
