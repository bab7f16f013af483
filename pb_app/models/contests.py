"""Further contests of a poll: the second of a paper and those after it, each with a pot and a rule of its own."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base
from pb_app.models.budgets import Pot
from pb_app.models.localities import Locality


class Contest(Base):
    """A contest from the second on, by its place on the paper. The first stands in the poll's own row.

    `ballot` and `rule` are canonical JSON, as the poll's are; `locality_id` is the part of the place whose voters
    answer it, None for everyone.
    """

    __tablename__ = "contest"
    __table_args__ = (CheckConstraint("place > 1", name="further"),)

    poll_no: Mapped[int] = mapped_column(ForeignKey("poll.poll_no"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(200))
    pot_id: Mapped[int] = mapped_column(ForeignKey("pot.id"), unique=True)
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"))
    ballot: Mapped[str]
    rule: Mapped[str]

    pot: Mapped[Pot] = relationship(lazy="raise")
    locality: Mapped[Locality | None] = relationship(lazy="raise")
