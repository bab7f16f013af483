"""Questions asked in rooms that no officer has answered yet, the longest wait first."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from deliberation.answers import OpenQuestion
from deliberation.kinds import MessageKind
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind

ANSWER = aliased(RoomEvent, name="answer")
LATEST = aliased(RoomEvent, name="latest")


def open_questions(session: Session, room_ids: Collection[int]) -> Sequence[OpenQuestion]:
    """The open questions of these rooms. An officer's reply answers one, unless it was taken away."""
    answered = (
        select(ANSWER.seq)
        .where(
            ANSWER.room_id == RoomEvent.room_id,
            ANSWER.reply_to_seq == RoomEvent.seq,
            ANSWER.facts["answers"].as_integer() == RoomEvent.seq,
            ANSWER.hidden_by_seq.is_(None),
            ANSWER.withdrawn_by_seq.is_(None),
        )
        .exists()
    )
    asked = (
        select(
            RoomEvent, func.coalesce(LATEST.headline, RoomEvent.headline), func.coalesce(LATEST.body, RoomEvent.body)
        )
        .outerjoin(LATEST, (LATEST.room_id == RoomEvent.room_id) & (LATEST.seq == RoomEvent.edited_by_seq))
        .where(
            RoomEvent.room_id.in_(room_ids),
            RoomEvent.kind == RoomEventKind.MESSAGE,
            RoomEvent.message_kind == MessageKind.QUESTION,
            RoomEvent.hidden_by_seq.is_(None),
            RoomEvent.withdrawn_by_seq.is_(None),
            ~answered,
        )
        .order_by(RoomEvent.at, RoomEvent.room_id, RoomEvent.seq)
    )
    names = _names(session, room_ids)
    return [
        OpenQuestion(row.room_id, row.seq, names[row.room_id], headline or body, row.at)
        for row, headline, body in session.execute(asked)
    ]


def rooms_of_rounds(session: Session, round_nos: Collection[int]) -> Sequence[int]:
    """The rooms of these rounds and of their proposals."""
    of_proposals = select(Proposal.proposal_no).where(Proposal.round_no.in_(round_nos))
    wanted = select(Room.id).where(Room.round_no.in_(round_nos) | Room.proposal_no.in_(of_proposals))
    return session.scalars(wanted.order_by(Room.id)).all()


def _names(session: Session, room_ids: Collection[int]) -> dict[int, str]:
    wanted = select(Room).where(Room.id.in_(room_ids)).options(joinedload(Room.proposal).joinedload(Proposal.round))
    return {room.id: room.name for room in session.scalars(wanted)}
