"""Rooms to tell stories in: a proposal of the small world with its room, written straight into the tables."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room
from pb_app.models.rounds import PowerLevel, Round
from pb_app.stages import ProposalState, RoundStage
from pb_app.web.unit_of_work import Installation
from tests.world import SOME_TIME_AGO, World


@dataclass(frozen=True, slots=True)
class Talked:
    """Where people talk: the number of the proposal and the id of its room."""

    proposal_no: int
    room_id: int
    round_no: int


def open_room(
    parts: Installation,
    world: World,
    stage: RoundStage = RoundStage.PROPOSALS,
    state: ProposalState = ProposalState.SUBMITTED,
) -> Talked:
    """A proposal of the resident's, in a round at this stage, with an empty room."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        made = _rows(uow.session, world, stage, state)
        uow.session.commit()
    uow.close()
    return made


def _rows(session: Session, world: World, stage: RoundStage, state: ProposalState) -> Talked:
    held = Round(
        locality_id=world.locality_id,
        forum_id=world.forum_id,
        title="Oban decides",
        stage=stage,
        level=PowerLevel.COPRODUCE,
        up_for_decision="£12,000 for community projects",
        created_at=SOME_TIME_AGO,
    )
    session.add(held)
    session.flush()
    proposal = Proposal(
        round_no=held.round_no,
        author_id=world.people["resident"],
        outcome_id=world.outcome_id,
        state=state,
        title="A bench by the shore",
        what_and_why="Somewhere to rest on the way to the ferry.",
        place="Corran Esplanade",
        who_benefits="Everybody who walks there",
        submitted_at=SOME_TIME_AGO,
    )
    session.add(proposal)
    session.flush()
    room = Room(proposal_no=proposal.proposal_no)
    session.add(room)
    session.flush()
    return Talked(proposal.proposal_no, room.id, held.round_no)
