"""Setting the database's own clock in a story: on PostgreSQL its function, on SQLite the expression that is read."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import ColumnElement, DateTime, create_engine, func, literal, make_url, text

from pb_app import database
from pb_app.models.base import Moment
from pb_app.web.unit_of_work import Installation
from tests.servers import OWNER

SHOWN = "%Y-%m-%d %H:%M:%f000"


def set_clock(parts: Installation, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From here on it is this moment, by the one clock that decides."""
    _read(parts, monkeypatch, literal(moment, Moment), f"''{moment.isoformat()}''::timestamptz")


def shift_clock(parts: Installation, monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    """From here on the clock that decides is so much later, and goes on."""
    seconds = later.total_seconds()
    clock = func.strftime(SHOWN, "now", f"{seconds:+.3f} seconds", type_=DateTime(timezone=True))
    _read(parts, monkeypatch, clock, f"clock_timestamp() + interval ''{seconds:.3f} seconds''")


def _read(parts: Installation, monkeypatch: pytest.MonkeyPatch, embedded: ColumnElement[datetime], served: str) -> None:
    if parts.database.is_sqlite:
        monkeypatch.setitem(database.CLOCKS, "sqlite", embedded)
        return
    owner = create_engine(make_url(parts.settings.database).set(username=OWNER))
    with owner.begin() as connection:
        made = f"CREATE OR REPLACE FUNCTION moment() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT {served}'"
        connection.execute(text(made))
    owner.dispose()
