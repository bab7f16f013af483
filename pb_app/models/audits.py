"""What auditors checked: a decision in the log, what they found, and what they wrote about it. Kept as written."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb_app.models.base import Base, Moment, word
from pb_app.stages import CheckFinding


class AuditCheck(Base):
    """That an auditor traced the decision at `entry` of the log. `pseudonym` is the role name the log shows."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[int] = mapped_column(BigInteger, index=True)
    finding: Mapped[CheckFinding] = mapped_column(word(CheckFinding))
    words: Mapped[str] = mapped_column(String(1000))
    checked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    pseudonym: Mapped[str] = mapped_column(String(40))
    checked_at: Mapped[datetime] = mapped_column(Moment)
