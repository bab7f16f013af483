"""Kiosks: tablets that are enrolled as ballot boxes of a station, the slips people vote with, and what was delivered.

No table here names a voter, and none an order or a time of voting. What a slip was used for stays sealed until all of a
poll's envelopes are opened together; then the sealed bytes are taken away.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, Text, Uuid
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment, word
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.polls import RollMark

for _column in (box_inbox.c.poll_id, box_ballot.c.poll_id, RollMark.__table__.c.poll_id):
    _kiosk = _column.table.c.channel == "kiosk"
    Index(f"ix_{_column.table.name}_kiosk", _column, sqlite_where=_kiosk, postgresql_where=_kiosk)


class SlipState(StrEnum):
    """Whether what was cast with a slip counts. PENDING: handed out without a look at the roll, and not settled yet."""

    GOOD = "good"
    PENDING = "pending"
    HAS_VOTED = "has_voted"
    NOBODY = "nobody"


class Fate(StrEnum):
    """What becomes of an envelope: WAITING until all are opened; REPEATED and UNKNOWN are held from the beginning."""

    WAITING = "waiting"
    REPEATED = "repeated"
    UNKNOWN = "unknown"
    OPENED = "opened"
    HELD = "held"


class Kiosk(Base):
    """A device of a station: invited by a code and a PIN, then known by its public key.

    `sealed`, `total` and `ended_at` are what it said of itself last, and `statement` with `signature` how it said so.
    """

    __tablename__ = "kiosk"
    __table_args__ = (
        Unique("station_id", "name"),
        Unique("code_hash"),
        CheckConstraint("sealed >= 0", name="sealed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"))
    name: Mapped[str] = mapped_column(String(60))
    closes_at: Mapped[datetime] = mapped_column(Moment)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    pin_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    tries: Mapped[int] = mapped_column(default=0)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    invited_at: Mapped[datetime] = mapped_column(Moment)
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary(65))
    enrolled_at: Mapped[datetime | None] = mapped_column(Moment)
    sealed: Mapped[int] = mapped_column(default=0)
    total: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    statement: Mapped[str] = mapped_column(Text, default="")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary(64))
    delivered_at: Mapped[datetime | None] = mapped_column(Moment)


class KioskSlip(Base):
    """A slip of a station: its number is printed on it, its code is kept as a hash only."""

    __tablename__ = "kiosk_slip"
    __table_args__ = (
        Unique("station_id", "slip"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("length(slip) = 32", name="slip_length"),
        {"sqlite_with_rowid": False},
    )

    station_id: Mapped[int] = mapped_column(ForeignKey("paper_station.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slip: Mapped[bytes] = mapped_column(LargeBinary(32))
    is_provisional: Mapped[bool]
    state: Mapped[SlipState] = mapped_column(word(SlipState))


class KioskEnvelope(Base):
    """A sealed ballot that a device delivered. `sealed` is taken away when the envelopes are opened."""

    __tablename__ = "kiosk_envelope"
    __table_args__ = (
        CheckConstraint("length(digest) = 32", name="digest_length"),
        CheckConstraint("length(slip) = 32", name="slip_length"),
        ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"]),
        {"sqlite_with_rowid": False},
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    kiosk_id: Mapped[int]
    slip: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fate: Mapped[Fate] = mapped_column(word(Fate))


class KioskAside(Base):
    """That what a device still holds is given up: written by one person, confirmed by another. `reason` is public."""

    __tablename__ = "kiosk_aside"
    __table_args__ = (CheckConstraint("confirmed_by <> written_by", name="two_people"),)

    kiosk_id: Mapped[int] = mapped_column(ForeignKey("kiosk.id"), primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    written_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class KioskOpening(Base):
    """That the envelopes of a poll were opened, all together, and what was in them."""

    __tablename__ = "kiosk_opening"
    __table_args__ = (
        CheckConstraint("received = ballots + invalid + held", name="account"),
        CheckConstraint("ballots >= 0 AND invalid >= 0 AND held >= 0", name="counted"),
    )

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    received: Mapped[int]
    ballots: Mapped[int]
    invalid: Mapped[int]
    held: Mapped[int]
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    opened_at: Mapped[datetime] = mapped_column(Moment)
