"""Whatever is changed behind the log's back, with every guard taken off, is found, and named first."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import Settings
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.web.unit_of_work import Installation
from tests import whole_story, world
from tests.harm import HARM, places
from tests.servers import APP, PostgresAddress
from tests.tampering import tamper
from tests.whole_story import verified


def installed(settings: Settings) -> Installation:
    return Installation(settings, Database(settings.database), Keys.load(settings))


def tell(settings: Settings) -> Settings:
    """Tell the whole story in this installation, and leave it with no connection open."""
    parts = installed(settings)
    here = world.build(parts)
    whole_story.told(parts, lambda who: world.acting(parts, here, who), here)
    parts.database.engine.dispose()
    return settings


@pytest.fixture(scope="module")
def told_in_file(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Settings:
    """The story on SQLite, told once."""
    folder = tmp_path_factory.mktemp("told")
    shutil.copy(migrated_file, folder / "told.sqlite3")
    return tell(Settings(instance=str(folder), database_url=f"sqlite:///{folder / 'told.sqlite3'}"))


@pytest.fixture(scope="module")
def told_in_server(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresAddress, migrated_template: str, worker_id: str
) -> Settings:
    """The story on PostgreSQL, told once."""
    name = postgres.new_database(f"told_{worker_id}", template=migrated_template)
    return tell(Settings(instance=str(tmp_path_factory.mktemp("told")), database_url=postgres.url(name, APP)))


@pytest.fixture
def copied_file(told_in_file: Settings, tmp_path: Path) -> Settings:
    """The story in a file that may be spoilt."""
    shutil.copy(Path(told_in_file.instance) / "told.sqlite3", tmp_path / "copy.sqlite3")
    return replace(told_in_file, database_url=f"sqlite:///{tmp_path / 'copy.sqlite3'}")


@pytest.fixture
def copied_database(told_in_server: Settings, postgres: PostgresAddress, worker_id: str) -> Iterator[Settings]:
    """The story in a database that may be spoilt."""
    name = postgres.new_database(f"spoilt_{worker_id}", template=f"told_{worker_id}")
    yield replace(told_in_server, database_url=postgres.url(name, APP))
    postgres.drop_database(name)


@pytest.fixture(params=["copied_file", "copied_database"])
def parts(request: pytest.FixtureRequest) -> Iterator[Installation]:
    made = installed(request.getfixturevalue(request.param))
    yield made
    made.database.engine.dispose()


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_what_was_changed_is_the_first_thing_named(
    parts: Installation, request: pytest.FixtureRequest, harm: tuple[str, str, str, str]
) -> None:
    tables, statements, part, why = harm
    known = places(parts)
    tamper(parts, request, tables, *(one.format(**known) for one in statements.split(";")))
    first = verified(parts).misfits[0]
    assert why.format(**known) in str(first)
    assert first.part.value == part


def test_what_was_left_alone_fits(parts: Installation) -> None:
    assert verified(parts).ok
