"""Which results their forums have decided on, and which of those were followed by their awards."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.models.contests import Contest
from pb_app.models.counts import AdoptedAmount, Adoption, Count
from pb_app.models.polls import Poll
from pb_app.stages import Decision, PollState

SETTLED = (Decision.ADOPTED, Decision.VARIED)


def decided_polls(session: Session) -> dict[int, bool]:
    """The polls whose result was adopted or varied, each with whether its awards are posted."""
    rows = session.execute(
        select(Count.poll_no, Count.awards_entry_id)
        .join(Adoption, Adoption.poll_no == Count.poll_no)
        .where(Adoption.decision.in_(SETTLED))
    )
    return {poll_no: entry_id is not None for poll_no, entry_id in rows}


def is_at_stake(session: Session, pot_id: int) -> bool:
    """Whether people vote on a pot: from the freezing of the rules until the awards are posted, or nothing is given."""
    given = select(func.sum(AdoptedAmount.pence)).where(AdoptedAmount.adoption_id == Adoption.id).scalar_subquery()
    nothing = (
        select(Adoption.id).where(Adoption.poll_no == Poll.poll_no, Adoption.decision.in_(SETTLED), given == 0).exists()
    )
    done = select(Count.poll_no).where(Count.poll_no == Poll.poll_no, Count.awards_entry_id.is_not(None)).exists()
    own = (Poll.pot_id == pot_id) | Poll.poll_no.in_(select(Contest.poll_no).where(Contest.pot_id == pot_id))
    at_stake = select(Poll.poll_no).where(own, Poll.state != PollState.DRAFT, ~done, ~nothing)
    return session.scalar(at_stake.limit(1)) is not None
