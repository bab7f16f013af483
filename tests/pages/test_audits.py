"""An auditor follows a result from what voters saw to the proposal and the payment; every look is in the log."""

import json
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask import Flask

from pb_app.models.log import LogPending
from pb_app.queries.audits import DECISIONS
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests import whole_story
from tests.pages.log_pages import sequenced, words
from tests.pages.poll_stories import sequence
from tests.pages.reader import Reader
from tests.world import World

Acting = Callable[[str | None], UnitOfWork]
ReaderAs = Callable[[str | None], Reader]
PAGES = ("", "/polls/1", "/polls/1/projects/1", "/sample", "/entries/1")


@pytest.fixture
def told(app: Flask, acting: Acting, lorn: World) -> int:
    """A whole round in the signed log; the number of its poll."""
    return whole_story.told(installation(app), acting, lorn)


def waiting(acting: Acting) -> list[dict[str, object]]:
    """The entries that wait for their place."""
    return [json.loads(one.body) for one in acting(None).session.query(LogPending).order_by(LogPending.id)]


def test_an_auditor_follows_a_result_back_to_the_proposal_and_on_to_the_award(reader_as: ReaderAs, told: int) -> None:
    auditor = reader_as("auditor")
    assert 'href="/officers/audit"' in auditor.open("/officers").text
    assert 'href="/officers/audit/polls/1"' in auditor.open("/officers/audit").text
    assert "Light the harbour path" in auditor.open("/officers/audit/polls/1").text
    page = auditor.open("/officers/audit/polls/1/projects/1").text
    said = words(page)
    places = [
        said.find(one)
        for one in (
            "By the count funded",
            "A resident put forward a proposal",
            "at a checked cost of £12,000",
            "No message was hidden.",
            "Voting closed",
            "the result was published",
            "The deciding forum referred the result",
            "The deciding forum adopted the result",
            "Money was awarded",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)
    assert "Skate park" not in said
    for address in ("/proposals/1", "/rooms/1", "/polls/1/result", "/polls/1/money", "/polls/1/verify"):
        assert f'href="{address}"' in page


def test_every_look_of_an_auditor_is_in_the_log_and_says_nothing_personal(
    reader_as: ReaderAs, acting: Acting, told: int
) -> None:
    auditor = reader_as("auditor")
    for page in ("/officers/audit/polls/1/projects/1", "/officers/polls/1/count", "/officers/audit/polls/9"):
        auditor.open(page)
    looks = waiting(acting)
    assert [one["d"] for one in looks] == [
        {"page": "audits.show_trail", "ids": "poll_no=1 project_id=1"},
        {"page": "counts.show_count", "ids": "poll_no=1"},
        {"page": "audits.list_trails", "ids": "poll_no=9"},
    ]
    assert {(one["t"], one["actor"]) for one in looks} == {("look.recorded", "auditor-auditor")}
    auditor.open("/polls/1/result")
    reader_as("officer").open("/officers/polls/1/count")
    assert len(waiting(acting)) == len(looks)


def test_looks_are_read_in_the_log_by_anybody(app: Flask, reader_as: ReaderAs, told: int) -> None:
    reader_as("auditor").open("/officers/audit/polls/1")
    sequence(app)
    said = words(reader_as(None).open("/log?kind=audit").text)
    assert "An auditor looked at a page that is not for everybody: audits.list_trails poll_no=1." in said
    assert "1 entry, newest first." in said


@pytest.mark.parametrize("who", ["resident", "officer", "administrator"])
def test_the_audit_is_for_auditors(reader_as: ReaderAs, told: int, who: str) -> None:
    reader = reader_as(who)
    assert {reader.open(f"/officers/audit{page}").status_code for page in PAGES} == {403}
    assert "/officers/audit" not in reader.open("/officers").text


def test_what_is_not_there_is_not_found(reader_as: ReaderAs, told: int) -> None:
    auditor = reader_as("auditor")
    for address in ("polls/9", "polls/1/projects/99", "entries/99999", "sample?words=dice&many=3&size=7777777"):
        assert auditor.open(f"/officers/audit/{address}").status_code == 404, address


def test_a_sample_can_be_drawn_again_by_a_stranger_from_the_log_alone(
    app: Flask, reader_as: ReaderAs, told: int
) -> None:
    page = reader_as("auditor").open("/officers/audit/sample?words=five+dice&many=4").text
    client = app.test_client()
    size, root = client.get("/log/checkpoint").text.splitlines()[1:3]
    bodies = client.get("/log/entries.jsonl").text.splitlines()[: int(size)]
    types = {one.value for one in DECISIONS}
    among = [index for index, body in enumerate(bodies) if json.loads(body)["t"] in types]
    hexadecimal = b64decode(root).hex()
    tag = "moothill/sample/v1\0"
    drawn = sorted(among, key=lambda one: sha256(f"{tag}{hexadecimal}\nfive dice\n{one}".encode()).hexdigest())[:4]
    assert f"Drawn {', '.join(map(str, drawn))} " in words(page)
    assert f"4 of {len(among)} decisions in the log." in words(page)
    assert hexadecimal in page
    sequence(app)
    again = reader_as("auditor").open(f"/officers/audit/sample?words=five+dice&many=4&size={size}").text
    assert f"Drawn {', '.join(map(str, drawn))} " in words(again)


@pytest.mark.parametrize("query", ["words=&many=3", "words=dice&many=0", "words=dice&many=51", "words=dice&many=x"])
def test_a_sample_that_cannot_be_drawn_says_why(reader_as: ReaderAs, told: int, query: str) -> None:
    auditor = reader_as("auditor")
    assert auditor.open(f"/officers/audit/sample?{query}").status_code == 422
    assert "There is a problem" in auditor.text


def test_without_a_checkpoint_nothing_is_drawn_and_the_start_page_says_what_there_is(reader_as: ReaderAs) -> None:
    auditor = reader_as("auditor")
    assert "nothing can be drawn" in auditor.open("/officers/audit/sample?words=dice&many=3").text
    said = words(auditor.open("/officers/audit").text)
    assert "No result in your area is published yet." in said
    assert "No auditor has noted anything yet." in said


def test_what_was_checked_is_noted_beside_the_decision(app: Flask, reader_as: ReaderAs, told: int) -> None:
    auditor = reader_as("auditor")
    page = auditor.open("/officers/audit/polls/1/projects/1").text
    address = page.split("Money was awarded")[1].split('href="/officers/audit/entries/')[1].split('"')[0]
    auditor.open(f"/officers/audit/entries/{address}")
    assert auditor.send(f"/entries/{address}", words="The minutes.").status_code == 422
    assert "The minutes." in auditor.text
    auditor.send(f"/entries/{address}", words="The minutes of 3 May.", finding="in_order")
    assert "What you checked is kept" in auditor.text
    sequenced(app)
    for where in ("/officers/audit", "/officers/audit/polls/1/projects/1", f"/officers/audit/entries/{address}"):
        assert "In order: entry " + address + " The minutes of 3 May." in words(auditor.open(where).text)
    public = words(reader_as(None).open("/log?kind=audit").text)
    assert f"An auditor traced entry {address} and found it in order." in public
    assert "minutes" not in public
