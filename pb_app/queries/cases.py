"""Cases of moderation as facilitators read them: the queue with its clock, one case with context and history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from deliberation.moderation import CaseState, Priority, Reporter, Verdict, priority
from pb_app.models.cases import MessageReport, ModerationAppeal, ModerationCase, ModerationDecision
from pb_app.models.people import Person, RoleGrant
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.queries.room_list import room_at
from pb_app.roles import Actor, Role, Scope

AROUND = 3
MOST = 200


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the queue: its room, how many reported it, how urgent it is, and whether its time is over."""

    case: ModerationCase
    room: Room
    reports: int
    priority: Priority
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A message as facilitators read it in a case, hidden or not, with who wrote it."""

    seq: int
    author: str
    at: datetime
    text: str
    is_hidden: bool
    is_it: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about a case: messages around it, earlier wordings, reports without names, decisions with names."""

    case: ModerationCase
    room: Room
    around: Sequence[Words]
    earlier_words: Sequence[str]
    reports: Sequence[MessageReport]
    decisions: Sequence[tuple[ModerationDecision, str]]
    earlier_warnings: int


def queue(session: Session, actor: Actor, at: datetime) -> list[CaseLine]:
    """The cases that wait within somebody's reach: people under 16 first, then the most urgent, by their clock."""
    waiting = session.scalars(
        select(ModerationCase).where(ModerationCase.state != CaseState.SETTLED).order_by(ModerationCase.id).limit(MOST)
    ).all()
    lines = [_line(session, one, at) for one in waiting]
    own = [one for one in lines if actor.grant_for(frozenset({Role.FACILITATOR, Role.OFFICER}), one.room.scope)]
    return sorted(own, key=lambda one: (one.case.flagged_at is None, -one.priority, one.case.due_at, one.case.id))


def case_file(session: Session, case_id: int) -> CaseFile | None:
    """A case with everything that is needed to decide on it."""
    found = session.get(ModerationCase, case_id, populate_existing=True)
    room = room_at(session, found.room_id) if found else None
    if found is None or room is None:
        return None
    target = session.get_one(RoomEvent, (found.room_id, found.seq))
    return CaseFile(
        case=found,
        room=room,
        around=_around(session, found),
        earlier_words=_earlier_words(session, found),
        reports=_reports(session, found.id),
        decisions=decisions_of(session, found.id),
        earlier_warnings=_warnings(session, target.person_id, found.id),
    )


def decisions_of(session: Session, case_id: int) -> list[tuple[ModerationDecision, str]]:
    """What was decided on a case, in order, each with who decided; no name is the service itself."""
    rows = session.execute(
        select(ModerationDecision, Person.display_name)
        .outerjoin(Person, Person.id == ModerationDecision.decided_by)
        .where(ModerationDecision.case_id == case_id)
        .options(joinedload(ModerationDecision.rule), joinedload(ModerationDecision.appeal))
        .order_by(ModerationDecision.id)
    )
    return [(decision, name or "") for decision, name in rows]


def cases_to_chase(session: Session, at: datetime) -> Sequence[int]:
    """The open cases whose time is over."""
    wanted = select(ModerationCase.id).where(ModerationCase.state == CaseState.OPEN, ModerationCase.due_at <= at)
    return session.scalars(wanted.order_by(ModerationCase.id)).all()


def addresses_of(session: Session, role: Role, scope: Scope) -> list[str]:
    """The mail addresses of everybody who holds a role there."""
    grants = session.scalars(
        select(RoleGrant).where(RoleGrant.role == role).options(joinedload(RoleGrant.person)).order_by(RoleGrant.id)
    )
    return list(dict.fromkeys(one.person.email for one in grants if one.to_domain().scope.covers(scope)))


def appeals_waiting(session: Session, actor: Actor) -> list[tuple[ModerationAppeal, Room]]:
    """The appeals that somebody may have to answer, the one that is due first at the head."""
    wanted = (
        select(ModerationAppeal)
        .where(ModerationAppeal.decided_at.is_(None))
        .options(joinedload(ModerationAppeal.decision))
        .order_by(ModerationAppeal.due_at, ModerationAppeal.id)
    )
    found = [(one, room_at(session, one.decision.room_id)) for one in session.scalars(wanted)]
    roles = frozenset({Role.FACILITATOR, Role.OFFICER})
    return [(one, room) for one, room in found if room is not None and actor.grant_for(roles, room.scope)]


