"""Which results their forums have decided on, and which of those were followed by their awards."""

from typing import Any

from sqlalchemy import Exists, func, select
from sqlalchemy.orm import Session

from pb_app.models.contests import Contest
from pb_app.models.counts import AdoptedAmount, Adoption, ContestCount, Count
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
    own = select(Poll.poll_no).where(Poll.pot_id == pot_id, Poll.state != PollState.DRAFT)
    done = select(Count.poll_no).where(Count.poll_no == Poll.poll_no, Count.awards_entry_id.is_not(None)).exists()
    further = select(Contest.poll_no).join(Poll).where(Contest.pot_id == pot_id, Poll.state != PollState.DRAFT)
    of_contest = (ContestCount.poll_no == Contest.poll_no, ContestCount.place == Contest.place)
    paid = select(ContestCount.poll_no).where(*of_contest, ContestCount.awards_entry_id.is_not(None)).exists()
    at_stake = (
        own.where(~done, ~_nothing_given(Poll.poll_no, 1)),
        further.where(~paid, ~_nothing_given(Contest.poll_no, Contest.place)),
    )
    return any(session.scalar(one.limit(1)) is not None for one in at_stake)


def _nothing_given(poll_no: Any, place: Any) -> Exists:
    given = select(func.sum(AdoptedAmount.pence)).where(AdoptedAmount.adoption_id == Adoption.id).scalar_subquery()
    of_contest = Adoption.poll_no == poll_no, Adoption.place == place
    return select(Adoption.id).where(*of_contest, Adoption.decision.in_(SETTLED), given == 0).exists()
