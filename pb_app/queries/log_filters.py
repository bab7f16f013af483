"""Which entries of the log are asked for: of a kind, a poll, a round, a locality, or several of these together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, String, cast, or_, select, union
from sqlalchemy.orm import Session

from pb_app.models.budgets import Account, LedgerPosting, Pot
from pb_app.models.log import LogMention
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


Places: TypeAlias = Select[int] | CompoundSelect[int]
"""A statement that gives the places of entries, by what they name (models/log.py, LogMention)."""


def places(session: Session, wanted: LogFilter, kinds: Mapping[str, StrEnum]) -> list[Places]:
    """The places of the entries that fit each thing that is asked for; entries have to stand in all of these.

    `kinds` says of which kind each type of entry is.
    """
    which: list[Places] = []
    if wanted.poll is not None:
        which.append(_naming("poll", [str(wanted.poll)]))
    if wanted.round_no is not None:
        which.append(union(*_of_rounds(session, Round.round_no == wanted.round_no)))
    if wanted.locality_id is not None:
        moved = select(Movement.id).where(Movement.locality_id == wanted.locality_id)
        here = [_naming("locality", [str(wanted.locality_id)]), _numbered("movement", moved)]
        which.append(union(*here, *_of_rounds(session, Round.locality_id == wanted.locality_id)))
    if wanted.kind is not None:
        which.append(of_types([event for event, kind in kinds.items() if kind is wanted.kind]))
    return which


def of_types(types: Collection[str]) -> Select[int]:
    """The places of the entries of these types."""
    return _naming("event", types)


def _of_rounds(session: Session, which: ColumnElement[bool]) -> list[Select[int]]:
    """The places of entries that name one of these rounds, or what belongs to one: rooms, pot, poll, movements."""
    of_pot = select(Account.id).join(Pot, Pot.id == Account.pot_id).join(Round).where(which)
    of_project = select(Account.id).join(Project, Project.id == Account.project_id)
    ends = of_pot.union(of_project.join(Round, Round.round_no == Project.round_no).where(which))
    posted = select(LedgerPosting.entry_id).where(LedgerPosting.account_id.in_(ends))
    moved = select(Movement.id).where(
        or_(Movement.giver_id.in_(ends), Movement.taker_id.in_(ends), Movement.reverses.in_(posted))
    )
    home = or_(Round.round_no == Proposal.round_no, Round.round_no == Room.round_no)
    rooms = select(Room.id).outerjoin(Proposal, Proposal.proposal_no == Room.proposal_no).join(Round, home)
    return [
        _numbered("round", select(Round.round_no).where(which)),
        _numbered("room", rooms.where(which)),
        _numbered("pot", select(Pot.id).join(Round).where(which)),
        _numbered("movement", moved),
        _naming("poll", map(str, session.scalars(select(Poll.id).join(Round).where(which)))),
    ]


def _numbered(name: str, numbers: Select[int]) -> Select[int]:
    """The places of entries that name one of these numbers so."""
    found = numbers.subquery()
    return (
        select(LogMention.idx).join(found, LogMention.value == cast(found.c[0], String)).where(LogMention.name == name)
    )


def _naming(name: str, values: Iterable[str]) -> Select[int]:
    return select(LogMention.idx).where(LogMention.name == name, LogMention.value.in_(list(values)))
