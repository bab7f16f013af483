"""Changing stored rows behind the application's back: the guards are taken off first, as only an owner can."""

import re

import pytest
from sqlalchemy import Connection, text

from pb_app.web.unit_of_work import Installation
from tests.servers import PostgresAddress


def tamper(parts: Installation, request: pytest.FixtureRequest, tables: str, *statements: str) -> None:
    """Run statements with the triggers of these tables (names parted by spaces) out of the way."""
    if parts.database.is_sqlite:
        with parts.database.engine.begin() as connection:
            guards = _take_guards_off(connection, tables.split())
            for statement in (*statements, *guards):
                connection.exec_driver_sql(statement)
        return
    address: PostgresAddress = request.getfixturevalue("postgres")
    name = re.search(r"@/([^?]+)\?", parts.settings.database)
    assert name is not None
    with address.connect(name[1]) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for statement in statements:
            superuser.execute(statement.encode())


def _take_guards_off(connection: Connection, tables: list[str]) -> list[str]:
    """Drop the triggers of these tables; returns the statements that put them back."""
    wanted = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    found = [row for table in tables for row in connection.execute(wanted, {"table": table}).all()]
    for name, _sql in found:
        connection.execute(text(f"DROP TRIGGER {name}"))
    return [sql for _name, sql in found]
