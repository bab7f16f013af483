"""A service that takes votes starts only on a database that keeps what it acknowledges (voting-and-audit 5)."""

import os
from dataclasses import replace

import pytest

from config import Settings, SettingsFault
from pb_app import database, durability, factory
from pb_app.database import Database
from pb_app.durability import check_durable


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a PostgreSQL says of itself; at first, what it must."""
    said = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    monkeypatch.setattr(durability, "_postgresql", lambda _connection: said)
    return said


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_a_file_that_forces_what_it_writes_is_taken(settings: Settings) -> None:
    check_durable(Database(settings.database))


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize("weak", ["synchronous=NORMAL", "synchronous=OFF", "journal_mode=DELETE"])
def test_a_file_that_may_lose_commits_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, weak: str
) -> None:
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, weak))
    with pytest.raises(SettingsFault, match="votes could be lost when the power fails"):
        check_durable(Database(settings.database))


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_a_server_set_up_for_speed_is_refused(settings: Settings) -> None:
    """The tests' own server is one."""
    with pytest.raises(SettingsFault, match=r"PostgreSQL is set to fsync = off, so acknowledged votes could be lost"):
        check_durable(Database(settings.database))


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_each_setting_that_loses_votes_is_named(settings: Settings, answering: dict[str, str]) -> None:
    kept = Database(settings.database)
    check_durable(kept)
    for name in durability.ON_DISK:
        answering[name] = "off"
        with pytest.raises(SettingsFault, match=f"{name} = off"):
            check_durable(kept)
        answering[name] = "on"
    answering["synchronous_commit"] = "remote_apply"
    check_durable(kept)


def test_a_database_that_does_not_answer_yet_stops_no_start() -> None:
    """Pages answer 503 until it does; a worker that begins anew while the server restarts must not end the service."""
    check_durable(Database("postgresql://nobody@127.0.0.1:1/nothing"))


@pytest.mark.parametrize("settings", ["served"], indirect=True)
def test_what_is_served_is_checked_and_a_server_of_developers_may_forget(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"PB_INSTANCE": settings.instance, "PB_DATABASE_URL": settings.database_url, "PB_BACKGROUND": "off"}
    for name in [name for name in os.environ if name.startswith("PB_")]:
        monkeypatch.delenv(name)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert factory.create_app_to_serve()
    monkeypatch.setattr(
        Settings, "from_environ", lambda _environ: replace(settings, environment="production", mail="smtp")
    )
    factory.create_app(settings)  # makes the keys
    with pytest.raises(SettingsFault, match="fsync = off"):
        factory.create_app_to_serve()
