"""Attacks that would tie a voter to a ballot: the order of a dump, hidden columns, the server's own log (A51-A53)."""

import secrets
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from pb_app import receipts
from pb_app.services import people, polls, voting
from pb_app.web.unit_of_work import Installation
from tests.ballot_box import Voting
from tests.servers import APP, OWNER, PostgresAddress
from tests.world import POSTCODE

VOTERS = 40
HIDDEN = ("xmin", "xmax", "cmin", "cmax", "ctid")
AS_IN_PRODUCTION = {
    "log_min_messages": "error",
    "log_statement": "none",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}


def voted(poll: Voting) -> list[bytes]:
    """So many people vote one after the other; the hashes of their ballots in that order."""
    with poll.system() as uow:
        known = people.introduce_people(uow, {f"v{n}@moothill.example": f"V{n}" for n in range(VOTERS)})
    order = []
    for person_id in known.values():
        secret = secrets.token_bytes(16)
        with poll.acting(person_id) as uow:
            voting.claim_vote(uow, poll.poll_no, POSTCODE)
            voting.cast_ballot(uow, poll.poll_no, ["P01"], secret)
            body = receipts.ballot_body(poll.poll_id, ("P01",), "online", receipts.nonce(secret, poll.poll_id))
            order.append(receipts.ballot_hash(body))
    return order


def kendall(order: Sequence[bytes], dumped: Sequence[bytes]) -> float:
    """How alike two orders are: 1 if the same, -1 if reversed, about 0 if they know nothing of each other."""
    place = {c: number for number, c in enumerate(dumped)}
    pairs = list(combinations((place[c] for c in order), 2))
    return sum(1 if first < second else -1 for first, second in pairs) / len(pairs)


def dumped(parts: Installation, table: str) -> list[bytes]:
    """The ballots in the order in which a dump would write them, read by somebody with every right."""
    url = make_url(parts.settings.database)
    engine = create_engine(url if parts.database.is_sqlite else url.set(username="postgres"))
    with engine.connect() as connection:
        order = "" if parts.database.is_sqlite else " ORDER BY ctid"
        told = [bytes(c) for c in connection.scalars(text(f"SELECT c FROM {table}{order}"))]
    engine.dispose()
    return told


def test_the_order_of_a_dump_tells_nothing_of_who_voted_when(opened: Voting, parts: Installation) -> None:
    """A52: on PostgreSQL the inbox betrays the order until it is mixed, which shows that the attack would be seen."""
    order = voted(opened)
    before = kendall(order, dumped(parts, "box_inbox"))
    assert abs(before) < 0.5 if parts.database.is_sqlite else before == 1
    with opened.system() as uow:
        assert polls.mix_box(uow, opened.poll_no) == VOTERS
    assert abs(kendall(order, dumped(parts, "box_ballot"))) < 0.5
    assert dumped(parts, "box_inbox") == []


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_sqlite_has_no_hidden_number_on_roll_and_box(opened: Voting) -> None:
    """A51: rows are kept by their keys, and nothing numbers them in the order in which they came."""
    for table in ("roll_entry", "roll_mark", "box_inbox", "box_ballot"):
        with opened.system() as uow, pytest.raises(SQLAlchemyError, match="no such column"):
            uow.session.execute(text(f"SELECT rowid FROM {table}"))


@pytest.fixture
def as_in_production(parts: Installation, postgres: PostgresAddress) -> Path:
    """The server's log, written as docs/production.md asks for."""
    name = make_url(parts.settings.database).database
    parts.database.engine.dispose()
    with postgres.connect() as superuser:
        for setting, value in AS_IN_PRODUCTION.items():
            superuser.execute(f"ALTER DATABASE {name} SET {setting} = '{value}'".encode())
    return Path(postgres.folder) / "log"


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_the_server_s_own_log_quotes_no_ballot_and_no_voter(
    as_in_production: Path, opened: Voting, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A53: a ballot that the box refuses is a line in the server's log, and that line says nothing of it."""
    with opened.acting("resident") as uow:
        voting.claim_vote(uow, opened.poll_no, POSTCODE)
    monkeypatch.setattr(receipts, "ballot_hash", lambda _body: b"no hash")
    begun = as_in_production.stat().st_size
    with opened.acting("resident") as uow, pytest.raises(SQLAlchemyError):
        voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes.fromhex("5ec4e7" * 5 + "00"))
    told = as_in_production.read_bytes()[begun:].decode()
    assert "violates check constraint" in told
    for private in ('"P01"', "Failing row", "cast_ballot(", "INSERT", str(opened.poll_id), "5ec4e7", "6e6f2068617368"):
        assert private not in told


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_no_role_but_the_owner_reads_what_rows_hide(
    opened: Voting, parts: Installation, postgres: PostgresAddress
) -> None:
    """A51: the application's role is refused every hidden column, in a join too; after the mix nobody finds a pair."""
    voted(opened)
    name = str(make_url(parts.settings.database).database)
    with postgres.connect(name, APP) as connection:
        for column in HIDDEN:
            for table in ("roll_mark", "box_inbox", "box_ballot"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(f"SELECT {column} FROM {table}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT pg_xact_commit_timestamp(xmin) FROM roll_mark")
    with opened.system() as uow:
        polls.mix_box(uow, opened.poll_no)
    for role in (OWNER, "postgres"):
        with postgres.connect(name, role) as connection:
            pairs = "SELECT count(*) FROM roll_mark m JOIN box_ballot b ON m.xmin = b.xmin"
            assert connection.execute(pairs).fetchone() == (0,)
