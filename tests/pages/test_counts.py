"""Officers' pages of a count: run it, publish it by a second person, and on to the money."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app import background
from pb_app.services import count_jobs
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.pages.poll_stories import SHARES, sequence
from tests.pages.reader import Reader
from tests.polls import SMALL

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]


@pytest.fixture
def counting(app: Flask) -> None:
    """Let what is asked for be counted at once, as the background of a process does."""
    parts = installation(app)
    parts.hurry = background.counts_of_installation(parts).tick


@pytest.mark.usefixtures("counting")
def test_the_whole_way_from_count_to_money_through_pages(reader_as: ReaderAs, app: Flask, closed: int) -> None:
    officer, approver, member = reader_as("officer"), reader_as("approver"), reader_as("councillor")
    page = officer.open(f"/officers/polls/{closed}/count").text
    assert "11" in page
    assert "Bicycle path" not in page
    assert "The poll is counted" in officer.send(f"/officers/polls/{closed}/count").text
    assert "A second person, not the one who ran the count" in officer.text
    approver.open(f"/officers/polls/{closed}/count")
    assert "The result is published" in approver.send(f"/officers/polls/{closed}/published").text
    member.open(f"/officers/polls/{closed}/adoption")
    member.send("/adoption/check", decision="adopted")
    assert "Check the decision before it is recorded" in member.text
    assert "recorded and published" in member.send(f"/officers/polls/{closed}/adoption").text
    officer.open(f"/officers/polls/{closed}/count")
    assert "no place in the log yet" in officer.send(f"/officers/polls/{closed}/awards").text
    sequence(app)
    assert "The awards are posted" in officer.send(f"/officers/polls/{closed}/awards").text
    assert "PLN100 is left in the pot" in officer.text
    assert "by entry 3 of the budget" in reader_as(None).open(f"/polls/{closed}/result").text


def test_whoever_counted_is_told_that_a_second_person_publishes(reader_as: ReaderAs, counted: int) -> None:
    officer = reader_as("officer")
    page = officer.open(f"/officers/polls/{counted}/count").text
    assert "Publish the result" not in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = officer.client.post(f"/officers/polls/{counted}/published", data={"csrf_token": token})
    assert answer.status_code == 403
    assert "A second person must approve its publication" in answer.text


@pytest.mark.parametrize(
    ("who", "status"), [(None, 200), ("resident", 403), ("other_officer", 404), ("officer", 200), ("councillor", 200)]
)
def test_a_private_outcome_is_for_officers_of_the_place(
    reader_as: ReaderAs, counted: int, who: str | None, status: int
) -> None:
    answer = reader_as(who).open(f"/officers/polls/{counted}/count")
    assert answer.status_code == status
    assert ("Bicycle path" in answer.text) is (who == "officer")


def test_no_figure_is_public_before_publication(reader_as: ReaderAs, counted: int) -> None:
    anyone = reader_as(None)
    for path in ("result", "result/bike", "result.csv", "count.json", "trace.json"):
        answer = anyone.open(f"/polls/{counted}/{path}")
        assert answer.status_code == 404
        assert "not published yet" in answer.text
    assert anyone.open(f"/polls/{counted}.pb").status_code == 404
    assert anyone.open("/polls/99/result").status_code == 404


@pytest.mark.usefixtures("counting")
def test_the_public_value_is_asked_for_on_the_page_and_refused_beside_its_field(
    reader_as: ReaderAs, acting: Acting
) -> None:
    poll = import_poll(acting("officer"), SMALL, "Oban", SHARES, seed_source="The draw of 22 April")
    officer = reader_as("officer")
    assert "The draw of 22 April" in officer.open(f"/officers/polls/{poll.poll_no}/count").text
    answer = officer.send("/count", seed_value="")
    assert answer.status_code == 422
    assert "Enter the public value" in answer.text
    assert "The poll is counted" in officer.send("/count", seed_value="4 8 15").text


def test_a_count_that_takes_long_shows_how_far_it_is_and_nothing_of_its_result(
    reader_as: ReaderAs, acting: Acting, app: Flask, closed: int
) -> None:
    officer, approver = reader_as("officer"), reader_as("approver")
    officer.open(f"/officers/polls/{closed}/count")
    asked = officer.send(f"/officers/polls/{closed}/count")
    assert "It begins in a moment" in asked.text
    assert asked.headers["Refresh"] == "5"
    system = installation(app).system_unit_of_work()
    count_jobs.take_up_count(system, "one")
    count_jobs.note_count(system, closed, "one", 1234)
    system.close()
    running = approver.open(f"/officers/polls/{closed}/count?still=1")
    assert "It is running" in running.text
    assert "1,234" in running.text
    assert "Refresh" not in running.headers
    assert "Cancel the count" not in running.text
    assert "Bicycle path" not in running.text
    officer.open(f"/officers/polls/{closed}/count")
    assert "The count is cancelled" in officer.send("/count/cancelled").text
    assert "The last count was cancelled" in officer.text
    assert "Refresh" not in officer.open(f"/officers/polls/{closed}/count").headers


@pytest.mark.usefixtures("counting")
def test_a_count_that_fails_says_why_and_can_be_asked_for_again(
    reader_as: ReaderAs, app: Flask, closed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = reader_as("officer")
    officer.open(f"/officers/polls/{closed}/count")
    with monkeypatch.context() as broken:
        broken.setattr("pb_app.box.hashes_of", lambda _session, _poll: [b"x" * 32])
        officer.send(f"/officers/polls/{closed}/count")
    assert "The box is not the one that was closed" in officer.text
    assert "The poll is counted" in officer.send(f"/officers/polls/{closed}/count").text


def test_a_count_waits_for_those_asked_for_before_it(reader_as: ReaderAs, acting: Acting, closed: int) -> None:
    count_jobs.ask_for_count(acting("officer"), closed)
    other = import_poll(acting("officer"), SMALL, "Oban", SHARES).poll_no
    count_jobs.ask_for_count(acting("officer"), other)
    assert "It waits for 1 other count" in reader_as("officer").open(f"/officers/polls/{other}/count").text
