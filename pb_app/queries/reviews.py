"""What officers have to review: the queue of a round, the longest wait first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb_app.models.proposals import Proposal
from pb_app.queries.proposals import proposals_of
from pb_app.stages import ProposalState


@dataclass(frozen=True, slots=True)
class Queue:
    """A round's proposals, parted by what became of them; each in the order they came."""

    waiting: tuple[Proposal, ...]
    accepted: tuple[Proposal, ...]
    refused: tuple[Proposal, ...]
    withdrawn: tuple[Proposal, ...]

    @property
    def stated_cost(self) -> int:
        """What the accepted proposals cost together as stated, in pence."""
        return sum(one.review.stated_cost or 0 for one in self.accepted if one.review is not None)


def queue_of(session: Session, round_no: int) -> Queue:
    """The proposals of a round, parted by state."""
    rows: Sequence[Proposal] = proposals_of(session, round_no)

    def those(state: ProposalState) -> tuple[Proposal, ...]:
        return tuple(one for one in rows if one.state is state)

    return Queue(
        those(ProposalState.SUBMITTED),
        those(ProposalState.ACCEPTED),
        those(ProposalState.REFUSED),
        those(ProposalState.WITHDRAWN),
    )
