"""Localities of a partnership, the postcodes in them, and the local outcomes of its plan."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base
from pb_app.models.partnerships import Partnership
from pb_app.roles import Scope


class Locality(Base):
    """A part of a partnership's area with a budget of its own (2015 Act, section 9)."""

    __tablename__ = "locality"
    __table_args__ = (UniqueConstraint("partnership_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_gd: Mapped[str] = mapped_column(String(120), default="")

    stage = None
    is_public = True

    partnership: Mapped[Partnership] = relationship(lazy="raise")

    @property
    def scope(self) -> Scope:
        """The locality's own scope."""
        return Scope(self.partnership_id, self.id)


class Postcode(Base):
    """Which locality a postcode lies in; written without its space."""

    __tablename__ = "postcode"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    postcode: Mapped[str] = mapped_column(String(8), primary_key=True)
    locality_id: Mapped[int] = mapped_column(ForeignKey("locality.id"), index=True)


class Outcome(Base):
    """A local outcome of the partnership's plan, which pots and projects serve."""

    __tablename__ = "outcome"
    __table_args__ = (UniqueConstraint("partnership_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    title: Mapped[str] = mapped_column(String(160))
    plan: Mapped[str] = mapped_column(String(160), default="")
