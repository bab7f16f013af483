"""Every door of the application, read from its table of routes, with the address of something behind each."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from pb_app.models.base import Base
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation, installation
from tests.pages.reader import Reader

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Acting = Callable[[str | None], UnitOfWork]
TOUCHED_BY_READING = frozenset({"sign_in_session"})


@dataclass(frozen=True, slots=True)
class Door:
    """A view of the application and an address that leads to it."""

    endpoint: str
    method: str
    address: str
    names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.method} {self.address}"


def doors(app: Flask, method: str, under: str = "", **values: object) -> list[Door]:
    """The doors of this method whose endpoint begins with `under`; `values` fill the addresses."""
    return sorted(_doors(app, method, under, values), key=str)


def _doors(app: Flask, method: str, under: str, values: dict[str, object]) -> Iterator[Door]:
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or set()) and rule.endpoint.startswith(under) and rule.endpoint != "static":
            yield Door(rule.endpoint, method, _address(app, rule, values), frozenset(rule.arguments))


def _address(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    slug = "oban" if rule.rule.startswith("/localities") else "lorn"
    known: dict[str, object] = {"slug": slug, "token": "t" * 43, "ref": "P01", "seq": 1, "index": 0} | values
    built = app.url_map.bind("localhost").build(rule.endpoint, {name: known.get(name, 1) for name in rule.arguments})
    return str(built)


def everything(parts: Installation) -> str:
    """A hash of every row of every table but those that reading itself touches."""
    told = hashlib.sha256()
    with closing(parts.database.session()) as session:
        for table in Base.metadata.sorted_tables:
            if table.name not in TOUCHED_BY_READING:
                rows = sorted(repr(tuple(row)) for row in session.execute(select(*table.c)))
                told.update(repr((table.name, rows)).encode())
    return told.hexdigest()


def stored(app: Flask) -> str:
    """The same, of the application's installation."""
    return everything(installation(app))


class Untouched:
    """Says whether anything was changed since; SQLite tells whether anybody committed, and only then all is read."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._before = stored(app)
        self._line = sqlite3.connect(str(installation(app).database.engine.url.database))
        self._version = self._commits()

    def __bool__(self) -> bool:
        before, self._version = self._version, self._commits()
        return self._version == before or stored(self._app) == self._before

    def _commits(self) -> int:
        return int(self._line.execute("PRAGMA data_version").fetchone()[0])


def token_of(reader: Reader) -> str:
    """A token that fits this reader's browser."""
    found = TOKEN.search(reader.open("/sign-in").text)
    assert found
    return found[1]
