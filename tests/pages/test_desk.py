"""Stories of the desk: what is missing for a round, in its order, and what votes wait for."""

import re
from collections.abc import Callable

from flask import Flask

from ballots.rules import Completion, EqualShares
from pb_app.adoption_records import Deciding
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.services.adoptions import adopt_result, post_awards
from pb_app.services.counts import publish_result, record_count
from pb_app.services.imports import import_poll
from pb_app.stages import Decision
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests.money import fed_pot
from tests.pages.reader import Reader
from tests.polls import SMALL
from tests.round_stories import draft_round
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
Acting = Callable[[str | None], UnitOfWork]
HERE = "/officers/partnerships/lorn"


def test_the_desk_says_what_is_missing_and_links_to_it_in_order(reader_as: ReaderAs, lorn: World) -> None:
    page = reader_as("officer").open("/officers").text
    titles = re.findall(r'task-heading">(?:<a[^>]*>)?([^<]+)', page)
    assert titles == [
        "Partners",
        "Localities",
        "Forums",
        "People",
        "Members of the forums",
        "Outcomes",
        "Postcodes",
        "Funds",
        "A round",
        "A pot for each round",
    ]
    assert "6 of 10 tasks are done." in page
    assert "Still without members: Oban forum" in page
    assert f'Next: <a href="{HERE}/funds">Funds</a>.' in page
    assert f'href="{HERE}/people"' not in page


def test_an_administrator_is_led_to_the_people(reader_as: ReaderAs, lorn: World) -> None:
    page = reader_as("administrator").open("/officers").text
    assert f'href="{HERE}/people"' in page
    assert "Set up a partnership" not in page


def test_the_desk_is_for_people_with_a_role(reader_as: ReaderAs, lorn: World) -> None:
    assert reader_as("resident").open("/officers").status_code == 403
    assert "Sign in or sign up" in reader_as(None).open("/officers").text
    page = reader_as("other_officer").open("/officers").text
    assert "Lorn Community Planning Partnership" in page
    assert "tasks are done" not in page


def test_the_desk_says_what_a_vote_waits_for_and_of_whom(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    def row(who: str) -> str:
        page = reader_as(who).open("/officers").text
        found = re.search(r'<a href="([^"]+)">Eleven voters</a></th>\s*<td>([^<]+)', page)
        return " ".join(found.groups()) if found else ""

    poll_no = import_poll(acting("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    assert row("officer") == f"/officers/polls/{poll_no}/count Closed: count it"
    assert (row("councillor"), row("other_officer")) == ("", "")
    record_count(acting("officer"), poll_no)
    assert row("approver").endswith("Counted: a second person publishes the result")
    publish_result(acting("approver"), poll_no)
    seat = Scope(lorn.partnership_id, lorn.locality_id, lorn.forum_id)
    system = installation(app).system_unit_of_work()
    people.grant_role(system, "neighbour@moothill.example", Role.COUNCILLOR, seat)
    for who in ("councillor", "neighbour"):
        assert row(who) == f"/officers/polls/{poll_no}/adoption Published: your forum decides on it"
        assert "tasks are done" not in reader_as(who).open("/officers").text
    adopt_result(acting("neighbour"), poll_no, Deciding(Decision.ADOPTED))
    assert row("officer").endswith("Decided: post the awards")
    system.sequence_log()
    post_awards(acting("officer"), poll_no)
    system.close()
    assert row("officer").endswith("Done: the awards are posted")
    assert row("councillor") == ""


def test_a_desk_with_everything_in_place_keeps_its_list_out_of_the_way(
    app: Flask, reader_as: ReaderAs, acting: Acting, lorn: World
) -> None:
    fed_pot(acting, lorn)
    system = installation(app).system_unit_of_work()
    seat = Scope(lorn.partnership_id, lorn.locality_id, lorn.forum_id)
    people.grant_role(system, "neighbour@moothill.example", Role.COUNCILLOR, seat)
    page = reader_as("officer").open("/officers").text
    assert "Everything a round needs is set up" in page
    assert "Next:" not in page


def test_a_round_is_the_next_task_once_there_is_money(reader_as: ReaderAs, acting: Acting, lorn: World) -> None:
    draft_round(acting, lorn)
    page = reader_as("officer").open("/officers").text
    assert "Oban spring round" in page
    assert "7 of 10 tasks are done." in page
