"""Fixtures that hand tests a server of their own; where CI is true a missing one fails, elsewhere it is skipped."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import PostgresAddress, RedisServer, ServiceMissing, shared_postgres

BESIDE = Path(__file__).parents[2] / "shared" / "data"
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


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """Give a Redis that is this test's alone: it may be stopped and started."""
    try:
        with RedisServer() as server:
            yield server
    except ServiceMissing as missing:
        go_without(str(missing))


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
    """Find the folder with real data that MOOTHILL_DATA names, or shared/data beside the checkout."""
    folder = Path(os.environ.get("MOOTHILL_DATA") or BESIDE)
    if not folder.is_dir():
        go_without("MOOTHILL_DATA names no folder with real data (polls, wards, areas); see CONTRIBUTING.md")
    return folder


@pytest.fixture(scope="session")
def real_polls(real_data: Path) -> Path:
    """Find the folder with real .pb files."""
    if not (real_data / "pabulib").is_dir():
        go_without("The real polls are not there: MOOTHILL_DATA should name the folder that holds pabulib/.")
    return real_data / "pabulib"
