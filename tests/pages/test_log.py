"""The log can be read by anyone: in words, in bytes, and with the means to check it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask, render_template_string

from pb_app.audit.checkpoint import open_checkpoint
from pb_app.audit.keys import decode_base64, parse_vkey
from pb_app.audit.merkle import leaf_hash, root, verify_inclusion
from pb_app.permissions import TABLE, Logged
from pb_app.public import audit
from pb_app.queries.log import KINDS, LogEntry
from pb_app.queries.log_names import LogNames
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import installation
from tests import whole_story
from tests.pages.log_pages import words
from tests.pages.reader import Reader
from tests.round_stories import draft_round
from tests.tampering import tamper
from tests.world import World

Acting = Callable[[str | None], UnitOfWork]
LOGGED = [action for action, row in TABLE.items() if row.logged is Logged.ENTRY]


@pytest.fixture
def story(app: Flask, acting: Acting, lorn: World) -> int:
    """A whole round; the number of its poll."""
    return whole_story.told(installation(app), acting, lorn)


@pytest.fixture
def reader(app: Flask) -> Reader:
    return Reader(app.test_client())


def test_the_log_tells_a_whole_round_in_words_newest_first(reader: Reader, story: int) -> None:
    told = words(reader.open("/log").text)
    story_in_words = [
        "Money was awarded from the pot of poll 1, Oban spring round to its projects: £12,000 in all, as entry",
        "The deciding forum adopted the result of poll 1, Oban spring round: £12,000 in all.",
        "The deciding forum referred the result of poll 1, Oban spring round back",
        "A second person approved the count of poll 1",
        "The ballots were counted in poll 1",
        "Voting closed in poll 1, Oban spring round, with 3 ballots in the box and as many marks on the roll.",
        "Somebody showed by their postcode that they may vote in poll 1",
        "A second person opened poll 1",
        "Paper, hours and counting rule were fixed for poll 1",
        "from Health improvement fund",
        "A fund was added to Lorn Community Planning Partnership, with £30,000 in it: Community choices fund.",
        "at a checked cost of £12,000: proposal 1, Light the harbour path",
        "A resident put forward a proposal in round 1, Oban spring round: proposal 1, Light the harbour path.",
        "A round was set up in Oban, on which Oban forum decides: round 1, Oban spring round.",
    ]
    places = [told.find(sentence) for sentence in story_in_words]
    assert -1 not in places, story_in_words[places.index(-1)]
    assert places == sorted(places)


def test_the_log_names_roles_and_nobody(reader: Reader, story: int) -> None:
    page = reader.open("/log").text
    assert "by officer-officer" in words(page)
    assert "@" not in words(page)
    assert "Rhona" not in page


def test_entries_lead_to_what_they_are_about(reader: Reader, story: int) -> None:
    page = reader.open("/log").text
    for address in ("/rounds/1", "/polls/1", "/proposals/1", "/localities/oban", "/partnerships/lorn", "/log/0"):
        assert f'href="{address}"' in page


def test_what_is_not_public_yet_is_told_without_its_name(
    app: Flask, reader: Reader, acting: Acting, lorn: World
) -> None:
    draft_round(acting, lorn)
    uow = installation(app).system_unit_of_work()
    uow.sequence_log()
    uow.close()
    page = reader.open("/log").text
    assert "decides: round 1." in words(page)
    assert "Oban spring round" not in page
    assert 'href="/rounds/1"' not in page


def test_what_waits_for_its_place_is_not_shown(app: Flask, reader: Reader, acting: Acting, lorn: World) -> None:
    draft_round(acting, lorn)
    page = reader.open("/log").text
    assert "There is no such entry yet." in words(page)


def test_an_entry_can_be_followed_to_the_signed_root(
    app: Flask, reader: Reader, story: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "AT_ONCE", 7)
    client = app.test_client()
    bodies = client.get("/log/entries.jsonl").text.splitlines()
    key = parse_vkey(client.get("/log/key").text.strip())
    checkpoint = open_checkpoint(client.get("/log/checkpoint").text, key).checkpoint
    hashes = [leaf_hash(body.encode()) for body in bodies]
    assert (checkpoint.size, checkpoint.root) == (len(bodies), root(hashes))
    for index in (0, 5, len(bodies) - 1):
        page = reader.open(f"/log/{index}").text
        assert unescape(page.split("<pre")[1].split("<code>")[1].split("</code>")[0]) == bodies[index]
        shown = [bytes.fromhex(one) for one in re.findall(r'<li><code class="mh-code">([0-9a-f]{64})<', page)]
        verify_inclusion(index, checkpoint.size, hashes[index], shown, checkpoint.root)
        told = client.get(f"/log/{index}/proof").text
        head, _, note = told.partition("\n\n")
        assert head.splitlines()[:2] == ["c2sp.org/tlog-proof@v1", f"index {index}"]
        assert [decode_base64(line) for line in head.splitlines()[2:]] == shown
        assert open_checkpoint(note, key).checkpoint == checkpoint


@pytest.mark.parametrize("address", ["/log/0", "/log/0/proof", "/log/checkpoint"])
def test_an_empty_log_has_no_entry_and_no_checkpoint(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404
    assert app.test_client().get("/log/entries.jsonl").text == ""


def test_bytes_are_told_as_text_that_no_browser_takes_for_a_page(app: Flask, story: int) -> None:
    client = app.test_client()
    for address in ("/log/checkpoint", "/log/key", "/log/0/proof"):
        assert client.get(address).content_type == "text/plain; charset=utf-8"
    assert client.get("/log/entries.jsonl").mimetype == "application/jsonl"


def test_an_entry_that_was_spoilt_is_shown_as_what_it_is(
    app: Flask, reader: Reader, story: int, request: pytest.FixtureRequest
) -> None:
    tamper(installation(app), request, "log_leaf", "UPDATE log_leaf SET body = replace(body, 'round', '<b>x')")
    assert "This entry cannot be read as one that was written here." in words(reader.open("/log").text)
    assert "<b>x" not in reader.open("/log/3").text


FACTS: dict[str, str | int] = {
    "role": "officer",
    "holder": "officer-3fa2c1",
    "stage": "voting",
    "decision": "adopted",
    "basis": "postcode",
    "opens_at": "2026-11-23T09:00:00Z",
    "closes_at": "2026-12-07T17:00:00Z",
    "was": "2026-12-06T17:00:00Z",
    "early": 1,
} | dict.fromkeys(("rules", "root", "set", "record", "adoption", "file", "entry_sha256"), "a" * 64)


@pytest.fixture
def says(app: Flask) -> Iterator[Callable[[str, dict[str, str | int]], str]]:
    """Say an entry in words, with nothing known of what it names."""
    template = "{% from 'components/log_words.html' import log_words %}{{ log_words(entry, names, 'en') }}"

    def say(event: str, facts: dict[str, str | int]) -> str:
        entry = LogEntry(1, "", b"", event, datetime(2026, 12, 1, tzinfo=UTC), uuid4(), "", facts)
        return words(f"<main>{render_template_string(template, entry=entry, names=LogNames())}</main>")

    with app.test_request_context("/"):
        yield say


def test_every_change_has_words(says: Callable[[str, dict[str, str | int]], str]) -> None:
    for action in LOGGED:
        told = says(action, {fact: FACTS.get(fact, 7) for fact in TABLE[action].facts})
        assert told.strip().endswith("."), action
        assert "cannot be read" not in told, action
        assert "None" not in told, action
        assert len(told.split()) > 4, action


def test_every_change_is_of_a_kind() -> None:
    assert [action for action in LOGGED if action not in KINDS] == []


def test_no_two_changes_are_told_alike(says: Callable[[str, dict[str, str | int]], str]) -> None:
    told = [says(action, {fact: FACTS.get(fact, 7) for fact in TABLE[action].facts}) for action in LOGGED]
    assert len(set(told)) == len(LOGGED)


@pytest.mark.parametrize(
    ("decision", "told"), [("adopted", "adopted the"), ("varied", "changed the"), ("referred_back", "referred the")]
)
def test_a_decision_is_told_as_it_was_taken(
    says: Callable[[str, dict[str, str | int]], str], decision: str, told: str
) -> None:
    assert told in says("result.adopted", FACTS | {"decision": decision, "pence": 1})


def test_a_role_of_the_whole_service_says_so(says: Callable[[str, dict[str, str | int]], str]) -> None:
    assert "administrator of the whole service" in says(
        "role.granted", {"role": "administrator", "holder": "administrator-1"}
    )
