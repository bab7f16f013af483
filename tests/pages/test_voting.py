"""Voting by plain pages: postcode, choose, check, cast, receipt; and nothing that ties the voter to the ballot."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask

from pb_app import box
from pb_app.services import polls
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import ELSEWHERE, World

Readers = Callable[[str | None], Reader]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


def close(poll: Voting) -> None:
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")


def waiting(poll: Voting) -> int:
    with poll.system() as uow:
        return box.waiting(uow.session, poll.poll_id)


def words(reader: Reader, status: int = 200) -> str:
    """What the open page says, once its status is as expected."""
    assert reader.page is not None
    told = " ".join(re.sub(r"<[^>]+>", " ", unescape(reader.text)).split())
    assert reader.page.status_code == status, (reader.page.status_code, told[:500])
    return told


def opened(reader: Reader, address: str, status: int = 200) -> str:
    reader.open(address)
    return words(reader, status)


def sent(reader: Reader, action: str, status: int = 200, **answers: object) -> str:
    reader.send(action, **answers)
    return words(reader, status)


def go_to_paper(reader: Reader, poll: Voting) -> None:
    opened(reader, f"/polls/{poll.poll_no}/vote")
    sent(reader, "/roll", postcode="PA34 4AB", declaration="y")


def vote(reader: Reader, poll: Voting, *marks: str) -> str:
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=list(marks))
    told = sent(reader, "/ballot", status=201)
    found = CODE.search(told)
    assert found
    return found[0]


def test_a_resident_votes_and_takes_a_receipt(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    opened(reader, f"/polls/{poll.poll_no}/vote")
    told = sent(reader, "/roll", postcode="pa344ab", declaration="y")
    assert "Choose the projects you support" in told
    assert "Choose at most 2 projects" in told
    told = sent(reader, "/ballot/check", projects=["P01", "P03"])
    assert "You have not voted yet" in told
    assert "£16,500" in told
    assert waiting(poll) == 0
    told = sent(reader, "/ballot", status=201)
    assert "Your vote is in" in told
    assert CODE.search(told)
    assert waiting(poll) == 1


def test_the_receipt_stands_in_no_address_and_is_not_stored(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    code = vote(reader, poll, "P01")
    assert reader.page is not None
    assert code not in reader.page.request.path
    assert reader.page.headers["Cache-Control"] == "no-store"
    assert reader.page.headers["Referrer-Policy"] == "same-origin"


def test_reloading_the_receipt_repeats_it_to_the_letter(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P01"])
    check = reader.page
    sent(reader, "/ballot", status=201)
    note = re.search(r"<pre.*?</pre>", reader.page.text if reader.page else "", re.DOTALL)
    reader.page = check
    sent(reader, "/ballot", status=200)
    again = re.search(r"<pre.*?</pre>", reader.page.text if reader.page else "", re.DOTALL)
    assert note
    assert again
    assert note[0] == again[0]
    assert waiting(poll) == 1


def test_a_second_ballot_says_that_the_first_counts(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P01"])
    in_another_tab = reader.page
    sent(reader, "/ballot", status=201)
    go = opened(reader, f"/polls/{poll.poll_no}/ballot")
    assert "You have voted" in go
    reader.page = in_another_tab
    reader.client.get(f"/polls/{poll.poll_no}/vote")
    assert waiting(poll) == 1


def test_too_many_choices_come_back_with_a_sentence_and_the_ticks(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    told = sent(reader, "/ballot/check", status=422, projects=["P01", "P02", "P03"])
    assert "Choose at most 2 projects" in told
    assert reader.page is not None
    assert reader.page.text.count(" checked") == 3
    assert "<title>Error:" in reader.page.text


def test_choices_travel_back_to_the_paper_in_the_form(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P02"])
    sent(reader, "/ballot/choices")
    assert reader.page is not None
    assert re.search(r'value="P02"[^>]* checked', reader.page.text)


def test_an_empty_ballot_is_warned_of_and_may_be_cast(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    assert "You have chosen no project" in sent(reader, "/ballot/check")
    sent(reader, "/ballot", status=201)


def test_a_postcode_elsewhere_is_named(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    opened(reader, f"/polls/{poll.poll_no}/vote")
    assert "lies in Kilmartin" in sent(reader, "/roll", status=422, postcode=ELSEWHERE, declaration="y")


def test_the_declaration_must_be_made(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    opened(reader, f"/polls/{poll.poll_no}/vote")
    assert "only vote" in sent(reader, "/roll", status=422, postcode="PA34 4AB")


def test_somebody_not_signed_in_is_asked_to_sign_in_first(reader_as: Readers, poll: Voting) -> None:
    assert "Sign in or sign up" in opened(reader_as(None), f"/polls/{poll.poll_no}/vote")


def test_a_damaged_secret_is_refused_and_nothing_is_cast(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P01"])
    assert "came in damaged" in sent(reader, "/ballot", status=422, secret="zz")
    assert waiting(poll) == 0


def test_a_forged_form_is_refused(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P01"])
    sent(reader, "/ballot", status=419, csrf_token="forged")
    assert waiting(poll) == 0


def test_a_vote_after_the_close_is_told_so(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as("resident")
    go_to_paper(reader, poll)
    sent(reader, "/ballot/check", projects=["P01"])
    close(poll)
    assert "Voting has closed" in sent(reader, "/ballot", status=409)


def test_a_poll_before_its_hour_takes_no_votes(app: Flask, lorn: World, reader_as: Readers) -> None:
    now = datetime.now(UTC)
    hours = {"opens_at": now + timedelta(hours=1), "closes_at": now + timedelta(hours=2)}
    early = ballot_box.opened(installation(app), lorn, **hours)
    assert "Voting is not open" in opened(reader_as("resident"), f"/polls/{early.poll_no}/vote")


def test_the_paper_is_shuffled_per_voter_and_stays_so(reader_as: Readers, poll: Voting) -> None:
    def order(reader: Reader) -> list[str]:
        opened(reader, f"/polls/{poll.poll_no}/ballot")
        assert reader.page is not None
        return re.findall(r'name="projects"[^>]*value="(P\d+)"', reader.page.text)

    reader = reader_as("resident")
    go_to_paper(reader, poll)
    assert order(reader) == order(reader)
    assert sorted(order(reader)) == ["P01", "P02", "P03"]


def test_no_figure_is_shown_before_the_close(reader_as: Readers, poll: Voting) -> None:
    vote(reader_as("resident"), poll, "P01")
    anybody = reader_as(None)
    assert "in the box" not in opened(anybody, f"/polls/{poll.poll_no}")
    assert "in the box" not in opened(anybody, f"/polls/{poll.poll_no}/box")
    opened(anybody, f"/polls/{poll.poll_no}/box.txt", status=409)
    assert "in the box" not in opened(reader_as("officer"), f"/officers/polls/{poll.poll_no}")


def test_a_code_is_found_in_the_closed_box(reader_as: Readers, poll: Voting) -> None:
    code = vote(reader_as("resident"), poll, "P01")
    vote(reader_as("neighbour"), poll, "P02")
    close(poll)
    anybody = reader_as(None)
    opened(anybody, f"/polls/{poll.poll_no}/box")
    assert "Yes, your ballot is in the box" in sent(anybody, "/box", code=code.lower().replace("-", " "))
    assert anybody.page is not None
    assert code not in anybody.page.request.url
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert "No ballot in this box has that code" in sent(anybody, "/box", status=404, code=wrong)
    opened(anybody, f"/polls/{poll.poll_no}/box")
    assert "code" in sent(anybody, "/box", status=422, code="???")


def test_no_log_line_ties_a_voter_to_a_ballot(
    reader_as: Readers, poll: Voting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = reader_as("resident")
    code = vote(reader, poll, "P01")
    assert reader.page is not None
    secret = re.search(r"[0-9a-f]{32}", reader.page.text)
    assert secret
    written = "\n".join(record.getMessage() for record in caplog.records)
    assert code not in written
    assert secret[0] not in written
    assert "P01" not in written


def test_gaelic_pages_stay_gaelic(reader_as: Readers, poll: Voting) -> None:
    reader = reader_as(None)
    opened(reader, f"/gd/polls/{poll.poll_no}")
    assert reader.page is not None
    assert '<html lang="gd"' in reader.page.text
    assert f'href="/gd/polls/{poll.poll_no}/vote"' in reader.page.text
