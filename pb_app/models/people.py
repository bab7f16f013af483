"""People, the roles they hold, and the sign-ins they have made."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb_app.models.base import Base, Moment, word
from pb_app.roles import Actor, Grant, Role, Scope


class Person(Base):
    """Somebody who has shown, at least once, that an e-mail address is theirs."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)

    grants: Mapped[list["RoleGrant"]] = relationship(lazy="raise", order_by="RoleGrant.id")

    def to_domain(self) -> Actor:
        """The person as the one who acts; the grants must have been loaded."""
        return Actor(self.id, self.display_name, self.email, tuple(grant.to_domain() for grant in self.grants))


class RoleGrant(Base):
    """A role held within a scope. The pseudonym stands in the log instead of the person."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "partnership_id", "locality_id", "forum_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(word(Role))
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))
    locality_id: Mapped[int | None] = mapped_column(ForeignKey("locality.id"))
    forum_id: Mapped[int | None] = mapped_column(ForeignKey("forum.id"))
    pseudonym: Mapped[str] = mapped_column(String(40), unique=True)
    granted_at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship(lazy="raise", overlaps="grants")

    def to_domain(self) -> Grant:
        """The grant as the permissions table reads it."""
        return Grant(self.role, Scope(self.partnership_id, self.locality_id, self.forum_id), self.pseudonym)


class SignInCode(Base):
    """A one-time code and link sent to an address; only their hashes are kept."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    link_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    tries_left: Mapped[int]
    used_at: Mapped[datetime | None] = mapped_column(Moment)


class SignInSession(Base):
    """A browser in which somebody is signed in; deleting the row signs it out, sockets included."""

    __tablename__ = "sign_in_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class OutboxMail(Base):
    """A letter waiting to be sent, or shown on the development outbox page."""

    __tablename__ = "outbox_mail"

    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    unsubscribe: Mapped[str] = mapped_column(String(500), default="")
