"""Many claims from one place: counted by the hour and, past what is usual, held for a person to look at.

A place is a keyed hash of a network address, under the poll's own roll key; no address is kept.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from pb_app.models.claims import ClaimPlace, HeldClaim

USUAL = 60
"""Claims from one place in an hour that need no look: a busy library has one a minute."""
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from, and the language in which whoever made it reads."""

    address: str
    language: str = "en"

    def key(self, roll_key: bytes) -> bytes:
        """What is kept of the address."""
        return hmac.digest(roll_key, f"place:{self.address}".encode(), "sha256")


def counted(session: Session, poll_id: UUID, place_key: bytes, at: datetime) -> ClaimPlace:
    """The place, with this claim counted. An hour after the first claim of a count another count begins."""
    into = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    first = {"poll_id": poll_id, "place_key": place_key, "since": at, "claims": 1, "is_trusted": False, "note": ""}
    is_over = ClaimPlace.since <= at - WINDOW
    again = {
        "since": case((is_over, at), else_=ClaimPlace.since),
        "claims": case((is_over, 1), else_=ClaimPlace.claims + 1),
    }
    put = into(ClaimPlace).values(first).on_conflict_do_update(index_elements=["poll_id", "place_key"], set_=again)
    return session.scalars(put.returning(ClaimPlace), execution_options={"populate_existing": True}).one()


def is_crowded(place: ClaimPlace) -> bool:
    """Whether a claim from there is to be looked at first."""
    return place.claims > USUAL and not place.is_trusted


def forget(session: Session, poll_id: UUID, person_key: bytes) -> None:
    """Let a claim go that was held, since its holder has come on the roll."""
    session.execute(delete(HeldClaim).where(HeldClaim.poll_id == poll_id, HeldClaim.person_key == person_key))
