"""Voting codes: batches of them, and each as a keyed hash. No code stands here, and nothing of whoever holds it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment


class CodeBatch(Base):
    """Codes that were made together, and whom they are for in the officer's own words."""

    __tablename__ = "code_batch"
    __table_args__ = (UniqueConstraint("poll_id", "batch_no"), CheckConstraint("codes > 0", name="codes"))

    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"))
    batch_no: Mapped[int]
    codes: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(200))
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), nullable=False)
    made_at: Mapped[datetime] = mapped_column(Moment)


class VotingCode(Base):
    """A code by the key under which its holder stands on the roll, and the number printed on its letter."""

    __tablename__ = "voting_code"
    __table_args__ = (
        UniqueConstraint("poll_id", "serial"),
        CheckConstraint("(voided_at IS NULL) = (void_reason IS NULL)", name="void_with_reason"),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("poll.id"), primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("code_batch.id"))
    serial: Mapped[int]
    voided_at: Mapped[datetime | None] = mapped_column(Moment)
    void_reason: Mapped[str | None] = mapped_column(Text)
    voided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
