"""Voting on paper by its pages: the desk, two readings, a third person, the reconciliation and the count."""

from collections.abc import Callable

import pytest
from flask import Flask

from pb_app.services import voting
from pb_app.stages import TwoChannels
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.plain_text import said_in_english
from tests.pages.reader import Reader
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]


@pytest.fixture
def opened(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def with_station(officer: Reader) -> None:
    """Add a station to the poll and give it papers."""
    officer.open("/officers/polls/1/stations")
    officer.send("/stations", name="Library", place="High Street", hours="10 to 4")
    officer.send("/papers", first="1", last="10")


def hand_out(officer: Reader, name: str) -> None:
    officer.open("/officers/stations/1")
    officer.send("/marks", button="to", name=name, born="1970-01-31", postcode=POSTCODE)
    assert "Now mark them" in officer.text
    officer.send("/marks")
    assert "Hand out one paper" in officer.text


def keyed(reader: Reader, *papers: str, batch: int = 1) -> None:
    """Key papers; one that is empty is named as blank."""
    reader.open(f"/officers/batches/{batch}")
    lines = {f"line_{no}": written for no, written in enumerate(papers, start=1)}
    faults = {f"fault_{no}": "" if written else "blank" for no, written in enumerate(papers, start=1)}
    reader.send("/lines", **lines, **faults)
    assert "What you read is kept" in reader.text


def test_papers_go_from_the_desk_into_the_count_by_their_pages(reader_as: Readers, opened: Voting) -> None:
    officer, approver, third = (reader_as(who) for who in ("officer", "approver", "second_officer"))
    assert "Voting on paper" in officer.open("/officers/polls/1").text
    with_station(officer)
    for name in ("Ann", "Iain"):
        hand_out(officer, name)
    assert "There is nothing to reconcile yet" in officer.open("/officers/polls/1/papers").text
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Everybody has voted")
    officer.open("/officers/stations/1")
    officer.send("/account", in_box="2", spoilt="0", unused="7")
    officer.send("/batches", papers="2")
    keyed(officer, "1 2", "P03")
    assert "without seeing what you read" in officer.text
    keyed(approver, "1 2", "")
    assert "A third person takes" in approver.text
    assert "Blank" in third.open("/officers/batches/1").text
    third.send("/settled", line_2="3", fault_2="")
    third.send("/sealed")
    assert "2 valid ballots of this batch are in the box" in third.text
    officer.open("/officers/polls/1/count")
    officer.send("/count")
    assert "not reconciled yet" in officer.text
    officer.open("/officers/polls/1/papers")
    officer.send("/explanations", **{"station-1-kind": "stock", "station-1-words": "One was taken home."})
    assert "A second person must confirm it" in officer.text
    approver.open("/officers/polls/1/papers")
    approver.send("/confirmed")
    approver.send("/papers")
    assert "The papers are reconciled" in approver.text
    assert "2 ballots are in the box" in approver.text
    assert "Keep the account" not in officer.open("/officers/stations/1").text


def test_what_the_desk_refuses_comes_back_on_the_form(reader_as: Readers, opened: Voting) -> None:
    officer = reader_as("officer")
    with_station(officer)
    hand_out(officer, "Ann")
    officer.send("/marks", name="Ann", born="1970-01-31")
    assert "Do not hand out a second paper" in officer.text
    officer.send("/marks", name="Iain", born="1970-01-31")
    assert "not on the roll yet" in officer.text
    officer.send("/marks", button="to", name="", email="", born="soon")
    assert officer.page is not None
    assert officer.page.status_code == 422
    officer.send("/marks", button="to", name="Una", born="1970-01-31", postcode="ZE1 0AA")
    assert "not a postcode of this partnership" in officer.text
    officer.send("/papers", first="10", last="12")
    assert "Every stub is issued once" in officer.text
    officer.send("/papers", first="ten", last="")
    assert "Enter a whole number" in officer.text
    officer.open("/officers/polls/1/stations")
    officer.send("/stations", name="Library", place="Elsewhere", hours="Always")
    assert "of this name already" in officer.text
    assert "Marked on the roll here" not in officer.open("/officers/stations/1").text


def test_what_is_keyed_wrongly_comes_back_beside_its_paper(reader_as: Readers, opened: Voting) -> None:
    officer = reader_as("officer")
    with_station(officer)
    hand_out(officer, "Ann")
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Done")
    officer.open("/officers/stations/1")
    officer.send("/batches", papers="101")
    assert "from 1 to 100" in officer.text
    officer.send("/account", in_box="-1", spoilt="0", unused="0")
    assert "0 or more" in officer.text
    officer.send("/batches", papers="2")
    officer.send("/lines", line_1="9", line_2="1 2 3")
    assert "9 is no project of this paper" in officer.text
    assert "at most 2 projects" in officer.text
    keyed(officer, "1", "2")
    officer.send("/discarded")
    assert "The batch is given up" in officer.text
    officer.open("/officers/polls/1/papers")
    assert "A station has not accounted for its papers yet" in officer.text


@pytest.mark.parametrize("address", ["/officers/polls/1/stations", "/officers/stations/1", "/officers/polls/1/papers"])
def test_an_officer_of_another_locality_sees_no_papers(reader_as: Readers, opened: Voting, address: str) -> None:
    with_station(reader_as("officer"))
    assert reader_as("other_officer").open(address).status_code == 404
    assert reader_as("officer").open("/officers/stations/9").status_code == 404
    assert reader_as("officer").open("/officers/batches/9").status_code == 404


def test_whoever_shows_the_key_of_the_receipt_is_handed_a_paper(app: Flask, reader_as: Readers, lorn: World) -> None:
    poll = ballot_box.opened(installation(app), lorn, two_channels=TwoChannels.PAPER_OVERRIDES)
    with poll.acting("resident") as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)
        key = voting.cast_ballot(uow, poll.poll_no, ["P01"], bytes(16)).secret
    officer = reader_as("officer")
    assert "may vote on paper instead" in officer.open("/polls/1").text
    with_station(officer)
    officer.open("/officers/stations/1")
    officer.send("/marks", button="to", email="resident@moothill.example", receipt_key="1")
    assert "32 letters and digits" in officer.text
    officer.send("/marks", button="to", receipt_key=key)
    assert "The online vote is void" in officer.text
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Everybody has voted")
    assert "1 online vote was voided" in officer.open("/officers/polls/1/papers").text


def test_the_pages_of_voting_on_paper_are_in_gaelic_throughout(reader_as: Readers, opened: Voting) -> None:
    officer, approver = reader_as("officer"), reader_as("approver")
    with_station(officer)
    hand_out(officer, "Ann")
    hand_out(officer, "Iain")
    officer.open("/officers/polls/1")
    officer.send("/closed", reason="Everybody has voted")
    officer.open("/officers/stations/1")
    officer.send("/account", in_box="2", spoilt="0", unused="7")
    officer.send("/batches", papers="2")
    keyed(officer, "1 2", "P03")
    keyed(approver, "1 2", "")
    for address in (
        "/officers/polls/1/stations",
        "/officers/stations/1",
        "/officers/batches/1",
        "/officers/polls/1/papers",
    ):
        told = said_in_english(officer.open(f"/gd{address}").text.replace("Library", ""))
        assert told == [], address
