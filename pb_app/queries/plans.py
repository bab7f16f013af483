"""The local outcomes of a partnership's plan."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.models.localities import Outcome


def outcomes_of(session: Session, partnership_id: int) -> Sequence[Outcome]:
    """The outcomes of a partnership, in the order they were added."""
    return session.scalars(select(Outcome).where(Outcome.partnership_id == partnership_id).order_by(Outcome.id)).all()
