"""A poll whose first project was talked over: points for and against in its room, and people to whom they matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.kinds import MessageKind
from pb_app.models.people import Person
from pb_app.models.points import PointMark
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project, Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.stages import ProposalState
from tests.ballot_box import Voting
from tests.world import SOME_TIME_AGO

POINTS = (
    (MessageKind.PRO, "People stop walking there when it gets dark."),
    (MessageKind.PRO, "The ferry comes in after five."),
    (MessageKind.PRO, "Lamps cost less than falls."),
    (MessageKind.PRO, "Bats can be given a dark hour."),
    (MessageKind.CON, "Bats live along the path."),
    (MessageKind.CONCERN, "Who pays for the electricity?"),
    (MessageKind.EVIDENCE, "Eleven falls were noted last winter."),
    (MessageKind.QUESTION, "How many lamps?"),
)


@dataclass(frozen=True, slots=True)
class Argued:
    """Where it was talked over: the proposal behind project P01, and its room."""

    proposal_no: int
    room_id: int


def argued(voting: Voting, points: Sequence[tuple[MessageKind, str]] = POINTS) -> Argued:
    """Put a proposal behind project P01 of a poll, with a room in which these points were made, numbered from 1."""
    with voting.system() as uow, voting.parts.database.writing(uow.session):
        made = _rows(uow.session, voting, points)
        uow.session.commit()
    return made


def marked(voting: Voting, room_id: int, marks: Mapping[int, Sequence[int]]) -> None:
    """Let new people mark points: for each point the numbers of those to whom it matters."""
    with voting.system() as uow, voting.parts.database.writing(uow.session):
        numbers = sorted({number for people in marks.values() for number in people})
        people = {number: Person(email=f"n{number}@moothill.example", created_at=SOME_TIME_AGO) for number in numbers}
        uow.session.add_all(people.values())
        uow.session.flush()
        uow.session.add_all(
            PointMark(room_id=room_id, seq=seq, person_id=people[number].id, at=SOME_TIME_AGO)
            for seq, numbered in marks.items()
            for number in numbered
        )
        uow.session.commit()


def _rows(session: Session, voting: Voting, points: Sequence[tuple[MessageKind, str]]) -> Argued:
    people, round_no = voting.world.people, _round_no(session, voting)
    proposal = Proposal(
        round_no=round_no,
        author_id=people["resident"],
        outcome_id=voting.world.outcome_id,
        state=ProposalState.ACCEPTED,
        title="Harbour path lights",
        what_and_why="Lamps along the path.",
        place="Harbour path",
        who_benefits="Everyone",
        submitted_at=SOME_TIME_AGO,
    )
    session.add(proposal)
    session.flush()
    room = Room(proposal_no=proposal.proposal_no, last_seq=len(points))
    session.add(room)
    project = session.scalars(select(Project).where(Project.round_no == round_no, Project.ref == "P01")).one()
    project.proposal_no = proposal.proposal_no
    session.flush()
    session.add_all(
        RoomEvent(
            room_id=room.id,
            seq=seq,
            kind=RoomEventKind.MESSAGE,
            person_id=people["neighbour"],
            key=f"point-{seq:04}",
            body=words,
            at=SOME_TIME_AGO,
            message_kind=kind,
            source="Police Scotland" if kind is MessageKind.EVIDENCE else "",
        )
        for seq, (kind, words) in enumerate(points, start=1)
    )
    session.flush()
    return Argued(proposal.proposal_no, room.id)


def _round_no(session: Session, voting: Voting) -> int:
    return session.scalars(select(Poll.round_no).where(Poll.poll_no == voting.poll_no)).one()
