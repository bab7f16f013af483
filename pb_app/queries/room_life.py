"""How a room's life stands: its conclusion and signatures, its seats, its evidence, what its stage still lacks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from deliberation.kinds import ExitTest, MessageKind, unmet
from deliberation.queue import Queue, Sign, Step, queue_of
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomDraft, RoomEvent, RoomEventKind, RoomSeat


@dataclass(frozen=True, slots=True)
class Signed:
    """A conclusion as it stands: its words, how many are named for it, who signed, dissents, has not answered."""

    conclusion: RoomEvent
    asked: int
    review_on: date
    names: tuple[str, ...]
    dissents: tuple[tuple[str, str], ...]
    waiting: tuple[str, ...] = ()


def latest_conclusion(session: Session, room_id: int) -> RoomEvent | None:
    """The conclusion that stands now."""
    wanted = select(RoomEvent).where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.CONCLUSION)
    return session.scalar(wanted.order_by(RoomEvent.seq.desc()).limit(1))


def signatures(session: Session, room_id: int, seq: int) -> Sequence[RoomEvent]:
    """Who signed this conclusion, with agreement or dissent, in order. Only a later event can be one of its."""
    wanted = select(RoomEvent).where(
        RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.SIGNATURE, RoomEvent.seq > seq
    )
    return session.scalars(wanted.options(joinedload(RoomEvent.person)).order_by(RoomEvent.seq)).all()


def people_of(session: Session, room_id: int) -> list[int]:
    """Who takes part: everybody who said something or holds a seat."""
    spoke = select(RoomEvent.person_id).where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.MESSAGE)
    seated = select(RoomSeat.person_id).where(RoomSeat.room_id == room_id)
    return sorted({*session.scalars(spoke), *session.scalars(seated)})


def signed(session: Session, room_id: int) -> Signed | None:
    """The conclusion with its signatures, for the page."""
    written = latest_conclusion(session, room_id)
    if written is None:
        return None
    given = signatures(session, room_id, written.seq)
    agreeing = tuple(one.person.display_name for one in given if (one.facts or {})["agrees"])
    dissents = tuple((one.person.display_name, one.body) for one in given if not (one.facts or {})["agrees"])
    review_on = date.fromisoformat(str((written.facts or {})["review_on"]))
    answered = {one.person_id for one in given}
    left = [one for one in asked_of(written) if one not in answered]
    waiting = tuple(one.display_name for one in people_called(session, left))
    return Signed(written, len(asked_of(written)), review_on, agreeing, dissents, waiting)


def people_called(session: Session, ids: Collection[int]) -> Sequence[Person]:
    """These people, by name."""
    return session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.display_name, Person.id)).all()


def reviews_due(session: Session, today: date) -> list[tuple[int, int]]:
    """Rooms whose conclusion is to be looked at again by now, with its place, unless they were reminded of it."""
    wanted = select(RoomEvent).where(RoomEvent.kind == RoomEventKind.CONCLUSION).order_by(RoomEvent.seq)
    latest = {event.room_id: event for event in session.scalars(wanted)}
    return sorted(
        (room_id, event.seq)
        for room_id, event in latest.items()
        if not (event.facts or {}).get("reminded") and str((event.facts or {})["review_on"]) <= today.isoformat()
    )


def asked_of(conclusion: RoomEvent) -> list[int]:
    """Who was asked to sign it."""
    asked = (conclusion.facts or {})["asked"]
    assert isinstance(asked, list)  # noqa: S101 - written so
    return [one for one in asked if isinstance(one, int)]


def lacking(session: Session, room: Room) -> tuple[ExitTest, ...]:
    """What the present stage still lacks, by what was said in the room so far."""
    if room.agenda_stage is None:
        return ()
    wanted = (
        select(RoomEvent.message_kind, func.count())
        .where(RoomEvent.room_id == room.id, RoomEvent.kind == RoomEventKind.MESSAGE)
        .where(RoomEvent.hidden_by_seq.is_(None), RoomEvent.withdrawn_by_seq.is_(None))
        .group_by(RoomEvent.message_kind)
    )
    said = {kind: number for kind, number in session.execute(wanted) if kind is not None}
    return unmet(room.agenda_stage, said)


def evidence_pack(session: Session, room_id: int) -> Sequence[RoomEvent]:
    """The evidence that stands in the room, in order."""
    wanted = select(RoomEvent).where(
        RoomEvent.room_id == room_id,
        RoomEvent.message_kind == MessageKind.EVIDENCE,
        RoomEvent.hidden_by_seq.is_(None),
        RoomEvent.withdrawn_by_seq.is_(None),
    )
    return session.scalars(wanted.order_by(RoomEvent.seq)).all()


def seats(session: Session, room_id: int) -> Sequence[tuple[str, int]]:
    """How many were invited as what."""
    wanted = select(RoomSeat.seat, func.count()).where(RoomSeat.room_id == room_id).group_by(RoomSeat.seat)
    return [(seat, number) for seat, number in session.execute(wanted.order_by(RoomSeat.seat))]


def draft_of(session: Session, room_id: int, person_id: int | None) -> str:
    """What somebody was writing and has not posted."""
    wanted = select(RoomDraft.body).where(RoomDraft.room_id == room_id, RoomDraft.person_id == person_id)
    return session.scalar(wanted) or ""


def versions(session: Session, room_id: int, seq: int) -> Sequence[RoomEvent]:
    """A message as it was posted and as it was corrected since, oldest first; nothing of one that was taken away."""
    message = session.get(RoomEvent, (room_id, seq))
    if message is None or message.kind is not RoomEventKind.MESSAGE:
        return []
    if message.hidden_by_seq is not None or message.withdrawn_by_seq is not None:
        return []
    edits = select(RoomEvent).where(
        RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.EDIT, RoomEvent.target_seq == seq
    )
    return [message, *session.scalars(edits.order_by(RoomEvent.seq))]


def hands(session: Session, room_id: int) -> Queue:
    """Who waits to speak, next first."""
    wanted = select(RoomEvent.kind, RoomEvent.person_id, RoomEvent.facts).where(
        RoomEvent.room_id == room_id, RoomEvent.kind.in_((RoomEventKind.HAND, RoomEventKind.TURN))
    )
    found = session.execute(wanted.order_by(RoomEvent.seq))
    return queue_of(_step(row.kind, row.person_id, row.facts) for row in found)


def waiting(session: Session, room_id: int) -> Sequence[Person]:
    """The people whose hands are up, next first."""
    order = hands(session, room_id).waiting
    known = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(order)))}
    return [known[one] for one in order]


def _step(kind: RoomEventKind, person_id: int, facts: dict[str, object]) -> Step:
    if kind is RoomEventKind.TURN:
        return Step(Sign.TURN, int(str(facts["person"])))
    return Step(Sign.UP if facts["up"] else Sign.DOWN, person_id)
