"""What the application's role may not do on PostgreSQL, whatever the code above it asks for."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from config import Settings
from tests.servers import OWNER, PostgresAddress

KEPT = (
    "roll_mark",
    "box_ballot",
    "box_mix",
    "ledger_entry",
    "ledger_posting",
    "ledger_seal",
    "log_leaf",
    "log_checkpoint",
)
REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def database(served: Settings) -> str:
    """Name a migrated database that the application serves."""
    return str(make_url(served.database_url).database)


@pytest.fixture
def app_role(postgres: PostgresAddress, database: str, served: Settings) -> Iterator[psycopg.Connection]:
    """Connect as the application does."""
    with postgres.connect(database, served.app_role) as connection:
        yield connection


@pytest.mark.parametrize("table", KEPT)
def test_what_is_kept_cannot_be_emptied(app_role: psycopg.Connection, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(REFUSED):
            app_role.execute(statement)


@pytest.mark.parametrize("table", ["roll_mark", "box_inbox", "box_ballot"])
@pytest.mark.parametrize("column", ["xmin", "ctid", "cmin"])
def test_traces_that_tie_mark_and_ballot_cannot_be_read(app_role: psycopg.Connection, table: str, column: str) -> None:
    with pytest.raises(REFUSED):
        app_role.execute(f"SELECT {column} FROM {table}")


def test_the_question_that_would_tie_mark_and_ballot_is_refused(app_role: psycopg.Connection) -> None:
    with pytest.raises(REFUSED):
        app_role.execute("SELECT b.c, m.roll_no FROM box_inbox b JOIN roll_mark m ON m.xmin = b.xmin")


def test_what_a_page_shows_can_be_read(app_role: psycopg.Connection) -> None:
    assert app_role.execute("SELECT poll_id, c, body FROM box_ballot").fetchall() == []


def test_guards_cannot_be_switched_off(app_role: psycopg.Connection) -> None:
    with pytest.raises(REFUSED):
        app_role.execute("ALTER TABLE log_leaf DISABLE TRIGGER ALL")
    with pytest.raises(REFUSED):
        app_role.execute("SET session_replication_role = replica")


def test_tables_cannot_be_made_or_dropped(app_role: psycopg.Connection) -> None:
    for statement in ("CREATE TABLE spare (id int)", "DROP TABLE log_leaf", "CREATE SCHEMA spare"):
        with pytest.raises(REFUSED):
            app_role.execute(statement)


def test_balances_move_only_through_sealed_entries(app_role: psycopg.Connection) -> None:
    with pytest.raises(REFUSED):
        app_role.execute("UPDATE account_balance SET pence = 1")


def test_a_ballot_reaches_the_box_only_through_the_mix(app_role: psycopg.Connection) -> None:
    with pytest.raises(REFUSED):
        app_role.execute("INSERT INTO box_ballot SELECT * FROM box_inbox")


def test_even_the_owner_meets_the_guard_of_the_log(postgres: PostgresAddress, database: str) -> None:
    with (
        postgres.connect(database, OWNER) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute("TRUNCATE log_leaf")


def test_everything_belongs_to_the_owner(postgres: PostgresAddress, database: str) -> None:
    with postgres.connect(database) as connection:
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert owners == [(OWNER,)]
