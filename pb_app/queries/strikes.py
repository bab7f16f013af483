"""Objections to places on a roll: for officers who decide, for the person concerned, and as figures for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pb_app.models.people import Person
from pb_app.models.polls import Poll
from pb_app.models.rounds import Round
from pb_app.models.strikes import RollStrike


@dataclass(frozen=True, slots=True)
class Struck:
    """How many objections of a poll were decided, and how many of them struck somebody from its roll."""

    decided: int
    struck: int


def poll_no_of(session: Session, strike_id: int) -> int | None:
    """The number of the poll that an objection is about."""
    return session.scalar(select(RollStrike.poll_no).where(RollStrike.id == strike_id))


def strike(session: Session, strike_id: int) -> RollStrike:
    """The objection with its poll. Raises NoResultFound where there is none."""
    to_round = joinedload(RollStrike.poll).joinedload(Poll.round)
    wanted = select(RollStrike).where(RollStrike.id == strike_id)
    return session.scalars(wanted.options(to_round.joinedload(Round.locality))).one()


def strikes_of(session: Session, poll_no: int) -> Sequence[tuple[RollStrike, str | None]]:
    """Every objection of a poll with the address of whom it concerns, while it waits; the first first."""
    wanted = select(RollStrike, Person.email).outerjoin(Person, Person.id == RollStrike.person_id)
    found = session.execute(wanted.where(RollStrike.poll_no == poll_no).order_by(RollStrike.id))
    return [(row, email) for row, email in found]


def waiting_for(session: Session, poll_no: int, person_id: int | None) -> RollStrike | None:
    """The objection to this person's place that is not decided; the one question that they are asked."""
    own = (RollStrike.poll_no == poll_no, RollStrike.person_id == person_id, RollStrike.decided_at.is_(None))
    to_round = joinedload(RollStrike.poll).joinedload(Poll.round)
    return session.scalar(select(RollStrike).where(*own).options(to_round.joinedload(Round.locality)))


def struck_of(session: Session, poll_no: int) -> Struck:
    """What everybody may know: figures alone."""
    decided = select(RollStrike.is_struck, func.count()).where(
        RollStrike.poll_no == poll_no, RollStrike.decided_at.is_not(None)
    )
    found = {bool(row[0]): row[1] for row in session.execute(decided.group_by(RollStrike.is_struck))}
    return Struck(sum(found.values()), found.get(True, 0))
