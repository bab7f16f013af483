"""The ballot box. No column refers to the roll, an account, a session, an address or a time (voting-and-audit 1.4).

These are plain tables, not mapped classes: a ballot is never an object with an identity that could be followed.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)

from pb_app.models.base import Base

CHANNELS = "channel IN ('online', 'paper', 'assisted', 'kiosk', 'imported')"


def _ballots(name: str) -> Table:
    return Table(
        name,
        Base.metadata,
        Column("poll_id", Uuid, primary_key=True),
        Column("c", LargeBinary(32), primary_key=True),
        Column("idem", LargeBinary(32), nullable=False),
        Column("change_hash", LargeBinary(32)),
        Column("channel", String(10), nullable=False),
        Column("body", Text, nullable=False),
        UniqueConstraint("poll_id", "idem"),
        UniqueConstraint("poll_id", "change_hash"),
        CheckConstraint("length(c) = 32", name="c_length"),
        CheckConstraint("length(idem) = 32", name="idem_length"),
        CheckConstraint(CHANNELS, name="channel"),
        sqlite_with_rowid=False,
    )


box_inbox = _ballots("box_inbox")
box_ballot = _ballots("box_ballot")

box_voided = Table(
    "box_voided",
    Base.metadata,
    Column("poll_id", Uuid, primary_key=True),
    Column("c", LargeBinary(32), primary_key=True),
    Column("reason", String(20), nullable=False),
    Column("mixed", Boolean, nullable=False, server_default=false()),
    CheckConstraint("reason IN ('replaced', 'paper-override', 'court-order')", name="reason"),
    sqlite_with_rowid=False,
)

box_mix = Table(
    "box_mix",
    Base.metadata,
    Column("poll_id", Uuid, primary_key=True),
    Column("mix_no", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),
    Column("set_hash", LargeBinary(32), nullable=False),
    CheckConstraint("n > 0", name="n"),
    sqlite_with_rowid=False,
)
