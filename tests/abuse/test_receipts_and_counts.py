"""Attacks on receipts, ballots in the box, the frozen paper and the count (A40, A42, A43, A59, A64)."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import SQLAlchemyError

from ballots.rules import EqualShares
from pb_app import receipts
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.counts import Count
from pb_app.models.proposals import Project
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import counts, polls, proposals
from pb_app.services.imports import import_poll
from pb_app.web.unit_of_work import Installation, installation
from tests import whole_story
from tests.abuse.doors import Acting, doors, token_of
from tests.abuse.test_traces import cast
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.polls import SMALL
from tests.world import World

ReaderAs = Callable[[str | None], Reader]
MANY = 20_000
CODE_BITS = 80
BALLOTS = 10**6
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CASTING = {"residents.voting.cast_ballot", "residents.voting.change_ballot"}


def test_secrets_and_codes_do_not_come_twice(opened: Voting) -> None:
    """A59: none among many; and of a million ballots two share a code with less than one chance in 10^12."""
    drawn = [opened.parts.keys.random(receipts.SECRET_LENGTH) for _ in range(MANY)]
    assert len(set(drawn)) == MANY
    made = {receipts.nonce(secret, opened.poll_id) for secret in drawn}
    codes = {receipts.tracking_code(receipts.ballot_hash(one)) for one in made}
    assert (len(made), len(codes)) == (MANY, MANY)
    assert BALLOTS**2 / 2 ** (CODE_BITS + 1) < 1e-12
    assert {len(secret) for secret in drawn} == {16}
    assert opened.parts.keys.random is secrets.token_bytes


def test_every_other_sign_anywhere_in_a_code_is_another_ballot() -> None:
    """A59: no sign is passed over, and what is typed for O, I and L is all that is read as something else."""
    code = receipts.tracking_code(bytes(range(32)))
    meant = receipts.parse_tracking_code(code)
    for place, sign in enumerate(code):
        for other in set(SIGNS) - {sign} if sign != "-" else ():
            assert receipts.parse_tracking_code(code[:place] + other + code[place + 1 :]) != meant
    for wrong in (code[:-1], code + "0", code.replace("0", "U", 1)):
        with pytest.raises(Invalid):
            receipts.parse_tracking_code(wrong)


def test_no_door_takes_a_ballot_in_its_hands(app: Flask, open_poll: Voting, reader_as: ReaderAs) -> None:
    """A40: whatever an officer posts to whichever address, the ballots in the box are those that were cast."""
    cast(open_poll)
    with open_poll.system() as uow:
        polls.mix_box(uow, open_poll.poll_no)
        c, body = uow.session.execute(select(box_ballot.c.c, box_ballot.c.body)).first() or (b"", "")
    before = boxed(installation(app))
    officer = reader_as("officer")
    told = {
        "csrf_token": token_of(officer),
        "c": c.hex(),
        "body": body,
        "projects": "P02",
        "ballot": body,
        "choices": "P02",
    }
    for door in doors(app, "POST"):
        if door.endpoint not in CASTING:
            officer.client.post(door.address, data=told)
    after = boxed(installation(app))
    assert before.items() <= after.items()
    assert all(poll_id != open_poll.poll_id for poll_id, _ in after.keys() - before.keys())


def boxed(parts: Installation) -> dict[tuple[object, bytes], str]:
    """Every ballot there is, by poll and hash."""
    with parts.database.session() as session:
        rows = [
            row
            for table in (box_inbox, box_ballot)
            for row in session.execute(select(table.c.poll_id, table.c.c, table.c.body))
        ]
    return {(row.poll_id, bytes(row.c)): row.body for row in rows}


@pytest.mark.parametrize("table", [box_inbox, box_ballot])
def test_the_application_itself_cannot_edit_a_ballot(opened: Voting, parts: Installation, table: object) -> None:
    """A40, below the code: no changing, no deleting, and nothing put into the box but by the mix."""
    cast(opened)
    if table is box_ballot:
        with opened.system() as uow:
            polls.mix_box(uow, opened.poll_no)
    before = boxed(parts)
    forged = {"poll_id": opened.poll_id, "c": bytes(32), "idem": bytes(32), "channel": "online", "body": "{}"}
    for statement in (update(table).values(body="{}"), delete(table), insert(box_ballot).values(forged)):  # type: ignore[arg-type]
        with opened.system() as uow:
            with pytest.raises(SQLAlchemyError), uow.database.writing(uow.session):
                uow.session.execute(statement)
            uow.session.rollback()
    assert boxed(parts) == before


def test_an_import_puts_no_ballot_into_a_poll_that_people_vote_in(open_poll: Voting) -> None:
    """A40: an imported file makes a poll of its own."""
    cast(open_poll, 2)
    before = boxed(open_poll.parts)
    with open_poll.acting("officer") as uow:
        made = import_poll(uow, SMALL, "Oban", EqualShares()).id
    after = boxed(open_poll.parts)
    assert before.items() <= after.items()
    assert {poll_id for poll_id, _ in after.keys() - before.keys()} == {made}


def test_a_project_leaves_no_paper_that_people_vote_on(parts: Installation, uow_of: Acting, small_world: World) -> None:
    """A42: from the freezing on neither its author nor an officer nor the database takes it off or changes its cost."""
    poll_no = whole_story.told(parts, uow_of, small_world, "voted")
    before = boxed(parts)
    for who in ("resident", "officer"):
        with pytest.raises((Forbidden, Conflict, NotVisible)):
            proposals.withdraw_proposal(uow_of(who), 1)
    uow = uow_of("officer")
    for statement in (delete(Project), update(Project).values(cost=1), update(Project).values(title="Another")):
        with pytest.raises(SQLAlchemyError), uow.database.writing(uow.session):
            uow.session.execute(statement)
        uow.session.rollback()
    assert boxed(parts) == before
    polls.close_poll(uow_of("second_officer"), poll_no, "Everyone has voted.")
    assert counts.record_count(uow_of("officer"), poll_no).poll.ballots == len(before) == 3


def test_a_count_is_run_once_and_again_gives_the_same_record(
    parts: Installation, uow_of: Acting, small_world: World
) -> None:
    """A43: a second run is refused, the record cannot be changed, and counting again while checking finds the same."""
    poll_no = whole_story.told(parts, uow_of, small_world, "counted")
    record = uow_of(None).session.scalars(select(Count.record)).one()
    with pytest.raises((Forbidden, Conflict)):
        counts.record_count(uow_of("officer"), poll_no)
    with pytest.raises((Forbidden, Conflict)):
        counts.record_count(uow_of("second_officer"), poll_no)
    uow = uow_of("officer")
    engine = text("UPDATE \"count\" SET record = replace(record, 'moothill ballots 1', 'moothill ballots 2')")
    with pytest.raises(SQLAlchemyError), uow.database.writing(uow.session):
        uow.session.execute(engine)
    uow.session.rollback()
    assert uow_of(None).session.scalars(select(Count.record)).one() == record
    report = whole_story.verified(parts)
    assert report.ok, [str(one) for one in report.misfits]


def test_pages_of_vote_and_receipt_are_kept_by_nobody_and_every_page_is_guarded(
    app: Flask, open_poll: Voting, reader_as: ReaderAs
) -> None:
    """A64: going back shows nothing of a vote, and no page may be framed, sniffed or run what is not ours."""
    resident = reader_as("resident")
    page, token = f"/polls/{open_poll.poll_no}", token_of(resident)
    sent = {"csrf_token": token, "postcode": "PA34 4AB", "declaration": "y", "projects": "P01", "secret": "ab" * 16}
    answers = [resident.client.post(f"{page}/{step}", data=sent) for step in ("roll", "ballot/check", "ballot", "box")]
    answers += [resident.client.get(f"{page}/{step}") for step in ("vote", "ballot", "box")]
    assert answers[2].status_code == 201
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert not any("ETag" in answer.headers or "Last-Modified" in answer.headers for answer in answers)
    anybody = reader_as(None)
    for door in doors(app, "GET", "public."):
        headers = anybody.client.get(door.address).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
