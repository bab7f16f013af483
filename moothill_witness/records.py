"""What a witness keeps: every checkpoint it cosigned, and what it was shown that contradicts one of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from moothill_witness.trees import EMPTY_ROOT

TABLES = """
CREATE TABLE IF NOT EXISTS cosigned (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, PRIMARY KEY (origin, size));
CREATE TABLE IF NOT EXISTS evidence (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL, seen_at INTEGER NOT NULL,
  PRIMARY KEY (origin, size, root));
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A checkpoint by size and root."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two checkpoints of one size that a log signed with different roots."""

    cosigned: str
    other: str
    seen_at: int


class Record:
    """The records within one transaction that nobody else can be in."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def latest(self, origin: str) -> Seen:
        """The largest checkpoint cosigned for a log; an empty one before the first."""
        wanted = "SELECT size, root FROM cosigned WHERE origin = ? ORDER BY size DESC LIMIT 1"
        row = self._connection.execute(wanted, (origin,)).fetchone()
        return Seen(*row) if row else Seen()

    def contradicts(self, origin: str, size: int, root: bytes) -> bool:
        """Whether another root was cosigned for this size."""
        wanted = "SELECT 1 FROM cosigned WHERE origin = ? AND size = ? AND root <> ?"
        return self._connection.execute(wanted, (origin, size, root)).fetchone() is not None

    def keep(self, origin: str, seen: Seen, note: str) -> None:
        """Remember a checkpoint as cosigned; the first note of a size stays."""
        told = (origin, seen.size, seen.root, note)
        self._connection.execute("INSERT OR IGNORE INTO cosigned VALUES (?, ?, ?, ?)", told)

    def keep_evidence(self, origin: str, seen: Seen, note: str, at: int) -> None:
        """Keep a checkpoint that contradicts a cosigned one, once."""
        told = (origin, seen.size, seen.root, note, at)
        self._connection.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?, ?, ?, ?)", told)


class Records:
    """The file in which they stand. Several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as connection:
            connection.executescript(TABLES)

    @contextmanager
    def alone(self) -> Iterator[Record]:
        """Give the records in a transaction of one's own, on disk when it is left; nothing is kept on an error."""
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield Record(connection)
            connection.execute("COMMIT")

    def contradictions(self) -> list[Contradiction]:
        """Everything that was kept as evidence, the oldest first."""
        wanted = (
            "SELECT cosigned.note, evidence.note, seen_at FROM evidence JOIN cosigned USING (origin, size) "
            "ORDER BY seen_at, origin, size, evidence.root"
        )
        with closing(self._open()) as connection:
            return [Contradiction(*row) for row in connection.execute(wanted)]

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.execute("PRAGMA synchronous=FULL")
        return connection
