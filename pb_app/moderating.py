"""What every decision in a room does: it is kept, it shows in the room, and the author hears of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberation.moderation import (
    APPEAL_WITHIN,
    APPEALABLE,
    LIVELY,
    SETTLING,
    CaseState,
    Cause,
    Verdict,
    due_at,
)
from pb_app.events import MessageHidden
from pb_app.models.cases import ModerationCase, ModerationDecision
from pb_app.models.moderation import RoomPolicy, RoomRule
from pb_app.models.people import OutboxMail, Person
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.queries.cases import words_of
from pb_app.refusals import Invalid, NotVisible, sentence
from pb_app.roles import Scope
from pb_app.room_log import next_deed
from pb_app.unit_of_work import Change, UnitOfWork

SALT_LENGTH = 16
LIVELY_VOICES = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What the author of a message is told: what was decided, under which rule, why, and until when to appeal."""

    verdict: Verdict
    rule: RoomRule | None
    note: str
    until: datetime | None
    appeal_until: datetime | None
    is_automatic: bool


@dataclass(frozen=True, slots=True)
class Grounds:
    """Under which rule and why."""

    rule_id: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided; of a case the author is known from it."""

    verdict: Verdict
    rule_id: int | None = None
    note: str = ""
    author_id: int | None = None
    until: datetime | None = None
    seconds: int | None = None
    is_automatic: bool = False


@dataclass(frozen=True, slots=True)
class Contested:
    """A decision as the subject of an appeal."""

    room: Room
    author_id: int | None
    decided_by: int | None
    stage = None
    is_public = True

    @property
    def scope(self) -> Scope:
        """The room's scope."""
        return self.room.scope


Letter = tuple[str, str]
Write = Callable[[Told], Letter]
"""Writes the letter in which the author is told: its subject and its body."""


def case_of(session: Session, room: Room, seq: int, cause: Cause, at: datetime) -> ModerationCase:
    """The case of a message, opened if there is none; one that was settled is opened again by a later report."""
    found = session.scalars(
        select(ModerationCase).where(ModerationCase.room_id == room.id, ModerationCase.seq == seq).with_for_update()
    ).one_or_none()
    if found is not None:
        return found
    due = due_at(at, is_live=_is_lively(session, room, at))
    case = ModerationCase(
        room_id=room.id, seq=seq, cause=cause, state=CaseState.OPEN, version=0, opened_at=at, due_at=due
    )
    session.add(case)
    session.flush()
    return case


def rule_in(session: Session, room: Room, rule_id: int | None) -> RoomRule | None:
    """The rule of this room's partnership under this id. Raises Invalid for any other."""
    if rule_id is None:
        return None
    rule = session.scalar(
        select(RoomRule)
        .join(RoomPolicy, RoomPolicy.id == RoomRule.policy_id)
        .where(RoomRule.id == rule_id, RoomPolicy.partnership_id == room.scope.partnership_id)
    )
    if rule is None:
        raise Invalid(sentence("Choose one of the rules."), field="rule")
    return rule


def keep_decision(
    uow: UnitOfWork, room: Room, case: ModerationCase | None, decided: Decided, at: datetime
) -> ModerationDecision:
    """Keep a decision; on a case it is the next one, and the words are kept as a salted digest."""
    decision = ModerationDecision(
        room_id=room.id,
        verdict=decided.verdict,
        rule_id=decided.rule_id,
        note=decided.note,
        decided_by=None if decided.is_automatic else uow.actor.person_id,
        author_id=decided.author_id,
        at=at,
        until=decided.until,
        seconds=decided.seconds,
    )
    if case is not None:
        target = message_in(uow.session, room, case.seq)
        case.version += 1
        case.state = next_state(case.state, decided.verdict)
        case.settled_at = at if decided.verdict in SETTLING else None
        decision.case_id, decision.version, decision.author_id = case.id, case.version, target.person_id
        decision.salt = uow.keys.random(SALT_LENGTH)
        decision.digest = sha256(decision.salt + words_of(uow.session, target).encode()).digest()
    uow.session.add(decision)
    uow.session.flush()
    return decision


def next_state(state: CaseState, verdict: Verdict) -> CaseState:
    """Where a case stands after a decision."""
    if verdict in SETTLING:
        return CaseState.SETTLED
    if verdict is Verdict.ESCALATE:
        return CaseState.ESCALATED
    return CaseState.OPEN if state is CaseState.SETTLED else state


def message_in(session: Session, room: Room, seq: int) -> RoomEvent:
    """A message of a locked room. Raises NotVisible for any other place."""
    target = session.get(RoomEvent, (room.id, seq))
    if target is None or target.kind is not RoomEventKind.MESSAGE:
        raise NotVisible(sentence("There is no such message in this room."))
    return target


def take_from_view(
    uow: UnitOfWork, change: Change, room: Room, target: RoomEvent, *, kind: RoomEventKind, why: str
) -> int:
    """Put a tombstone in the message's place, or a new one there; return the place of the deed."""
    event = next_deed(room, kind, uow.actor, reason=why, at=change.at)
    event.target_seq = target.seq
    uow.session.add(event)
    target.hidden_by_seq = event.seq
    change.publish(MessageHidden(room.id, event.seq))
    return event.seq


def bring_back(uow: UnitOfWork, change: Change, room: Room, target: RoomEvent, why: str) -> None:
    """Show a message again, where it was taken from view."""
    if target.hidden_by_seq is None:
        return
    event = next_deed(room, RoomEventKind.RESTORING, uow.actor, reason=why, at=change.at)
    event.target_seq = target.seq
    uow.session.add(event)
    target.hidden_by_seq = None
    change.publish(MessageHidden(room.id, event.seq))


def hold_first_post(uow: UnitOfWork, change: Change, room: Room, event: RoomEvent) -> None:
    """Keep a first message from view until a facilitator has looked at it; no person decided this."""
    uow.session.flush()
    case = case_of(uow.session, room, event.seq, Cause.FIRST_POST, change.at)
    keep_decision(uow, room, case, Decided(Verdict.HOLD, is_automatic=True), change.at)
    take_from_view(uow, change, room, event, kind=RoomEventKind.HOLDING, why="")


def tell_author(session: Session, decision: ModerationDecision, rule: RoomRule | None, write: Write | None) -> None:
    """Write to the author, where letters are written at all."""
    author = session.get(Person, decision.author_id) if write and decision.author_id else None
    if author is None or write is None:
        return
    until = appeal_until(decision)
    told = Told(decision.verdict, rule, decision.note, decision.until, until, is_automatic=decision.decided_by is None)
    subject, body = write(told)
    session.add(OutboxMail(to=author.email, subject=subject, body=body, written_at=decision.at))


def appeal_until(decision: ModerationDecision) -> datetime | None:
    """Until when the author may appeal, if this can be appealed against."""
    return decision.at + APPEAL_WITHIN if decision.verdict in APPEALABLE else None


def _is_lively(session: Session, room: Room, at: datetime) -> bool:
    """Whether people are talking here at the moment: two voices within a quarter of an hour."""
    voices = select(func.count(RoomEvent.person_id.distinct())).where(
        RoomEvent.room_id == room.id, RoomEvent.kind == RoomEventKind.MESSAGE, RoomEvent.at > at - LIVELY
    )
    return (session.scalar(voices) or 0) >= LIVELY_VOICES
