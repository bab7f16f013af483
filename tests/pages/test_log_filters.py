"""The page of the log narrowed by kind, locality, round and poll, one of them or several together, page by page."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.audit.log import Entry
from pb_app.queries.log import PAGE, LogKind
from pb_app.services import polls, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests import whole_story
from tests.pages.log_pages import sequenced, words
from tests.pages.reader import Reader
from tests.round_stories import calling_round
from tests.world import SOME_TIME_AGO, World

Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def story(app: Flask, acting: Acting, lorn: World) -> int:
    """A whole round; the number of its poll."""
    return whole_story.told(installation(app), acting, lorn)


@pytest.fixture
def reader(app: Flask) -> Reader:
    return Reader(app.test_client())


def entries_told(reader: Reader, address: str) -> int:
    """How many entries a page of the log says that there are."""
    found = re.search(r"(\d+) entr(y|ies), newest first", words(reader.open(address).text))
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        (LogKind.MONEY, "Money was awarded", "Voting closed"),
        (LogKind.VOTING, "Voting closed", "Money was awarded"),
        (LogKind.PROPOSALS, "put forward a proposal", "Voting closed"),
        (LogKind.GOVERNANCE, "A round was set up", "put forward a proposal"),
    ],
)
def test_entries_are_shown_by_what_they_are_about(
    reader: Reader, story: int, kind: LogKind, said: str, unsaid: str
) -> None:
    told = words(reader.open(f"/log?kind={kind}").text)
    assert said in told
    assert unsaid not in told


def test_entries_are_shown_by_their_poll(reader: Reader, story: int) -> None:
    told = words(reader.open("/log?poll=1").text)
    assert "Voting closed in poll 1" in told
    assert "put forward a proposal" not in told


def test_entries_are_shown_by_round_with_all_that_belongs_to_it(
    app: Flask, reader: Reader, acting: Acting, lorn: World
) -> None:
    whole_story.told(installation(app), acting, lorn, "voted")
    rooms.post_message(acting("resident"), 1, "0123456789abcdef", "Lamps, please.")
    polls.close_poll(acting("second_officer"), 1, "Everyone has voted.")
    sequenced(app)
    told = words(reader.open("/log?round=1").text)
    for said in (
        "A message was written",
        "A round was set up",
        "put forward",
        "Money was put into",
        "Voting closed in",
    ):
        assert said in told
    assert "A fund was added" not in told


def test_round_locality_and_kind_narrow_the_entries_together(
    app: Flask, reader: Reader, acting: Acting, lorn: World, story: int
) -> None:
    other = calling_round(acting, lorn)
    sequenced(app)
    counts = [entries_told(reader, f"/log?{query}") for query in ("round=1", "round=1&locality=oban", "locality=oban")]
    assert counts[0] == counts[1] < counts[2]
    narrow = words(reader.open("/log?round=1&locality=oban&kind=money").text)
    assert "Money was awarded" in narrow
    assert "Voting closed" not in narrow
    page = reader.open(f"/log?round={other}&kind=money").text
    assert "No entry fits everything you chose." in words(page)
    assert 'href="/log#entries"' in page


def test_a_strange_question_is_answered_all_the_same(reader: Reader, story: int) -> None:
    strange = "kind=nothing round=99 round=x locality=x locality=1 poll=99 poll=x page=0 page=-3 page=x page=99"
    for query in strange.split():
        assert "Voting closed in poll 1" in words(reader.open(f"/log?{query}").text), query


def test_a_long_log_is_read_page_by_page(app: Flask, reader: Reader) -> None:
    entries = [Entry("round.scoped", SOME_TIME_AGO, {"round": number}) for number in range(PAGE * 2 + 1)]
    sequenced(app, *entries)
    first, last = (reader.open(f"/log?page={page}&kind=governance").text for page in (1, 3))
    assert ("round 100," in words(first), "round 50," in words(first)) == (True, False)
    assert words(last).count("What is up for decision") == 1
    assert "page=2&amp;kind=governance#entries" in first
    assert 'aria-label="Page 3" aria-current="page"' in re.sub(r"\s+", " ", last)
