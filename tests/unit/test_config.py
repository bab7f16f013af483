"""Settings: what is unknown, missing or unusable stops the start with a sentence."""

from pathlib import Path

import pytest

from config import Settings, SettingsFault
from pb_app.keys import Keys

PRODUCTION = {
    "PB_ENVIRONMENT": "production",
    "PB_DATABASE_URL": "postgresql://moothill_app@/moothill",
    "PB_SITE_URL": "https://moothill.example",
    "PB_SESSION_KEY_FILE": "session.key",
    "PB_LOG_KEY_FILE": "log.key",
    "PB_RECEIPT_KEY_FILE": "receipt.key",
    "PB_ROLL_KEYS_FOLDER": "rolls",
    "PB_LOG_ORIGIN": "log.lorn.example",
    "PB_MAIL": "smtp",
    "PB_SMTP_URL": "smtp://mail.example:587",
}


def test_an_empty_environment_gives_a_development_installation() -> None:
    settings = Settings.from_environ({"HOME": "/nowhere"})
    assert settings.in_development
    assert settings.database.startswith("sqlite:///")
    assert settings.owner_database == settings.database


def test_an_unknown_setting_stops_the_start() -> None:
    with pytest.raises(SettingsFault, match="PB_DATABSE_URL is not a setting"):
        Settings.from_environ({"PB_DATABSE_URL": "sqlite://"})


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("PB_ENVIRONMENT", "staging", "development, production"),
        ("PB_MAIL", "pigeon", "outbox, smtp"),
        ("PB_BACKGROUND", "yes", "on, off"),
        ("PB_ASYNC_MODE", "eventlet", "threading, gevent"),
        ("PB_MAX_BODY_BYTES", "1MB", "whole number"),
        ("PB_MOST_LINES", "many", "whole number"),
        ("PB_REDIS_URL", "127.0.0.1:6379", "like redis://"),
        ("PB_MAIL", "smtp", "PB_SMTP_URL is missing"),
    ],
)
def test_an_unusable_value_stops_the_start(name: str, value: str, why: str) -> None:
    with pytest.raises(SettingsFault, match=why):
        Settings.from_environ({name: value})


def test_production_starts_with_everything_it_needs() -> None:
    assert not Settings.from_environ(PRODUCTION).in_development


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"PB_ENVIRONMENT", "PB_MAIL", "PB_SMTP_URL"}))
def test_production_names_the_setting_that_is_missing(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(SettingsFault, match=missing):
        Settings.from_environ(given)


def test_production_does_not_start_with_an_outbox_nobody_reads() -> None:
    with pytest.raises(SettingsFault, match="nobody can sign in"):
        Settings.from_environ(PRODUCTION | {"PB_MAIL": "outbox"})


def test_keys_are_made_once_for_the_services_eyes_only(tmp_path: Path) -> None:
    settings = Settings(instance=str(tmp_path))
    first, second = Keys.load(settings), Keys.load(settings)
    assert first.session == second.session
    assert settings.key_file("log").stat().st_mode & 0o777 == 0o600
    assert settings.key_file("log").read_text() != settings.key_file("receipt").read_text()


def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    settings = Settings(environment="production", session_key_file=str(tmp_path / "none.key"))
    with pytest.raises(SettingsFault, match=r"none\.key is missing"):
        Keys.load(settings)


def test_a_damaged_key_stops_the_start(tmp_path: Path) -> None:
    damaged = tmp_path / "session.key"
    damaged.write_text("not a key")
    with pytest.raises(SettingsFault, match="64 hexadecimal digits"):
        Keys.load(Settings(instance=str(tmp_path), session_key_file=str(damaged)))
