"""Migrations: one line of them, up from nothing, no drift from the models, down and up again, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text

from config import Settings
from pb_app.migrations import configuration, downgrade, upgrade
from pb_app.models import METADATA
from tests.servers import APP, OWNER, PostgresAddress


@pytest.fixture
def embedded_empty(tmp_path: Path) -> Settings:
    """Settings of an installation on SQLite whose database is not there yet."""
    return Settings(instance=str(tmp_path))


@pytest.fixture
def served_empty(tmp_path: Path, postgres: PostgresAddress, postgres_database: str) -> Settings:
    """Settings of an installation on PostgreSQL whose database is empty."""
    return Settings(
        instance=str(tmp_path),
        database_url=postgres.url(postgres_database, APP),
        owner_database_url=postgres.url(postgres_database, OWNER),
    )


@pytest.fixture(params=["embedded_empty", "served_empty"])
def empty(request: pytest.FixtureRequest) -> Settings:
    """Settings of an empty installation, on each database."""
    found: Settings = request.getfixturevalue(request.param)
    return found


@contextmanager
def owner(settings: Settings) -> Iterator[Connection]:
    engine = create_engine(settings.owner_database)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def tables(settings: Settings) -> set[str]:
    with owner(settings) as connection:
        return set(inspect(connection).get_table_names())


def guards(settings: Settings) -> list[str]:
    """Return the names of triggers and functions."""
    embedded = "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    served = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1"
    )
    with owner(settings) as connection:
        return list(connection.scalars(text(embedded if connection.dialect.name == "sqlite" else served)))


def test_there_is_one_newest_migration() -> None:
    assert len(ScriptDirectory.from_config(configuration(Settings())).get_heads()) == 1


def test_every_table_of_the_models_comes_up_from_nothing(empty: Settings) -> None:
    upgrade(empty)
    assert tables(empty) == set(METADATA.tables) | {"alembic_version"}


def test_the_migrations_give_what_the_models_say(empty: Settings) -> None:
    upgrade(empty)
    with owner(empty) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_upgrading_again_changes_nothing(empty: Settings) -> None:
    upgrade(empty)
    before = guards(empty)
    upgrade(empty)
    assert guards(empty) == before


def test_every_migration_goes_down_and_up_again(empty: Settings) -> None:
    upgrade(empty)
    whole, guarded = tables(empty), guards(empty)
    downgrade(empty, "base")
    assert tables(empty) == {"alembic_version"}
    assert guards(empty) == []
    upgrade(empty)
    assert (tables(empty), guards(empty)) == (whole, guarded)


def test_a_column_of_money_or_a_moment_is_never_a_float() -> None:
    kinds = {
        f"{table.name}.{column.name}": type(column.type).__name__
        for table in METADATA.tables.values()
        for column in table.columns
    }
    assert [name for name, kind in kinds.items() if kind in {"Float", "Double", "REAL", "Numeric"}] == []
