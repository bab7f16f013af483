"""What facilitators have laid on a room or a person in it, as it holds now: mute, pause, slow mode, first messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberation.moderation import MOST_WAITING, CaseState, Cause, Verdict
from pb_app.models.cases import ModerationCase, ModerationDecision
from pb_app.models.opinions import Statement
from pb_app.models.rooms import RoomEvent, RoomEventKind
from pb_app.refusals import Forbidden, TooOften, sentence

MUTED = sentence(
    "A facilitator has muted you in this room for a time. You can read on. Your notices say until when and why."
)
PAUSED = sentence("A facilitator has paused this room. You can read on, and write again when the pause is over.")
TOO_SOON = sentence("This room is in slow mode. Wait %(seconds)d seconds, then send it again.")
WAITING = sentence("Your first messages wait for a facilitator. Write more when they have been looked at.")
OF_ROOM = (Verdict.PAUSE, Verdict.SLOW_MODE, Verdict.FIRST_POSTS)


@dataclass(frozen=True, slots=True)
class Restraints:
    """What holds in a room now. `pace` is the seconds between two messages of one person; nought is no slow mode."""

    paused_until: datetime | None = None
    pace: int = 0
    first_posts: bool = False


def restraints_of(session: Session, room_id: int, at: datetime) -> Restraints:
    """What holds in a room at a moment."""
    latest = _latest_of_room(session, room_id)
    pause, slow, first = (latest.get(one) for one in OF_ROOM)
    return Restraints(
        paused_until=pause.until if pause and pause.until and pause.until > at else None,
        pace=(slow.seconds or 0) if slow else 0,
        first_posts=bool(first and first.seconds),
    )


def muted_until(session: Session, room_id: int, person_id: int | None, at: datetime) -> datetime | None:
    """Until when somebody is muted in a room, if they are."""
    found = _latest_mute(session, room_id, person_id)
    return found.until if found and found.until and found.until > at else None


def check_restraints(
    session: Session, room_id: int, person_id: int | None, at: datetime, *, runs_room: bool = False
) -> None:
    """Raise a refusal if this person may not write here now, be it a message or a statement: one pace for both."""
    held = check_calm(session, room_id, person_id, at, runs_room=runs_room)
    last = _last_said(session, room_id, person_id) if held.pace else None
    _check_pace(held, last, at)
    if held.first_posts and _waiting(session, room_id, person_id) >= MOST_WAITING:
        raise TooOften(WAITING)


def check_hand(session: Session, room_id: int, person_id: int | None, at: datetime, *, runs_room: bool = False) -> None:
    """Raise a refusal if this person may not raise a hand here now. Hands have a pace of their own."""
    held = check_calm(session, room_id, person_id, at, runs_room=runs_room)
    _check_pace(held, _last_of(session, room_id, person_id, RoomEventKind.HAND) if held.pace else None, at)


def check_calm(
    session: Session, room_id: int, person_id: int | None, at: datetime, *, runs_room: bool = False
) -> Restraints:
    """What holds for this person beside mute and pause, which raise a refusal.

    A mute binds everybody, the rest not those who run the room.
    """
    if muted_until(session, room_id, person_id, at):
        raise Forbidden(MUTED)
    return Restraints() if runs_room else check_not_paused(session, room_id, at)


def check_not_paused(session: Session, room_id: int, at: datetime) -> Restraints:
    """What holds in the room beside a pause, which raises a refusal."""
    held = restraints_of(session, room_id, at)
    if held.paused_until:
        raise Forbidden(PAUSED)
    return held


def _check_pace(held: Restraints, last: datetime | None, at: datetime) -> None:
    if last and last + timedelta(seconds=held.pace) > at:
        left = last + timedelta(seconds=held.pace) - at
        raise TooOften(TOO_SOON, seconds=max(1, round(left.total_seconds())))


def is_first_post(session: Session, room_id: int, person_id: int | None, at: datetime) -> bool:
    """Whether the next message of somebody waits for a facilitator: none of theirs was let stand in this room yet."""
    if not restraints_of(session, room_id, at).first_posts:
        return False
    stands = select(RoomEvent.seq).where(
        RoomEvent.room_id == room_id,
        RoomEvent.person_id == person_id,
        RoomEvent.kind == RoomEventKind.MESSAGE,
        RoomEvent.hidden_by_seq.is_(None),
    )
    return session.scalar(stands.limit(1)) is None


def _latest_of_room(session: Session, room_id: int) -> dict[Verdict, ModerationDecision]:
    latest = (
        select(func.max(ModerationDecision.id))
        .where(ModerationDecision.room_id == room_id, ModerationDecision.verdict.in_(OF_ROOM))
        .group_by(ModerationDecision.verdict)
    )
    found = session.scalars(select(ModerationDecision).where(ModerationDecision.id.in_(latest)))
    return {one.verdict: one for one in found}


def _latest_mute(session: Session, room_id: int, person_id: int | None) -> ModerationDecision | None:
    wanted = select(ModerationDecision).where(
        ModerationDecision.room_id == room_id,
        ModerationDecision.verdict == Verdict.MUTE,
        ModerationDecision.author_id == person_id,
    )
    return session.scalars(wanted.order_by(ModerationDecision.id.desc()).limit(1)).first()


def _last_said(session: Session, room_id: int, person_id: int | None) -> datetime | None:
    stated = select(func.max(Statement.at)).where(Statement.room_id == room_id, Statement.author_id == person_id)
    said = (_last_of(session, room_id, person_id, RoomEventKind.MESSAGE), session.scalar(stated))
    return max((one for one in said if one is not None), default=None)


def _last_of(session: Session, room_id: int, person_id: int | None, kind: RoomEventKind) -> datetime | None:
    return session.scalar(
        select(RoomEvent.at)
        .where(RoomEvent.room_id == room_id, RoomEvent.person_id == person_id, RoomEvent.kind == kind)
        .order_by(RoomEvent.seq.desc())
        .limit(1)
    )


def _waiting(session: Session, room_id: int, person_id: int | None) -> int:
    theirs = select(RoomEvent.seq).where(RoomEvent.room_id == room_id, RoomEvent.person_id == person_id)
    wanted = select(func.count()).where(
        ModerationCase.room_id == room_id,
        ModerationCase.cause == Cause.FIRST_POST,
        ModerationCase.state != CaseState.SETTLED,
        ModerationCase.seq.in_(theirs),
    )
    return session.scalar(wanted) or 0
