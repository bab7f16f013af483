"""Witnesses of the log: programs of partners, what they cosigned, and what they last answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.models.partnerships import Partner


class Trouble(StrEnum):
    """Why a witness does not cosign."""

    SILENT = "silent"
    UNKNOWN_LOG = "unknown_log"
    UNKNOWN_KEY = "unknown_key"
    REFUSED = "refused"
    AHEAD = "ahead"
    FORKED = "forked"
    WRONG_SIGNATURE = "wrong_signature"


HALTING = (Trouble.AHEAD, Trouble.FORKED)
"""What a witness saw that this installation no longer holds: nothing more is signed until it is looked into."""


class Witness(Base):
    """A program by which a partner cosigns checkpoints; without an address it is asked by files.

    `size` is the largest checkpoint that it says it cosigned.
    """

    __tablename__ = "witness"
    __table_args__ = (UniqueConstraint("partnership_id", "vkey"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"))
    vkey: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    trouble: Mapped[Trouble | None] = mapped_column(word(Trouble))
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)

    partner: Mapped[Partner] = relationship(lazy="raise")

    @property
    def name(self) -> str:
        """What it calls itself."""
        return self.vkey.partition("+")[0]


class Cosignature(Base):
    """The line by which a witness cosigned the checkpoint of this size, and when by its own clock."""

    __tablename__ = "cosignature"

    size: Mapped[int] = mapped_column(ForeignKey("log_checkpoint.size"), primary_key=True, autoincrement=False)
    witness_id: Mapped[int] = mapped_column(ForeignKey("witness.id"), primary_key=True, autoincrement=False)
    line: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
