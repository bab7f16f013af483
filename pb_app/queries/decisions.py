"""Which results their forums have decided on, and which of those were followed by their awards."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.models.counts import Adoption, Count
from pb_app.stages import Decision

SETTLED = (Decision.ADOPTED, Decision.VARIED)


def decided_polls(session: Session) -> dict[int, bool]:
    """The polls whose result was adopted or varied, each with whether its awards are posted."""
    rows = session.execute(
        select(Count.poll_no, Count.awards_entry_id)
        .join(Adoption, Adoption.poll_no == Count.poll_no)
        .where(Adoption.decision.in_(SETTLED))
    )
    return {poll_no: entry_id is not None for poll_no, entry_id in rows}
