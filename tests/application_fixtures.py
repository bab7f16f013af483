"""Installations to tell stories with: each test gets a database of its own, copied from one that was migrated once."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Dialect
from werkzeug.routing import Rule

from config import Settings
from pb_app.database import Database
from pb_app.factory import create_app
from pb_app.keys import Keys
from pb_app.migrations import upgrade
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests import world
from tests.servers import APP, OWNER, PostgresAddress
from tests.world import World

TEMPLATE = "moothill_template"
COMPILED: dict[str, tuple[Dialect, dict[Any, Any]]] = {}
RULES: dict[tuple[Any, ...], Rule] = {}


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Let all applications share what Werkzeug compiles of their rules: it is nearly all of the making of one."""
    compile_rule = Rule.compile

    def compiled(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, rule.host, *sorted((rule.defaults or {}).items()))
        if key not in RULES:
            compile_rule(rule)
            RULES[key] = rule
        known = RULES[key]
        rule._parts, rule._trace, rule._converters = known._parts, known._trace, known._converters
        rule.arguments = known.arguments
        rule._build = known._build.__func__.__get__(rule)
        rule._build_unknown = known._build_unknown.__func__.__get__(rule)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", compiled)
        yield


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An embedded database, migrated and empty."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    upgrade(Settings(database_url=f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres: PostgresAddress, worker_id: str) -> str:
    """The name of a PostgreSQL database, migrated and empty, that others are copied from."""
    name = postgres.new_database(f"{TEMPLATE}_{worker_id}")
    upgrade(Settings(database_url=postgres.url(name, APP), owner_database_url=postgres.url(name, OWNER)))
    return name


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """A folder with the templates as they were compiled by the first story that needed them, for all workers."""
    own = tmp_path_factory.getbasetemp()
    return str((own if worker_id == "master" else own.parent) / "compiled-pages")


@pytest.fixture
def embedded(tmp_path: Path, migrated_file: Path, compiled_pages: str) -> Settings:
    """Settings of an installation on SQLite."""
    path = tmp_path / "moothill.sqlite3"
    shutil.copy(migrated_file, path)
    url = f"sqlite:///{path}"
    return Settings(instance=str(tmp_path), database_url=url, background="off", page_cache_folder=compiled_pages)


@pytest.fixture
def served(
    tmp_path: Path, postgres: PostgresAddress, migrated_template: str, worker_id: str, compiled_pages: str
) -> Iterator[Settings]:
    """Settings of an installation on PostgreSQL; the application connects as its own role, not the owner."""
    name = postgres.new_database(f"moothill_{worker_id}_{tmp_path.name}"[:60], template=migrated_template)
    url = postgres.url(name, APP)
    yield Settings(instance=str(tmp_path), database_url=url, background="off", page_cache_folder=compiled_pages)
    postgres.drop_database(name)


@pytest.fixture(params=["embedded", "served"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of an installation; stories that ask for it are told on both databases."""
    found: Settings = request.getfixturevalue(request.param)
    return found


def compile_once(database: Database) -> None:
    """Let all databases of a kind share what SQLAlchemy has compiled: each story has an engine of its own."""
    dialect, cache = COMPILED.setdefault(database.engine.name, (database.engine.dialect, {}))
    database.engine.dialect = dialect
    database.engine.update_execution_options(compiled_cache=cache)


@pytest.fixture
def parts(settings: Settings) -> Iterator[Installation]:
    """Database and keys of an installation, without its pages."""
    made = Installation(settings, Database(settings.database), Keys.load(settings))
    compile_once(made.database)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def small_world(parts: Installation) -> World:
    """A partnership in that installation."""
    return world.build(parts)


@pytest.fixture
def uow_of(parts: Installation, small_world: World) -> Iterator[Callable[[str | None], UnitOfWork]]:
    """Make units of work for people of the small world: `uow_of("officer")`; `uow_of(None)` is nobody known."""
    made: list[UnitOfWork] = []

    def make(who: str | None) -> UnitOfWork:
        made.append(world.acting(parts, small_world, who))
        return made[-1]

    yield make
    for uow in made:
        uow.close()


@pytest.fixture
def app(embedded: Settings) -> Iterator[Flask]:
    """The whole application on SQLite; forms are checked for their CSRF tokens as in life."""
    made = create_app(embedded)
    compile_once(installation(made).database)
    yield made
    installation(made).database.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()
