"""The PostgreSQL that tests start: apart from running ones, with the two roles, and gone afterwards."""

import os
from pathlib import Path

import psycopg
import pytest

from tests import servers
from tests.servers import APP, OWNER, PostgresAddress, PostgresServer, ServiceMissing


def test_the_owner_makes_tables_and_the_application_role_may_not(
    postgres: PostgresAddress, postgres_database: str
) -> None:
    with postgres.connect(postgres_database, OWNER) as owner:
        owner.execute("CREATE TABLE pot (pence bigint)")
    with postgres.connect(postgres_database, APP) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("CREATE TABLE other (pence bigint)")


def test_the_application_role_reads_only_what_it_was_granted(postgres: PostgresAddress, postgres_database: str) -> None:
    with postgres.connect(postgres_database, OWNER) as owner:
        owner.execute("CREATE TABLE pot (pence bigint)")
    with postgres.connect(postgres_database, APP) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT pence FROM pot")


def test_neither_role_is_a_superuser(postgres: PostgresAddress) -> None:
    with postgres.connect() as connection:
        rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolsuper ORDER BY rolname").fetchall()
    assert rows == [("postgres",)]


def test_a_database_can_be_copied_from_a_prepared_one(postgres: PostgresAddress, postgres_database: str) -> None:
    with postgres.connect(postgres_database, OWNER) as owner:
        owner.execute("CREATE TABLE pot AS SELECT 5 AS pence")
    copy = postgres.new_database(f"{postgres_database}_copy", template=postgres_database)
    with postgres.connect(copy, OWNER) as owner:
        found = owner.execute("SELECT pence FROM pot").fetchone()
    postgres.drop_database(copy)
    assert found == (5,)


def test_the_server_listens_on_its_own_socket_only(postgres: PostgresAddress) -> None:
    with postgres.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SHOW unix_socket_directories").fetchone() == (postgres.folder,)


def test_an_address_is_read_as_it_is_written() -> None:
    address = PostgresAddress("/run/somewhere", 5433)
    assert PostgresAddress.from_text(str(address)) == address


def test_a_stopped_server_leaves_nothing_behind_and_a_durable_one_keeps_fsync() -> None:
    server = PostgresServer(durable=True)
    with server as address:
        with address.connect() as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)
        process = server.process
        assert process is not None
    assert process.returncode is not None
    assert not Path(address.folder).exists()


def test_without_the_programs_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(servers, "INSTALLED", tmp_path)
    with pytest.raises(ServiceMissing, match="apt-get install postgresql"):
        PostgresServer().start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands servers to another account")
def test_servers_of_root_run_under_another_account() -> None:
    assert servers.account_of_servers().pw_uid != 0
    assert any(word.startswith("--reuid=") and word != "--reuid=0" for word in servers.unprivileged())
