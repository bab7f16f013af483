"""The rules of talking together, a version at a time: what was published stays as it was."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment


class RoomPolicy(Base):
    """One version of a partnership's rules. The latest holds; decisions keep the version they were made under.

    `words` are asked about before they are posted, besides those that are asked about everywhere.
    """

    __tablename__ = "room_policy"
    __table_args__ = (UniqueConstraint("partnership_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    version: Mapped[int]
    published_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(Moment)
    words: Mapped[str] = mapped_column(String(2000), default="")

    rules: Mapped[list["RoomRule"]] = relationship(lazy="raise", order_by="RoomRule.number")


class RoomRule(Base):
    """A rule in plain words, in English and, where it was written, in Gaelic."""

    __tablename__ = "room_rule"
    __table_args__ = (UniqueConstraint("policy_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[int] = mapped_column(ForeignKey("room_policy.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(600))
    label_gd: Mapped[str] = mapped_column(String(80), default="")
    text_gd: Mapped[str] = mapped_column(String(600), default="")


class SafeguardingLead(Base):
    """Who is written to when somebody under 16 may be at risk in a room of this partnership."""

    __tablename__ = "safeguarding_lead"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime] = mapped_column(Moment)
