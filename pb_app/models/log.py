"""The log: entries waiting for their place, leaves of the tree, and signed checkpoints."""

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, Text
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


class LogCheckpoint(Base):
    """A signed statement of the tree's size and root, with the compact range from which the tree goes on."""

    __tablename__ = "log_checkpoint"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    compact_range: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime] = mapped_column(Moment)
