"""Which entries of the log are asked for: of a kind, a poll, a round, a locality, or several of these together."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, String, cast, literal, or_, select
from sqlalchemy.orm import Session

from pb_app.models.budgets import Account, LedgerPosting, Pot
from pb_app.models.localities import Locality
from pb_app.models.log import LogLeaf
from pb_app.models.movements import Movement
from pb_app.models.polls import Poll
from pb_app.models.proposals import Project, Proposal
from pb_app.models.rooms import Room
from pb_app.models.rounds import Round


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is asked for; what is None is not asked for. Entries have to fit everything that is."""

    kind: StrEnum | None = None
    poll: UUID | None = None
    round_no: int | None = None
    locality_id: int | None = None


def conditions(session: Session, wanted: LogFilter, kinds: Mapping[str, StrEnum]) -> list[ColumnElement[bool]]:
    """What the bytes of an entry must hold. They are canonical, so a type, a poll or an id is written in one way only.

    `kinds` says of which kind each type of entry is.
    """
    which: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        events = [event for event, kind in kinds.items() if kind is wanted.kind]
        which.append(or_(*(LogLeaf.body.contains(f'"t":"{event}"', autoescape=True) for event in events)))
    if wanted.poll is not None:
        which.append(_about(wanted.poll))
    if wanted.round_no is not None:
        which.append(_of_rounds(session, Round.round_no == wanted.round_no))
    if wanted.locality_id is not None:
        here = select(Locality.id).where(Locality.id == wanted.locality_id)
        moved = select(Movement.id).where(Movement.locality_id == wanted.locality_id)
        in_rounds = _of_rounds(session, Round.locality_id == wanted.locality_id)
        which.append(or_(_named("locality", here), _named("movement", moved), in_rounds))
    return which


def _of_rounds(session: Session, which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether an entry names one of these rounds, or what belongs to one: proposals, rooms, pot, poll, movements."""
    of_pot = select(Account.id).join(Pot, Pot.id == Account.pot_id).join(Round).where(which)
    of_project = select(Account.id).join(Project, Project.id == Account.project_id)
    ends = of_pot.union(of_project.join(Round, Round.round_no == Project.round_no).where(which))
    posted = select(LedgerPosting.entry_id).where(LedgerPosting.account_id.in_(ends))
    moved = select(Movement.id).where(
        or_(Movement.giver_id.in_(ends), Movement.taker_id.in_(ends), Movement.reverses.in_(posted))
    )
    home = or_(Round.round_no == Proposal.round_no, Round.round_no == Room.round_no)
    rooms = select(Room.id).outerjoin(Proposal, Proposal.proposal_no == Room.proposal_no).join(Round, home)
    return or_(
        _named("round", select(Round.round_no).where(which)),
        _named("room", rooms.where(which)),
        _named("pot", select(Pot.id).join(Round).where(which)),
        _named("movement", moved),
        *(_about(poll) for poll in session.scalars(select(Poll.id).join(Round).where(which))),
    )


def _named(fact: str, numbers: Select[int]) -> Exists:
    """Whether an entry holds one of these numbers as this fact."""
    found = numbers.subquery()
    said = literal(f'"{fact}":') + cast(found.c[0], String)
    return select(found.c[0]).where(or_(LogLeaf.body.contains(said + ","), LogLeaf.body.contains(said + "}"))).exists()


def _about(poll: UUID) -> ColumnElement[bool]:
    return LogLeaf.body.contains(f'"poll":"{poll}"', autoescape=True)
