"""Partnerships as pages and use cases read them: their partners, their forums, who sits on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.localities import Locality
from pb_app.models.partnerships import Forum, Partner, Partnership
from pb_app.models.people import RoleGrant
from pb_app.roles import GRANTED, Actor, Role


@dataclass(frozen=True, slots=True)
class ForumCard:
    """A forum, the locality it sits for (None: the whole partnership), and how many members it has."""

    forum: Forum
    locality: Locality | None
    members: int


def all_partnerships(session: Session) -> Sequence[Partnership]:
    """Every partnership of this installation, by name."""
    return session.scalars(select(Partnership).order_by(Partnership.name, Partnership.id)).all()


def partnerships_of(session: Session, actor: Actor) -> Sequence[Partnership]:
    """The partnerships in which somebody holds a role, by name; all of them for a role held everywhere."""
    held = {grant.scope.partnership_id for grant in actor.grants if grant.role in GRANTED}
    return [one for one in all_partnerships(session) if None in held or one.id in held]


def partnership_by_slug(session: Session, slug: str) -> Partnership | None:
    """The partnership with this word in its address."""
    return session.scalar(select(Partnership).where(Partnership.slug == slug))


def partnership_to_change(session: Session, slug: str) -> Partnership | None:
    """The same, locked, so that what is added to one partnership is added one thing after the other."""
    return session.scalar(select(Partnership).where(Partnership.slug == slug).with_for_update())


def partners_of(session: Session, partnership_id: int) -> Sequence[Partner]:
    """The partners of a partnership, by name."""
    return session.scalars(
        select(Partner).where(Partner.partnership_id == partnership_id).order_by(Partner.name, Partner.id)
    ).all()


def forums_of(session: Session, partnership_id: int) -> Sequence[ForumCard]:
    """The forums of a partnership, the board first, then by name. Members hold the councillor role for the forum."""
    members = (
        select(RoleGrant.forum_id, func.count(RoleGrant.person_id.distinct()).label("members"))
        .where(RoleGrant.role == Role.COUNCILLOR)
        .group_by(RoleGrant.forum_id)
        .subquery()
    )
    rows = session.execute(
        select(Forum, Locality, func.coalesce(members.c.members, 0))
        .outerjoin(Locality, Locality.id == Forum.locality_id)
        .outerjoin(members, members.c.forum_id == Forum.id)
        .where(Forum.partnership_id == partnership_id)
        .order_by(Forum.kind, Forum.name, Forum.id)
    )
    return [ForumCard(*row) for row in rows]


def only_name(session: Session, *, gaelic: bool = False) -> str:
    """The name of the partnership where there is exactly one, in Gaelic if asked and known; empty otherwise."""
    found = session.execute(select(Partnership.name, Partnership.name_gd).order_by(Partnership.id).limit(2)).all()
    if len(found) != 1:
        return ""
    name, name_gd = found[0]
    return name_gd if gaelic and name_gd else name
