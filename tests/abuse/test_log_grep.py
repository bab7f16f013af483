"""Everything that is written down while somebody votes is searched for what ties them to their ballot (A53, A54)."""

import logging
import re
import runpy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from pb_app import receipts
from pb_app.models.base import Base
from pb_app.models.people import SignInSession
from pb_app.web.unit_of_work import Installation, installation
from tests.abuse.doors import token_of
from tests.ballot_box import Voting
from tests.pages.reader import Reader

ReaderAs = Callable[[str | None], Reader]
SECRET = bytes.fromhex("5ec4e7" * 5 + "00")
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")
THE_BOX = ("box_inbox", "box_ballot")


def rows(parts: Installation) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Every row of every table but the box: sessions, waiting letters and entries of the log among them."""
    with parts.database.session() as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in THE_BOX:
                for row in session.execute(select(*table.c)):
                    yield table.name, tuple(row)


def marks_of_ballot(poll: Voting, code: str) -> list[str]:
    """All by which somebody who reads would know the ballot: its code, hash, secret and nonce, and what was chosen."""
    body = receipts.ballot_body(poll.poll_id, ("P01", "P03"), "online", receipts.nonce(SECRET, poll.poll_id))
    hashes = (receipts.ballot_hash(body), receipts.nonce(SECRET, poll.poll_id), SECRET)
    told = [code, code.replace("-", ""), "projects=P", "['P01', 'P03']", '["P01","P03"]', '"b":[']
    return told + [one.hex() for one in hashes] + [repr(one) for one in hashes]


def that_tie(written: list[str], marks: list[str]) -> list[str]:
    """The lines that hold a mark of the ballot."""
    return [line for line in written if any(mark in line for mark in marks)]


def at_the_moment(parts: Installation, begun: datetime, ended: datetime) -> set[str]:
    """The tables with a moment in them that lies between these two."""
    found = set()
    for table, row in rows(parts):
        if any(isinstance(cell, datetime) and begun <= cell.astimezone(UTC) <= ended for cell in row):
            found.add(table)
    return found


def clock(parts: Installation) -> datetime:
    with parts.database.session() as session:
        return parts.database.now(session)


def test_nothing_that_is_written_while_somebody_votes_ties_them_to_their_ballot(
    app: Flask, open_poll: Voting, reader_as: ReaderAs, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    parts, reader = installation(app), reader_as("resident")
    page, token = f"/polls/{open_poll.poll_no}", token_of(reader)
    reader.client.post(f"{page}/roll", data={"csrf_token": token, "postcode": "PA34 4AB", "declaration": "y"})
    sent = {"csrf_token": token, "projects": ["P01", "P03"], "secret": SECRET.hex()}
    begun = clock(parts)
    receipt = reader.client.post(f"{page}/ballot", data=sent)
    ended = clock(parts)
    assert receipt.status_code == 201
    found = CODE.search(receipt.text)
    assert found
    marks = marks_of_ballot(open_poll, found[0])
    written = [record.getMessage() for record in caplog.records] + [f"{table} {row}" for table, row in rows(parts)]
    written += [f"{name}: {value}" for name, value in receipt.headers if name != "Content-Security-Policy"]
    assert that_tie(written, marks) == []
    assert at_the_moment(parts, begun, ended) == set()
    logging.getLogger("moothill").info("resident@moothill.example cast %s", found[0])  # the controls: a careless line,
    assert len(that_tie([record.getMessage() for record in caplog.records], marks)) == 1
    with parts.database.session() as session:  # and a session that is touched to the second
        session.execute(update(SignInSession).values(seen_at=begun))
        session.commit()
    assert at_the_moment(parts, begun, ended) == {"sign_in_session"}


def test_the_server_writes_no_line_a_request() -> None:
    """What is served says nothing of who asked for what and when; the settings of the server are the file it reads."""
    served = runpy.run_path("gunicorn.conf.py")
    assert served["accesslog"] is None
    assert served["loglevel"] == "warning"
    assert not any(name.endswith("access_log_format") or name == "access_logfile" for name in served)
