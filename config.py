"""The settings of an installation, read once from the environment; anything unknown or missing stops the start."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

PREFIX = "PB_"
WHOLE_NUMBERS = {
    "max_body_bytes": 1_000_000,
    "proxies": 1,
    "most_lines": 200,
    "most_lines_of_address": 150,
    "challenge_days": 90,
}
REDIS = ("redis", "rediss", "unix")
ROOT = Path(__file__).resolve().parent


class SettingsFault(Exception):
    """A setting that cannot be used; its text is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. Every field is the variable `PB_` + its name in capitals (docs/settings.md)."""

    environment: str = "development"
    instance: str = str(ROOT / "instance")
    database_url: str = ""
    owner_database_url: str = ""
    app_role: str = "moothill_app"
    site_url: str = "http://127.0.0.1:5000"
    log_origin: str = "moothill.example/log"
    session_key_file: str = ""
    log_key_file: str = ""
    receipt_key_file: str = ""
    roll_keys_folder: str = ""
    challenge_days: int = 90
    mail: str = "outbox"
    mail_from: str = "no-reply@moothill.example"
    smtp_url: str = ""
    background: str = "on"
    async_mode: str = "threading"
    redis_url: str = ""
    most_lines: int = 200
    most_lines_of_address: int = 150
    page_cache_folder: str = ""
    max_body_bytes: int = 1_000_000
    proxies: int = 0

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read `PB_...` variables; raise SettingsFault with a sentence for one that is unknown, missing or unusable."""
        known = {PREFIX + field.name.upper(): field.name for field in fields(cls)}
        given = {name: value for name, value in environ.items() if name.startswith(PREFIX)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise SettingsFault(f"{unknown[0]} is not a setting of Moothill. docs/settings.md lists those there are.")
        values: dict[str, str | int] = {known[name]: value for name, value in given.items()}
        for name, example in WHOLE_NUMBERS.items():
            if name in values:
                values[name] = _whole_number(name, str(values[name]), example)
        return cls(**values).checked()  # type: ignore[arg-type]

    def checked(self) -> Self:
        """Return these settings, or raise SettingsFault with the first sentence that must be heard."""
        for fault in self._faults():
            raise SettingsFault(fault)
        return self

    def _faults(self) -> list[str]:
        words = {
            "environment": ("development", "production"),
            "mail": ("outbox", "smtp"),
            "background": ("on", "off"),
            "async_mode": ("threading", "gevent"),
        }
        faults = [
            f"PB_{name.upper()} is {getattr(self, name)!r}. Set it to one of: {', '.join(allowed)}."
            for name, allowed in words.items()
            if getattr(self, name) not in allowed
        ]
        if self.mail == "smtp" and not self.smtp_url:
            faults.append("PB_MAIL is smtp, but PB_SMTP_URL is missing. Set it, like smtp://user:password@mail:587.")
        if self.redis_url and urlsplit(self.redis_url).scheme not in REDIS:
            faults.append(
                "PB_REDIS_URL cannot be used. Set it, like redis://127.0.0.1:6379/0 or unix:///run/redis.sock."
            )
        if self.environment == "production":
            faults += self._production_faults()
        return faults

    def _production_faults(self) -> list[str]:
        required = (
            "database_url",
            "session_key_file",
            "log_key_file",
            "receipt_key_file",
            "roll_keys_folder",
            "log_origin",
        )
        default = {field.name: field.default for field in fields(self)}
        faults = [
            f"PB_{name.upper()} is missing. In production it must be set; docs/settings.md says to what."
            for name in required
            if getattr(self, name) == default[name]
        ]
        if urlsplit(self.site_url).scheme != "https":
            faults.append("PB_SITE_URL must begin with https:// in production.")
        if self.mail == "outbox":
            faults.append("PB_MAIL is outbox. In production set it to smtp, or nobody can sign in.")
        return faults

    @property
    def database(self) -> str:
        """The URL of the database the application uses; the embedded SQLite file unless one is named."""
        return self.database_url or f"sqlite:///{Path(self.instance) / 'moothill.sqlite3'}"

    @property
    def owner_database(self) -> str:
        """The URL migrations use: the owner's role on PostgreSQL, the same file on SQLite."""
        return self.owner_database_url or self.database

    @property
    def in_development(self) -> bool:
        """Whether the development outbox and style guide are shown and keys are made on the first start."""
        return self.environment == "development"

    def key_file(self, name: str) -> Path:
        """Where the key called `session`, `log` or `receipt` lies."""
        return Path(getattr(self, f"{name}_key_file") or Path(self.instance) / "keys" / f"{name}.key")

    @property
    def roll_keys(self) -> Path:
        """The folder with one roll key a poll."""
        return Path(self.roll_keys_folder or Path(self.instance) / "keys" / "rolls")


def _whole_number(name: str, text: str, example: int) -> int:
    if not (text.isascii() and text.isdigit()):
        raise SettingsFault(f"{PREFIX}{name.upper()} is {text!r}. Set it to a whole number, like {example}.")
    return int(text)
