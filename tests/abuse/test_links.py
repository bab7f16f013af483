"""What could tie a voter to a ballot in SQLite's hidden numbers and in the server's own log (A51, A53)."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from pb_app import receipts
from pb_app.services import voting
from pb_app.web.unit_of_work import Installation
from tests.ballot_box import Voting
from tests.servers import PostgresAddress
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