def _line(session: Session, one: ModerationCase, at: datetime) -> CaseLine:
    room = room_at(session, one.room_id)
    assert room is not None  # noqa: S101 - the case points at it
    people = session.scalars(select(MessageReport.person_id).where(MessageReport.case_id == one.id)).all()
    hidden = session.get_one(RoomEvent, (one.room_id, one.seq)).hidden_by_seq is not None
    urgency = priority(
        [_reporter(session, person) for person in people],
        is_held=hidden,
        is_overdue=at >= one.due_at,
        is_flagged=one.flagged_at is not None,
    )
    return CaseLine(one, room, len(people), urgency, is_overdue=at >= one.due_at)


def _reporter(session: Session, person_id: int) -> Reporter:
    """What came of the earlier reports of somebody."""
    latest = (
        select(func.max(ModerationDecision.id).label("id"))
        .where(ModerationDecision.case_id.is_not(None))
        .group_by(ModerationDecision.case_id)
        .subquery()
    )
    agreed = func.sum(case((ModerationDecision.verdict == Verdict.HIDE, 1), else_=0))
    row = session.execute(
        select(func.count(), agreed)
        .select_from(MessageReport)
        .join(ModerationCase, ModerationCase.id == MessageReport.case_id)
        .join(ModerationDecision, ModerationDecision.case_id == ModerationCase.id)
        .join(latest, latest.c.id == ModerationDecision.id)
        .where(MessageReport.person_id == person_id, ModerationCase.state == CaseState.SETTLED)
    ).one()
    return Reporter(row[0], row[1] or 0)


def _around(session: Session, one: ModerationCase) -> list[Words]:
    said = _said(one.room_id)
    before = session.execute(said.where(RoomEvent.seq <= one.seq).order_by(RoomEvent.seq.desc()).limit(AROUND + 1))
    after = session.execute(said.where(RoomEvent.seq > one.seq).order_by(RoomEvent.seq).limit(AROUND))
    rows = [*reversed(before.all()), *after.all()]
    return [
        Words(
            event.seq, name, event.at, words_of(session, event), event.hidden_by_seq is not None, event.seq == one.seq
        )
        for event, name in rows
    ]


def _is_hidden(event: RoomEvent) -> bool:
    return event.hidden_by_seq is not None


def _said(room_id: int) -> Select[RoomEvent, str]:
    return (
        select(RoomEvent, Person.display_name)
        .join(Person, Person.id == RoomEvent.person_id)
        .where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.MESSAGE)
    )


def words_of(session: Session, event: RoomEvent) -> str:
    """The words as they stand now, after the last edit."""
    if event.edited_by_seq is None:
        return event.body
    return session.get_one(RoomEvent, (event.room_id, event.edited_by_seq)).body


def _earlier_words(session: Session, one: ModerationCase) -> list[str]:
    """Every wording before the one that stands."""
    first = session.get_one(RoomEvent, (one.room_id, one.seq))
    edits = session.scalars(
        select(RoomEvent.body)
        .where(
            RoomEvent.room_id == one.room_id,
            RoomEvent.target_seq == one.seq,
            RoomEvent.kind == RoomEventKind.EDIT,
        )
        .order_by(RoomEvent.seq)
    ).all()
    return [first.body, *edits][:-1]


def _reports(session: Session, case_id: int) -> Sequence[MessageReport]:
    wanted = select(MessageReport).where(MessageReport.case_id == case_id).options(joinedload(MessageReport.rule))
    return session.scalars(wanted.order_by(MessageReport.id)).all()


def _warnings(session: Session, person_id: int, case_id: int) -> int:
    """How often something else of this author was hidden."""
    return (
        session.scalar(
            select(func.count()).where(
                ModerationDecision.author_id == person_id,
                ModerationDecision.verdict == Verdict.HIDE,
                ModerationDecision.case_id != case_id,
            )
        )
        or 0
    )
