"""What the ids in log entries are called now, and which of them anyone may open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.budgets import Fund, Pot
from pb_app.models.localities import Locality, Outcome
from pb_app.models.partnerships import Forum, Partner, Partnership
from pb_app.models.polls import Poll
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room
from pb_app.models.rounds import Round
from pb_app.queries.log import LogEntry
from pb_app.stages import PollState, RoundStage


class Numbered(Protocol):
    """A row with an id."""

    @property
    def id(self) -> int:
        """Its number."""


T = TypeVar("T", bound=Numbered)


@dataclass(slots=True)
class LogNames:
    """Rows by the numbers that entries name them by, as far as they are public."""

    partnership: dict[int, Partnership] = field(default_factory=dict)
    locality: dict[int, Locality] = field(default_factory=dict)
    forum: dict[int, Forum] = field(default_factory=dict)
    partner: dict[int, Partner] = field(default_factory=dict)
    outcome: dict[int, Outcome] = field(default_factory=dict)
    fund: dict[int, Fund] = field(default_factory=dict)
    pot: dict[int, Pot] = field(default_factory=dict)
    round: dict[int, Round] = field(default_factory=dict)
    proposal: dict[int, Proposal] = field(default_factory=dict)
    room: dict[int, Room] = field(default_factory=dict)
    poll: dict[UUID, Poll] = field(default_factory=dict)


def names_in(session: Session, entries: Sequence[LogEntry]) -> LogNames:
    """What these entries name, in a query a table."""

    def named(fact: str) -> set[int]:
        return {number for entry in entries if (number := entry.number(fact)) is not None}

    polls = {entry.poll for entry in entries if entry.poll is not None}
    return LogNames(
        partnership=_keyed(session, select(Partnership).where(Partnership.id.in_(named("partnership")))),
        locality=_keyed(session, select(Locality).where(Locality.id.in_(named("locality")))),
        forum=_keyed(session, select(Forum).where(Forum.id.in_(named("forum")))),
        partner=_keyed(session, select(Partner).where(Partner.id.in_(named("partner")))),
        outcome=_keyed(session, select(Outcome).where(Outcome.id.in_(named("outcome")))),
        fund=_keyed(session, select(Fund).where(Fund.id.in_(named("fund")))),
        pot=_pots(session, named("pot")),
        round=_rounds(session, named("round")),
        proposal=_proposals(session, named("proposal")),
        room=_rooms(session, named("room")),
        poll={poll.id: poll for poll in _polls(session, Poll.id.in_(polls))},
    )


def public_polls(session: Session) -> list[Poll]:
    """The polls anyone may see, newest first."""
    return _polls(session, Poll.state != PollState.DRAFT)


def public_rounds(session: Session) -> Sequence[Round]:
    """The rounds anyone may see, newest first, each with its locality."""
    wanted = select(Round).where(Round.stage != RoundStage.DRAFT).options(joinedload(Round.locality))
    return session.scalars(wanted.order_by(Round.round_no.desc())).all()


def localities_by_partnership(session: Session) -> Sequence[Locality]:
    """Every locality with its partnership, in the order of their names."""
    wanted = select(Locality).join(Partnership).options(joinedload(Locality.partnership))
    return session.scalars(wanted.order_by(Partnership.name, Locality.name, Locality.id)).all()


def _pots(session: Session, ids: set[int]) -> dict[int, Pot]:
    found = session.scalars(select(Pot).where(Pot.id.in_(ids)).options(joinedload(Pot.round))).all()
    return {pot.id: pot for pot in found if pot.round.is_public}


def _rounds(session: Session, numbers: set[int]) -> dict[int, Round]:
    found = session.scalars(select(Round).where(Round.round_no.in_(numbers))).all()
    return {round_.round_no: round_ for round_ in found if round_.is_public}


def _proposals(session: Session, numbers: set[int]) -> dict[int, Proposal]:
    wanted = select(Proposal).where(Proposal.proposal_no.in_(numbers)).options(joinedload(Proposal.round))
    return {proposal.proposal_no: proposal for proposal in session.scalars(wanted) if proposal.is_public}


def _rooms(session: Session, ids: set[int]) -> dict[int, Room]:
    of_proposal = joinedload(Room.proposal).joinedload(Proposal.round)
    wanted = select(Room).where(Room.id.in_(ids)).options(of_proposal, joinedload(Room.own_round))
    return {room.id: room for room in session.scalars(wanted) if room.is_public}


def _polls(session: Session, which: ColumnElement[bool]) -> list[Poll]:
    wanted = (
        select(Poll).where(which).options(joinedload(Poll.round), joinedload(Poll.pot)).order_by(Poll.poll_no.desc())
    )
    return [poll for poll in session.scalars(wanted) if poll.is_public]


def _keyed(session: Session, wanted: Select[T]) -> dict[int, T]:
    return {row.id: row for row in session.scalars(wanted)}
