"""Claims that wait, as officers see them: how many from each place and since when. Never whose they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.claims import ClaimPlace, HeldClaim
from pb_app.models.people import Person
from pb_app.models.polls import Poll


@dataclass(frozen=True, slots=True)
class Crowd:
    """The claims of one place that wait: how many, and from when to when."""

    place_id: int
    waiting: int
    first: datetime
    last: datetime


def crowds_of(session: Session, poll_id: UUID) -> Sequence[Crowd]:
    """The places from which claims wait, in the order in which they were first counted."""
    counted = (
        select(HeldClaim.place_id, func.count(), func.min(HeldClaim.held_at), func.max(HeldClaim.held_at))
        .where(HeldClaim.poll_id == poll_id)
        .group_by(HeldClaim.place_id)
        .order_by(HeldClaim.place_id)
    )
    return [Crowd(*row) for row in session.execute(counted)]


def is_held(session: Session, poll_id: UUID, person_key: bytes) -> bool:
    """Whether the claim of this person waits."""
    return session.get(HeldClaim, (poll_id, person_key), populate_existing=True) is not None


def held_from(session: Session, place_id: int) -> Sequence[tuple[HeldClaim, str]]:
    """The claims of a place that wait, with the addresses to write to, in the order of the keys."""
    wanted = select(HeldClaim, Person.email).join(Person, Person.id == HeldClaim.person_id)
    found = session.execute(wanted.where(HeldClaim.place_id == place_id).order_by(HeldClaim.person_key))
    return [(claim, email) for claim, email in found]


def poll_no_of_place(session: Session, place_id: int) -> int | None:
    """The number of the poll for which a place is counted."""
    wanted = select(Poll.poll_no).join(ClaimPlace, ClaimPlace.poll_id == Poll.id)
    return session.scalar(wanted.where(ClaimPlace.id == place_id))


def held_by_poll(session: Session) -> dict[UUID, int]:
    """How many claims wait in each poll; polls where none waits are left out."""
    counted = select(HeldClaim.poll_id, func.count()).group_by(HeldClaim.poll_id)
    return {row.poll_id: row[1] for row in session.execute(counted)}
