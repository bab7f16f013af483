"""The page that says whether a ballot is in, and the proof that it gives."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import insert

from pb_app import receipts
from pb_app.audit.keys import parse_vkey
from pb_app.box_proofs import check_proof, read_proof
from pb_app.models.box import box_voided
from pb_app.services import changes, polls, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.services.test_changes import changeable
from tests.world import POSTCODE, World

Readers = Callable[[str | None], Reader]
VOTERS = ("resident", "neighbour", "facilitator")
SECRETS = {who: bytes([7, number]) * 8 for number, who in enumerate(VOTERS)}
ABSENT = "No ballot in this box has that code"


@pytest.fixture
def poll(app: Flask, lorn: World) -> Voting:
    return ballot_box.opened(installation(app), lorn)


@pytest.fixture
def codes(poll: Voting) -> dict[str, str]:
    """Three people have voted; the codes of their receipts."""
    told = {}
    for who in VOTERS:
        with poll.acting(who) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            told[who] = voting.cast_ballot(uow, poll.poll_no, ["P01"], SECRETS[who]).code
    return told


def close(poll: Voting) -> None:
    with poll.acting("officer") as uow:
        polls.close_poll(uow, poll.poll_no, "Everybody has voted")


def void(poll: Voting, c: bytes, reason: str) -> None:
    """As if this ballot had been taken out before the close; the guards are down for it, since there was none."""
    with poll.system() as uow, uow.database.writing(uow.session):
        for guard in ("box_voided_in_box", "box_voided_by_change", "box_voided_by_paper"):
            uow.session.connection().exec_driver_sql(f"DROP TRIGGER {guard}")
        uow.session.execute(insert(box_voided).values(poll_id=poll.poll_id, c=c, reason=reason))
        uow.session.commit()


def look_up(reader: Reader, code: str) -> tuple[int, str]:
    reader.open("/polls/1/box")
    page = reader.send("/box", code=code)
    return page.status_code, unescape(page.text)


def test_before_the_close_a_ballot_is_promised_and_nothing_tells_whether_it_was_mixed_or_replaced(
    poll: Voting, codes: dict[str, str], reader_as: Readers
) -> None:
    code, anybody = codes["resident"], reader_as(None)
    token = re.compile(r'value="[^"]{40,}"|VK7X[^"<]*|value="[0-9A-Z-]{19}"')
    waiting = look_up(anybody, code)
    assert waiting[0] == 200
    assert "Your ballot was received" in waiting[1]
    assert look_up(anybody, "0000-0000-0000-0000")[0] == 404
    replaced = bytes(range(32))
    void(poll, replaced, "replaced")
    gone = look_up(anybody, receipts.tracking_code(replaced))
    assert token.sub("", gone[1]) == token.sub("", waiting[1])
    assert anybody.client.get("/polls/1/box.txt").status_code == 409
    assert anybody.client.post("/polls/1/box/proof", data={"code": code}).status_code in (404, 419)


def test_after_the_close_the_page_gives_a_proof_that_holds_offline(
    poll: Voting, codes: dict[str, str], reader_as: Readers
) -> None:
    close(poll)
    anybody = reader_as(None)
    status, told = look_up(anybody, codes["resident"].lower().replace("-", " "))
    assert status == 200
    assert "Yes, your ballot is in the box" in told
    taken = anybody.send("/box/proof")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="poll-1.tlog-proof"'
    assert taken.headers["Cache-Control"] == "no-store"
    proof = read_proof(taken.text)
    assert taken.text in told
    checkpoint = check_proof(proof, parse_vkey(anybody.client.get("/polls/1/box/key").text.strip()))
    assert receipts.tracking_code(proof.ballot) == codes["resident"]
    assert checkpoint.root.hex() in told
    hashes = [bytes.fromhex(line) for line in anybody.client.get("/polls/1/box.txt").text.split()]
    assert (hashes[proof.index], receipts.box_root(hashes)) == (proof.ballot, checkpoint.root)
    assert "P01" not in taken.text


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("replaced", "the later ballot counts"), ("paper-override", "The paper counts"), ("court-order", "of a court")],
)
def test_the_receipt_of_a_ballot_that_was_taken_out_says_so_and_not_what_stood_on_it(
    poll: Voting, reader_as: Readers, reason: str, sentence: str
) -> None:
    """A60."""
    replaced = bytes(range(32))
    void(poll, replaced, reason)
    close(poll)
    status, told = look_up(reader_as(None), receipts.tracking_code(replaced))
    assert status == 200
    assert "This ballot was replaced" in told
    assert sentence in told
    assert "Does it hold what I chose?" not in told
    assert "tlog-proof" not in told


def test_a_changed_vote_keeps_its_secret_until_the_close_and_is_told_of_afterwards(
    app: Flask, lorn: World, reader_as: Readers
) -> None:
    """A60, with a vote that was really changed."""
    poll = changeable(installation(app), lorn)
    old, new = bytes([1]) * 16, bytes([2]) * 16
    with poll.acting("resident") as uow:
        voting.claim_vote(uow, poll.poll_no, POSTCODE)
        first = voting.cast_ballot(uow, poll.poll_no, ["P01"], old).code
    with poll.acting(None) as uow:
        second = changes.change_ballot(uow, poll.poll_no, old, ["P02"], new).code
    anybody = reader_as(None)
    assert all("Your ballot was received" in look_up(anybody, code)[1] for code in (first, second))
    close(poll)
    assert "Yes, your ballot is in the box" in look_up(anybody, second)[1]
    told = look_up(anybody, first)[1]
    assert "the later ballot counts" in told
    assert second not in told
    assert "P01" not in told


def test_a_code_with_one_wrong_sign_is_of_no_ballot(poll: Voting, codes: dict[str, str], reader_as: Readers) -> None:
    """A59."""
    close(poll)
    anybody, code = reader_as(None), codes["resident"]
    for place in (0, 8, 18):
        wrong = code[:place] + ("7" if code[place] != "7" else "8") + code[place + 1 :]
        status, told = look_up(anybody, wrong)
        assert (status, ABSENT in told) == (404, True)
    for typed in ("", "???", "VK7X"):
        assert look_up(anybody, typed)[0] == 422


def test_a_box_that_has_not_opened_is_not_asked(app: Flask, lorn: World, reader_as: Readers) -> None:
    voting_ = ballot_box.drafted(installation(app), lorn)
    assert reader_as(None).open("/polls/1/box").status_code == 404
    with voting_.acting("officer") as uow:
        polls.freeze_poll(uow, 1)
    assert reader_as(None).open("/polls/1/box").status_code == 409
