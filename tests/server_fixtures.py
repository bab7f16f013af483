"""Fixtures that hand tests a server of their own; where CI is true a missing one fails, elsewhere it is skipped."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import PostgresAddress, ServiceMissing, shared_postgres

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def go_without(why: str) -> None:
    """Fail where CI is true, skip elsewhere: nothing is left out silently."""
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresAddress]:
    """Give the PostgreSQL of this run: the one `make test` shares between workers, or one of this process."""
    try:
        with shared_postgres() as address:
            yield address
    except ServiceMissing as missing:
        go_without(str(missing))


@pytest.fixture
def postgres_database(postgres: PostgresAddress) -> Iterator[str]:
    """Name an empty database that is dropped afterwards; its addresses are `postgres.url(name, role)`."""
    name = postgres.new_database(f"test_{uuid.uuid4().hex[:12]}")
    yield name
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Find the browser that browser tests drive."""
    for path in CHROMIUM:
        if Path(path).exists():
            return path
    go_without("Chromium is not installed; on Debian or Ubuntu: apt-get install chromium")
    raise AssertionError


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Find the folder with real data that MOOTHILL_DATA names."""
    folder = os.environ.get("MOOTHILL_DATA", "")
    if not folder or not Path(folder).is_dir():
        go_without("MOOTHILL_DATA names no folder with real data (polls, wards, areas); see CONTRIBUTING.md")
    return Path(folder)
