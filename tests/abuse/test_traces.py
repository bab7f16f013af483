"""What casting leaves behind for whoever can read everything: files, tables, letters and lines of logs (A51-A54)."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Date, DateTime, select, update

from pb_app import background, box, receipts
from pb_app.models.base import Base, Moment
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.people import SignInSession
from pb_app.models.polls import RollEntry, RollMark
from pb_app.services import people, voting
from pb_app.web.unit_of_work import Installation, installation
from tests.abuse.doors import token_of
from tests.ballot_box import Voting
from tests.pages.reader import Reader
from tests.world import POSTCODE

ReaderAs = Callable[[str | None], Reader]
VOTERS = 12


def cast(voting_: Voting, voters: int = VOTERS) -> list[bytes]:
    """Ballots of so many voters, in this order; their secrets."""
    with voting_.system() as uow:
        ids = people.introduce_people(uow, {f"v{n}@moothill.example": f"Voter {n}" for n in range(voters)})
    secrets = [bytes([200, n]) * 8 for n in range(voters)]
    for person_id, secret in zip(ids.values(), secrets, strict=True):
        with voting_.acting(person_id) as uow:
            voting.claim_vote(uow, voting_.poll_no, POSTCODE)
            voting.cast_ballot(uow, voting_.poll_no, ["P01"], secret)
    return secrets


def left(folder: Path, poll: Voting, secrets: list[bytes]) -> list[int]:
    """How often each ballot stands in the files of the database, its log of changes included."""
    files = b"".join(path.read_bytes() for path in folder.glob("moothill.sqlite3*"))
    return [files.count(receipts.nonce(secret, poll.poll_id).hex().encode()) for secret in secrets]


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_the_files_keep_no_order_of_ballots_once_they_are_mixed(
    opened: Voting, parts: Installation, tmp_path: Path
) -> None:
    secrets = cast(opened)
    assert left(tmp_path, opened, secrets) == list(range(VOTERS, 0, -1))  # in the log of changes it stands open
    parts.database.empty_journal()
    with opened.system() as uow:
        background.mix_boxes(uow)
        assert box.waiting(uow.session, opened.poll_id) == 0
    parts.database.empty_journal()
    assert left(tmp_path, opened, secrets) == [1] * VOTERS
    assert (tmp_path / "moothill.sqlite3-wal").stat().st_size == 0


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_the_log_of_changes_is_emptied_by_itself_and_waits_for_nobody(
    opened: Voting, parts: Installation, tmp_path: Path
) -> None:
    cast(opened, 1)
    journal = tmp_path / "moothill.sqlite3-wal"
    with opened.system() as reading:
        reading.session.scalar(select(RollMark.roll_no))
        parts.database.empty_journal()
        assert journal.stat().st_size > 0
    background.of_installation(parts).tick()
    assert journal.stat().st_size == 0


def test_neither_roll_nor_box_has_a_place_for_what_would_tie_them() -> None:
    shared = set(box_ballot.c.keys()) & (set(RollMark.__table__.c.keys()) | set(RollEntry.__table__.c.keys()))
    assert shared == {"poll_id", "channel"}
    for table in (box_inbox, box_ballot, RollEntry.__table__, RollMark.__table__):
        kinds = {type(column.type) for column in table.c}
        assert not kinds & {Moment, DateTime}, table.name
        assert {column.name for column in table.c if isinstance(column.type, Date)} <= {"marked_on"}
        assert not any(key.column.table.name == "person" for key in table.foreign_keys)


def test_the_secret_and_the_code_stand_nowhere(
    app: Flask, open_poll: Voting, reader_as: ReaderAs, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    reader = reader_as("resident")
    page = f"/polls/{open_poll.poll_no}"
    token = token_of(reader)
    reader.client.post(f"{page}/roll", data={"csrf_token": token, "postcode": "PA34 4AB", "declaration": "y"})
    reader.client.post(f"{page}/ballot/check", data={"csrf_token": token, "projects": ["P01", "P03"]})
    secret = bytes.fromhex("5ec4e7" * 5 + "00")
    sent = {"csrf_token": token, "projects": ["P01", "P03"], "secret": secret.hex()}
    receipt = reader.client.post(f"{page}/ballot", data=sent)
    found = re.search(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}", receipt.text)
    assert receipt.status_code == 201
    assert found
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    cookies = receipt.headers.get("Set-Cookie", "")
    for trace in (secret.hex(), found[0], found[0].replace("-", "")):
        assert trace not in caplog.text
        assert trace not in cookies
        assert trace.encode() not in files
    assert secret not in files
    assert '"P01"' not in caplog.text
    assert "P03" not in caplog.text
    told = tables_that_tell(installation(app), secret)
    assert told == {"box_inbox"}


def tables_that_tell(parts: Installation, secret: bytes) -> set[str]:
    """The tables that hold a hash made from the ballot or its secret, or the choices."""
    with parts.database.session() as session:
        row = session.execute(select(box_inbox)).one()
        traces = (row.c, row.idem, row.c.hex(), row.idem.hex(), receipts.change_hash(secret, row.poll_id), '"b":["P01"')
        found = set()
        for table in Base.metadata.sorted_tables:
            for held in session.execute(select(*table.c)):
                if any(trace == cell or trace in str(cell) for cell in held for trace in map(_text, traces)):
                    found.add(table.name)
    return found


def _text(trace: bytes | str) -> str:
    return trace if isinstance(trace, str) else str(trace)


def test_when_somebody_was_last_seen_is_kept_to_the_quarter_of_an_hour(
    app: Flask, open_poll: Voting, reader_as: ReaderAs
) -> None:
    reader = reader_as("resident")
    with installation(app).database.session() as session:
        session.execute(update(SignInSession).values(seen_at=datetime.now(UTC) - timedelta(minutes=40)))
        session.commit()
    reader.open(f"/polls/{open_poll.poll_no}/vote")
    with installation(app).database.session() as session:
        seen = session.scalars(select(SignInSession.seen_at)).one()
    assert datetime.now(UTC) - seen < timedelta(minutes=16)
    assert (seen.minute % 15, seen.second, seen.microsecond) == (0, 0, 0)
