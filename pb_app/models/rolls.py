"""Lists of people for a roll, as keyed hashes: what an officer has looked at, and what then took effect."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment

KEY_LENGTH = 32


class RollImport(Base):
    """A list that was read: the keys of its people one after the other, and how many of its lines were left out.

    `imported_at` is empty until it has taken effect; then `added` says how many places on the roll were new.
    """

    __tablename__ = "roll_import"
    __table_args__ = (
        CheckConstraint("(imported_at IS NULL) = (imported_by IS NULL)", name="imported_by_somebody"),
        CheckConstraint("(imported_at IS NULL) = (added IS NULL)", name="imported_with_number"),
        {"sqlite_autoincrement": True},  # no list takes the number of one that was replaced
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"))
    keys: Mapped[bytes] = mapped_column(LargeBinary)
    places: Mapped[int]
    refused: Mapped[int]
    prepared_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    prepared_at: Mapped[datetime] = mapped_column(Moment)
    imported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    imported_at: Mapped[datetime | None] = mapped_column(Moment)
    added: Mapped[int | None]

    @property
    def person_keys(self) -> list[bytes]:
        """The keys, each by itself."""
        return [bytes(self.keys[at : at + KEY_LENGTH]) for at in range(0, len(self.keys), KEY_LENGTH)]
