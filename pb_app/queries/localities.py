"""Localities as pages and use cases read them: their names, their postcodes, the forum that sits for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.localities import Locality, Postcode
from pb_app.models.partnerships import Forum
from pb_app.models.rounds import Round
from pb_app.stages import RoundStage


@dataclass(frozen=True, slots=True)
class LocalityCard:
    """A locality and how many postcodes lie in it."""

    locality: Locality
    postcodes: int


def locality_by_slug(session: Session, slug: str) -> Locality | None:
    """The locality with this word in its address, with its partnership."""
    return session.scalar(select(Locality).where(Locality.slug == slug).options(joinedload(Locality.partnership)))


def localities_of(session: Session, partnership_id: int) -> Sequence[LocalityCard]:
    """The localities of a partnership, by name, with the number of their postcodes."""
    counted = (
        select(Postcode.locality_id, func.count().label("postcodes"))
        .where(Postcode.partnership_id == partnership_id)
        .group_by(Postcode.locality_id)
        .subquery()
    )
    rows = session.execute(
        select(Locality, func.coalesce(counted.c.postcodes, 0))
        .outerjoin(counted, counted.c.locality_id == Locality.id)
        .where(Locality.partnership_id == partnership_id)
        .order_by(Locality.name, Locality.id)
    )
    return [LocalityCard(*row) for row in rows]


def areas_of(session: Session, partnership_id: int) -> dict[str, int]:
    """Every word by which a file may name a locality (its name, its Gaelic name, its slug), folded, to its id."""
    found = session.scalars(select(Locality).where(Locality.partnership_id == partnership_id).order_by(Locality.id))
    words = [(word, one.id) for one in found for word in (one.slug, one.name_gd, one.name) if word]
    return {word.casefold(): locality_id for word, locality_id in words}


def postcodes_of(session: Session, partnership_id: int) -> dict[str, int]:
    """Which locality each postcode of a partnership lies in."""
    rows = session.execute(
        select(Postcode.postcode, Postcode.locality_id).where(Postcode.partnership_id == partnership_id)
    )
    return {postcode: locality_id for postcode, locality_id in rows}  # noqa: C416 - rows are no plain pairs


def forums_for(session: Session, locality: Locality) -> Sequence[Forum]:
    """The forums that sit for a locality or for its whole partnership; its own first."""
    own = Forum.locality_id == locality.id
    return session.scalars(
        select(Forum)
        .where(Forum.partnership_id == locality.partnership_id, own | Forum.locality_id.is_(None))
        .order_by(Forum.locality_id.is_(None), Forum.name, Forum.id)
    ).all()


def public_rounds_of(session: Session, locality_id: int) -> Sequence[Round]:
    """The public rounds of a locality with their forums, newest first."""
    return session.scalars(
        select(Round)
        .where(Round.locality_id == locality_id, Round.stage != RoundStage.DRAFT)
        .options(joinedload(Round.forum))
        .order_by(Round.round_no.desc())
    ).all()
