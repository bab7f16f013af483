"""Both sides on pages without JavaScript: marking points of a room, the frozen pack, and the ballot page beside it."""

import io
import json
from collections.abc import Callable
from hashlib import sha256

import pytest
from flask import Flask
from pypdf import PdfReader

from pb_app.audit.canonical import encode
from pb_app.definitions import read_definition
from pb_app.eligibility import Eligibility
from pb_app.exports.both_sides import both_sides_of
from pb_app.queries.polls import poll_by_no
from pb_app.services import eligibility, polls, rooms, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.both_sides import Argued, argued, marked
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

ReaderAs = Callable[[str | None], Reader]


@pytest.fixture
def drafted(app: Flask, lorn: World) -> Voting:
    return ballot_box.drafted(installation(app), lorn)


@pytest.fixture
def path(drafted: Voting) -> Argued:
    return argued(drafted)


def opened(drafted: Voting) -> None:
    """Freeze the poll, open it, and put the resident on its roll."""
    with drafted.acting("officer") as uow:
        polls.freeze_poll(uow, drafted.poll_no)
    with drafted.acting("approver") as uow:
        polls.open_poll(uow, drafted.poll_no)
    with drafted.acting("resident") as uow:
        voting.claim_vote(uow, drafted.poll_no, POSTCODE)


def test_a_resident_marks_what_matters_and_takes_it_back(reader_as: ReaderAs, path: Argued) -> None:
    resident = reader_as("resident")
    assert "Both sides" in resident.open(f"/proposals/{path.proposal_no}").text
    page = resident.open(f"/rooms/{path.room_id}/points").text
    for words in ("Key facts", "Best for", "Best against", "Open concerns", "Source: Police Scotland"):
        assert words in page
    assert "This matters to you." not in page
    resident.send("/points/5/mark")
    assert "This matters to you." in resident.text
    assert "This matters to you." not in reader_as("neighbour").open(f"/rooms/{path.room_id}/points").text
    resident.send("/points/5/unmark")
    assert "This matters to you." not in resident.text
    anybody = reader_as(None).open(f"/rooms/{path.room_id}/points").text
    assert "Sign in to mark what matters" in anybody
    assert "This point matters" not in anybody
    assert reader_as(None).open("/rooms/999/points").status_code == 404


def test_the_ballot_page_shows_both_sides_and_the_pack_says_how_they_were_chosen(
    reader_as: ReaderAs, drafted: Voting, path: Argued
) -> None:
    marked(drafted, path.room_id, {1: range(12), 2: range(12), 4: range(24, 36), 5: range(3)})
    opened(drafted)
    page = reader_as("resident").open(f"/polls/{drafted.poll_no}/ballot").text
    for words in ("Both sides", "of Harbour path lights", "Bats live along the path.", "3 of 4"):
        assert words in page
    assert page.count("<summary") == 1
    anybody = reader_as(None)
    page = anybody.open(f"/polls/{drafted.poll_no}/pack").text
    for words in ("Whom these points represent", "Who pays for the electricity?", "Harbour path lights"):
        assert words in page
    assert f"/polls/{drafted.poll_no}/pack" in anybody.open(f"/polls/{drafted.poll_no}").text


def test_anyone_checks_the_pack_against_the_digest_in_the_frozen_rules(
    reader_as: ReaderAs, drafted: Voting, path: Argued
) -> None:
    opened(drafted)
    with drafted.acting("facilitator") as uow:
        rooms.hide_message(uow, path.room_id, 5, "It names a neighbour.")
    told = reader_as(None).open(f"/polls/{drafted.poll_no}/pack.json").json
    assert told is not None
    assert sha256(encode(told["pack"])).hexdigest() == told["digest"]
    assert told["digest"] in reader_as(None).open(f"/polls/{drafted.poll_no}/pack").text
    for digest, words in told["words"].items():
        assert sha256(encode(words)).hexdigest() == digest
    assert len(told["words"]) == 5
    for address in ("pack", "ballot"):
        page = reader_as("resident").open(f"/polls/{drafted.poll_no}/{address}").text
        assert "Bats live along the path." not in page
        assert "taken out of the room after the pack was frozen" in page


def test_a_poll_without_a_pack_has_no_page_of_one(reader_as: ReaderAs, drafted: Voting) -> None:
    opened(drafted)
    for address in ("pack", "pack.json"):
        assert reader_as(None).open(f"/polls/{drafted.poll_no}/{address}").status_code == 404
    assert "Both sides" not in reader_as("resident").open(f"/polls/{drafted.poll_no}/ballot").text


def test_the_bundle_carries_the_pack_under_its_digest_and_the_words_that_are_still_shown(
    drafted: Voting, path: Argued
) -> None:
    opened(drafted)
    with drafted.acting("facilitator") as uow:
        rooms.hide_message(uow, path.room_id, 5, "It names a neighbour.")
    with drafted.system() as uow:
        poll = poll_by_no(uow.session, drafted.poll_no)
        assert poll
        files, frozen = both_sides_of(uow.session, poll), read_definition(poll.definition).pack
    assert sha256(files["both-sides/pack.json"]).hexdigest() == frozen
    words = json.loads(files["both-sides/words.json"])
    assert len(words) == 5
    assert all(sha256(encode(said)).hexdigest() == digest for digest, said in words.items())


def test_the_poster_prints_both_sides_on_a_page_of_their_own(
    reader_as: ReaderAs, drafted: Voting, path: Argued
) -> None:
    opened(drafted)
    with drafted.acting("facilitator") as uow:
        rooms.hide_message(uow, path.room_id, 5, "It names a neighbour.")
    poster = reader_as("officer").open(f"/officers/polls/{drafted.poll_no}/poster.pdf?language=gd+en")
    printed = PdfReader(io.BytesIO(poster.data)).pages
    told = " ".join(printed[1].extract_text().split())
    assert "Harbour path lights" in told
    assert "Eleven falls were noted last winter. (Police Scotland" in told
    assert "Bats live along the path." not in told


def test_whoever_changes_a_vote_reads_both_sides_again(reader_as: ReaderAs, drafted: Voting, path: Argued) -> None:
    assert path
    key = bytes(range(16))
    with drafted.acting("officer") as uow:
        eligibility.set_eligibility(uow, drafted.poll_no, Eligibility(), may_change=True)
    opened(drafted)
    with drafted.acting("resident") as uow:
        voting.cast_ballot(uow, drafted.poll_no, ["P01"], key)
    anyone = reader_as(None)
    anyone.open(f"/polls/{drafted.poll_no}/change")
    assert "Bats live along the path." in anyone.send("/change/paper", key=key.hex()).text
