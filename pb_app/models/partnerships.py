"""Partnerships, the partners in them, and the forums that decide."""

from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, word
from pb_app.roles import Scope


class PartnerKind(StrEnum):
    """What sort of body a partner is (Community Empowerment (Scotland) Act 2015, schedule 1 and beyond)."""

    COUNCIL = "council"
    HEALTH_BOARD = "health_board"
    POLICE = "police"
    FIRE = "fire"
    COLLEGE = "college"
    HOUSING = "housing"
    THIRD_SECTOR_INTERFACE = "third_sector_interface"
    COMMUNITY_BODY = "community_body"
    OTHER = "other"


class ForumKind(StrEnum):
    """Where a forum sits in the partnership."""

    BOARD = "board"
    LOCALITY_FORUM = "locality_forum"


SECOND_FROM = 100_000
"""From how many minor units on a second person is asked, unless a partnership sets another limit."""


class Partnership(Base):
    """A Community Planning Partnership. It has no legal personality: partners hold its money.

    From `second_from` minor units on, a second person posts what another proposed.
    """

    __tablename__ = "partnership"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_gd: Mapped[str] = mapped_column(String(120), default="")
    witness_quorum: Mapped[int] = mapped_column(default=0, server_default="0")
    second_from: Mapped[int] = mapped_column(BigInteger, default=SECOND_FROM)

    stage = None
    is_public = True

    @property
    def scope(self) -> Scope:
        """The partnership as a whole."""
        return Scope(self.id)


class Partner(Base):
    """A body that works in the partnership."""

    __tablename__ = "partner"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[PartnerKind] = mapped_column(word(PartnerKind))


class Forum(Base):
    """A body that decides: the board, or a locality's forum. Its members hold the councillor role for it."""

    __tablename__ = "forum"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[ForumKind] = mapped_column(word(ForumKind))
    remit: Mapped[str] = mapped_column(default="")

    stage = None
    is_public = True

    partnership: Mapped[Partnership] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The forum's own scope."""
        return Scope(self.partnership_id, self.locality_id, self.id)
