"""Claims that wait: many came from one place in an hour, so a person looks before they take effect."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment


class ClaimPlace(Base):
    """A place that claims come from, as a keyed hash, with how many came since the beginning of this hour's count.

    `is_trusted` once an officer has said that many are expected from there; `note` says why claims were refused.
    """

    __tablename__ = "claim_place"
    __table_args__ = (UniqueConstraint("poll_id", "place_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"))
    place_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    since: Mapped[datetime] = mapped_column(Moment)
    claims: Mapped[int]
    is_trusted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")


class HeldClaim(Base):
    """A claim that waits. Who made it is kept until it is decided on, so that they can be written to; then it goes."""

    __tablename__ = "held_claim"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("claim_place.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    basis: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(5))
    held_at: Mapped[datetime] = mapped_column(Moment)
