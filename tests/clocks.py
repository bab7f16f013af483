"""Setting the database's own clock in a story: on PostgreSQL its function, on SQLite the expression that is read."""

from datetime import datetime

import pytest
from sqlalchemy import create_engine, literal, make_url, text

from pb_app import database
from pb_app.models.base import Moment
from pb_app.web.unit_of_work import Installation
from tests.servers import OWNER


def set_clock(parts: Installation, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """From here on it is this moment, by the one clock that decides."""
    if parts.database.is_sqlite:
        monkeypatch.setitem(database.CLOCKS, "sqlite", literal(moment, Moment))
        return
    owner = create_engine(make_url(parts.settings.database).set(username=OWNER))
    with owner.begin() as connection:
        told = f"SELECT ''{moment.isoformat()}''::timestamptz"
        connection.execute(text(f"CREATE OR REPLACE FUNCTION moment() RETURNS timestamptz LANGUAGE sql AS '{told}'"))
    owner.dispose()
