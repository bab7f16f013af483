"""The disk is full: whoever votes hears 503 and has not voted; whoever was told otherwise is in the box (5.1)."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, select

from config import Settings
from pb_app.factory import create_app
from pb_app.models.box import box_inbox
from pb_app.models.polls import RollMark
from pb_app.services import people, voting
from pb_app.web.unit_of_work import installation
from tests import ballot_box, world
from tests.abuse.doors import token_of
from tests.ballot_box import Voting
from tests.pages.conftest import _sign_in
from tests.pages.reader import Reader
from tests.servers import OWNER
from tests.world import POSTCODE

VOTERS = 12
LEFT = 30_000
"""So many bytes are left on the disk: room for a ballot or two, and not for all."""
FULL = (
    "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
)
Full = Callable[[], object]


@pytest.fixture
def served_app(settings: Settings) -> Iterator[Flask]:
    """The whole application on either database."""
    made = create_app(settings)
    yield made
    installation(made).database.engine.dispose()


@contextmanager
def no_room_in_files(folder_bytes: int) -> Iterator[None]:
    """No file of this process grows beyond this size: to SQLite that is a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (folder_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_room_on_the_server(url: str) -> Iterator[None]:
    """PostgreSQL answers as it does when a table cannot grow: with its own error for a full disk."""
    engine = create_engine(make_url(url).set(username=OWNER))
    with engine.begin() as connection:
        connection.exec_driver_sql(FULL)
        connection.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON box_inbox FOR EACH ROW EXECUTE FUNCTION no_room()"
        )
    yield
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER no_room ON box_inbox")
    engine.dispose()


def voters(app: Flask, poll: Voting) -> list[Reader]:
    """People on the roll, signed in, each with the ballot's page behind them."""
    with poll.system() as uow:
        known = people.introduce_people(uow, {f"v{n}@moothill.example": f"V{n}" for n in range(VOTERS)})
    made = []
    for person_id in known.values():
        with poll.acting(person_id) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
        made.append(Reader(app.test_client()))
        _sign_in(poll.parts, made[-1].client, person_id)
    return made


def test_a_full_disk_ends_in_503_and_never_in_a_vote_that_was_promised_and_lost(served_app: Flask) -> None:
    parts = installation(served_app)
    poll = ballot_box.opened(parts, world.build(parts))
    there = voters(served_app, poll)
    tokens = [token_of(one) for one in there]
    parts.database.empty_journal()
    full = no_room_in_files(LEFT) if parts.database.is_sqlite else no_room_on_the_server(parts.settings.database)

    def press(number: int) -> int:
        sent = {"csrf_token": tokens[number], "projects": ["P01"], "secret": bytes([number + 1] * 16).hex()}
        return there[number].client.post(f"/polls/{poll.poll_no}/ballot", data=sent).status_code

    with full:
        answers = [press(number) for number in range(VOTERS)]
    assert set(answers) <= {201, 503}
    assert 503 in answers
    assert counted(poll) == (answers.count(201), answers.count(201))
    again = [press(number) for number in range(VOTERS)]
    assert set(again) <= {200, 201}
    assert [now == 200 for now in again] == [before == 201 for before in answers]  # nobody votes twice, nobody is lost
    assert counted(poll) == (VOTERS, VOTERS)


def counted(poll: Voting) -> tuple[int, int]:
    """Ballots and marks."""
    with poll.system() as uow:
        return (
            len(uow.session.scalars(select(box_inbox.c.c)).all()),
            len(uow.session.scalars(select(RollMark.roll_no)).all()),
        )
