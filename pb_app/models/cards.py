"""Cards that were used to claim a vote, as keyed hashes. Nothing leads from one to whoever showed it."""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base


class RollCard(Base):
    """A card that was used: it gives no second claim in this poll."""

    __tablename__ = "roll_card"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    card_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
