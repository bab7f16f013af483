"""The database of an installation: embedded SQLite with one writer, or PostgreSQL; its clock and its locks."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from select import POLLERR, POLLHUP, POLLIN, poll
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

IMMEDIATE = "moothill_immediate"
POLL_LOCKS = 7301
LOG_LOCKS = 7302
BUSY_TIMEOUT = "busy_timeout=10000"
CLOCKS = {
    "sqlite": func.strftime("%Y-%m-%d %H:%M:%f000", "now", type_=DateTime(timezone=True)),
    "postgresql": func.moment(type_=DateTime(timezone=True)),
}
"""The database's own clock, not the transaction's beginning, as an expression that any statement may read."""
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    BUSY_TIMEOUT,
    "secure_delete=ON",  # what the mix takes out of the inbox does not stay behind in its pages
)


class Database:
    """An engine, and on SQLite the one write lock of this process (stack.md: one process, one writer queue)."""

    def __init__(self, url: str, pool_size: int = 20) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._writing = Lock()
        self.log_checked = False  # by the sequencer, once a process
        self.frozen: dict[int, Any] = {}  # what is fixed of open polls, by number, for who casts (queries/castings.py)
        # Errors quote no parameters: they could be a ballot, and errors are written down.
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 20, "hide_parameters": True}
        if self.is_sqlite:
            self.engine = create_engine(parsed, connect_args={"timeout": 10}, **options)
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            parsed = parsed.set(drivername="postgresql+psycopg")
            self.engine = create_engine(parsed, **options)
            self._at_once = create_engine(parsed, isolation_level="AUTOCOMMIT", **options)
            event.listen(self.engine, "checkout", _check_open)
            event.listen(self._at_once, "checkout", _check_open)
            event.listen(self.engine, "engine_disposed", lambda _engine: self._at_once.dispose())

    def session(self) -> Session:
        """A new session; nothing is read before it is first used."""
        return Session(self.engine, expire_on_commit=False, autoflush=False)

    @contextmanager
    def writing(self, session: Session) -> Iterator[None]:
        """End any open read and begin a transaction that may write. On SQLite one at a time, with the lock up front."""
        session.rollback()
        if not self.is_sqlite:
            yield
            return
        with self._writing:
            session.connection(execution_options={IMMEDIATE: True})
            yield

    @contextmanager
    def at_once(self, session: Session) -> Iterator[Connection]:
        """Give a connection for one statement that is a transaction of its own, on lines kept for such; PostgreSQL.

        It saves the server and us beginning and ending, which is most of the work where the statement is small. On
        SQLite it is the session's connection. Any open read is ended.
        """
        session.rollback()
        if self.is_sqlite:
            yield session.connection()
            session.rollback()
            return
        with self._at_once.connect() as connection:
            yield connection

    @property
    def clock(self) -> ColumnElement[datetime]:
        """The clock as an expression, for a statement that must read it together with something else."""
        return CLOCKS[self.engine.dialect.name]

    def now(self, session: Session) -> datetime:
        """The moment by the database's own clock, not the transaction's beginning."""
        moment: datetime = session.execute(select(self.clock)).scalar_one()
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def lock_poll(self, session: Session, poll_no: int, *, exclusive: bool) -> None:
        """Take the poll's lock until the end of the transaction: shared to cast, exclusive to close (settled.md 2)."""
        if self.is_sqlite:
            return  # BEGIN IMMEDIATE holds the only write lock already
        lock = func.pg_advisory_xact_lock if exclusive else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(POLL_LOCKS, poll_no)))

    def lock_log(self, session: Session) -> None:
        """Take the log's lock until the end of the transaction: one sequencer at a time, in whatever process."""
        if self.is_sqlite:
            return  # the same
        session.execute(select(func.pg_advisory_xact_lock(LOG_LOCKS, 0)))

    def empty_journal(self) -> None:
        """On SQLite, bring the write-ahead log into the file and empty it: its pages tell in which order votes came.

        Whoever reads at the moment is not waited for; then it stays as it is until next time.
        """
        if not self.is_sqlite:
            return  # the server keeps its own (docs/production.md)
        with self._writing, closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            for pragma in ("busy_timeout=0", "wal_checkpoint(TRUNCATE)", BUSY_TIMEOUT):
                cursor.execute(f"PRAGMA {pragma}")

    def begin_snapshot(self, session: Session) -> None:
        """End any open read and begin one that sees the whole database as it is at one moment."""
        session.rollback()
        if not self.is_sqlite:  # a deferred transaction on SQLite sees one moment anyway
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _check_open(connection: Any, _record: object, _proxy: object) -> None:
    """Refuse a connection of the pool whose server has gone: its line can be read, though nothing was asked."""
    line = poll()
    line.register(connection.fileno(), POLLIN | POLLERR | POLLHUP)
    if line.poll(0):
        raise DisconnectionError


def _begin_sqlite(connection: Connection) -> None:
    wanted = connection.get_execution_options().get(IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted else "BEGIN")
