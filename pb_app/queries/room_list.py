"""Which rooms there are: one by its number, the one of a proposal, those of a round."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from deliberation.kinds import RoomState
from pb_app.models.localities import Locality
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room
from pb_app.models.rounds import Round


def room_at(session: Session, room_id: int) -> Room | None:
    """The room under this number, with what it is about, round, locality, partnership and forum."""
    return session.scalars(_rooms().where(Room.id == room_id)).one_or_none()


def room_of(session: Session, proposal_no: int) -> Room | None:
    """The room of a proposal, with the same."""
    return session.scalars(_rooms().where(Room.proposal_no == proposal_no)).one_or_none()


def rooms_of_round(session: Session, round_no: int) -> Sequence[Room]:
    """The rooms on a round itself that are no drafts, in the order in which they were made."""
    wanted = _rooms().where(Room.round_no == round_no, Room.state != RoomState.DRAFT)
    return session.scalars(wanted.order_by(Room.id)).all()


def _rooms() -> Select[Room]:
    of_proposal = joinedload(Room.proposal).joinedload(Proposal.round)
    of_itself = joinedload(Room.own_round)
    return (
        select(Room)
        .options(
            of_proposal.joinedload(Round.locality).joinedload(Locality.partnership),
            of_proposal.joinedload(Round.forum),
            joinedload(Room.proposal).joinedload(Proposal.author),
            of_itself.joinedload(Round.locality).joinedload(Locality.partnership),
            of_itself.joinedload(Round.forum),
        )
        .execution_options(populate_existing=True)
    )
