"""The log: entries waiting for their place, leaves and nodes of the tree, signed checkpoints, and what they rest on."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment


class LogPending(Base):
    """An entry written in the transaction of its change, not yet in the tree."""

    __tablename__ = "log_pending"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class LogLeaf(Base):
    """An entry in the tree: its canonical bytes as text, and their RFC 6962 leaf hash."""

    __tablename__ = "log_leaf"

    idx: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(Text)
    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)


class LogMention(Base):
    """What an entry names, so that it is found without reading all: its type, its poll, and ids among its facts."""

    __tablename__ = "log_mention"
    __table_args__ = ({"sqlite_with_rowid": False},)

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    idx: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class LogCheckpoint(Base):
    """A signed statement of the tree's size and root, with the compact range from which the tree goes on."""

    __tablename__ = "log_checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    compact_range: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(Moment)


class LogNode(Base):
    """The root of a complete subtree 8, 16, 24 … high, by its level of tiles and its place there (C2SP tlog-tiles)."""

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogKey(Base):
    """The public key that signs checkpoints of `since` entries and more, until another does."""

    __tablename__ = "log_key"

    since: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    vkey: Mapped[str] = mapped_column(Text)


class ReceiptKey(Base):
    """A public key that signs receipts, from the poll that was first opened under it until the next one follows."""

    __tablename__ = "receipt_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    vkey: Mapped[str] = mapped_column(Text)


class LogPayload(Base):
    """What an entry only commits to: SHA-256 over salt and body is its `p`. The row can be erased, the entry cannot.

    It is kept under the hash of the entry's leaf, which is known before the entry has its place.
    """

    __tablename__ = "log_payload"

    leaf_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16))
    body: Mapped[str] = mapped_column(Text)


class LogHalt(Base):
    """Why nothing more is signed at the moment; no row while all is well. The service's own note, no change."""

    __tablename__ = "log_halt"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    template: Mapped[str] = mapped_column(Text)
    figures: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(Moment)
