"""Whether the database keeps what it acknowledges: looked at before a service starts that takes votes.

A vote is acknowledged after its commit, so a commit must be on the disk: a server or a file set up for speed could lose
votes that people hold receipts for (voting-and-audit 5).
"""

from collections.abc import Mapping

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from config import SettingsFault
from pb_app.database import Database

ON_DISK = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
    "full_page_writes": ("on",),
}
"""What each setting of PostgreSQL may be for a commit to be on the disk once it is acknowledged."""
SQLITE_ON_DISK = {"journal_mode": ("wal",), "synchronous": ("2", "3")}


def check_durable(database: Database) -> None:
    """Raise SettingsFault with a sentence where a commit may be acknowledged before it is on the disk.

    A database that does not answer now is passed over: pages answer 503 until it does, and no vote is acknowledged.
    """
    try:
        with database.engine.connect() as connection:
            shown = _sqlite(connection) if database.is_sqlite else _postgresql(connection)
    except OperationalError:
        return
    finally:
        database.engine.dispose()  # no connection is handed on to the processes that follow
    for name, allowed in (SQLITE_ON_DISK if database.is_sqlite else ON_DISK).items():
        if shown[name] not in allowed:
            raise SettingsFault(_told(name, shown[name], allowed, is_sqlite=database.is_sqlite))


def _postgresql(connection: Connection) -> Mapping[str, str]:
    return {name: str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in ON_DISK}


def _sqlite(connection: Connection) -> Mapping[str, str]:
    return {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in SQLITE_ON_DISK}


def _told(name: str, shown: str, allowed: tuple[str, ...], *, is_sqlite: bool) -> str:
    if is_sqlite:
        return (
            f"SQLite answers {name} = {shown}, so votes could be lost when the power fails. "
            "Keep the database file on a local disk, where write-ahead logging works."
        )
    return (
        f"PostgreSQL is set to {name} = {shown}, so acknowledged votes could be lost. "
        f"Set it to {allowed[0]} and restart the server; docs/production.md lists what must be set."
    )
