"""The coded sample of a room: what was drawn, who codes it, what is left to code, and what both have coded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.coding import CODERS, Aspect, Coded
from pb_app.models.coding import QualityCode, QualityCoder, QualitySample
from pb_app.models.rooms import RoomEvent, RoomEventKind
from pb_app.queries.room_reports import stages_of


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the two are: how many there are, and how many messages each has coded."""

    coders: int
    coded: tuple[int, ...]
    messages: int

    @property
    def is_done(self) -> bool:
        """Whether both have coded all."""
        return self.coded == (self.messages,) * CODERS


def sample_of(session: Session, room_id: int) -> QualitySample | None:
    """What was drawn in a room, if it was."""
    return session.get(QualitySample, room_id)


def candidates(session: Session, room_id: int) -> Sequence[int]:
    """The messages from which a sample is drawn: all that stand, by their numbers."""
    wanted = select(RoomEvent.seq).where(RoomEvent.room_id == room_id, RoomEvent.kind == RoomEventKind.MESSAGE)
    standing = wanted.where(RoomEvent.hidden_by_seq.is_(None), RoomEvent.withdrawn_by_seq.is_(None))
    return session.scalars(standing.order_by(RoomEvent.seq)).all()


def coders_of(session: Session, room_id: int) -> dict[int, int]:
    """Who codes: the number of the coder by the id of the person."""
    found = session.scalars(select(QualityCoder).where(QualityCoder.room_id == room_id))
    return {one.person_id: one.number for one in found}


def codes_by(session: Session, room_id: int, coder: int) -> dict[int, dict[Aspect, QualityCode]]:
    """What one of them has given so far, by message and aspect."""
    wanted = select(QualityCode).where(QualityCode.room_id == room_id, QualityCode.coder == coder)
    given: dict[int, dict[Aspect, QualityCode]] = {}
    for code in session.scalars(wanted):
        given.setdefault(code.seq, {})[code.aspect] = code
    return given


def to_code(session: Session, sample: QualitySample) -> list[int]:
    """The drawn messages that count: those that still stand and have words, and those that both have coded."""
    wanted = select(RoomEvent.seq).where(RoomEvent.room_id == sample.room_id, RoomEvent.body != "")
    standing = wanted.where(RoomEvent.hidden_by_seq.is_(None), RoomEvent.withdrawn_by_seq.is_(None))
    first, second = (codes_by(session, sample.room_id, coder) for coder in (1, 2))
    return sorted({*session.scalars(standing.where(RoomEvent.seq.in_(sample.messages))), *(first.keys() & second)})


def progress_of(session: Session, sample: QualitySample) -> Progress:
    """How far the two are."""
    messages = to_code(session, sample)
    coders = sorted(coders_of(session, sample.room_id).values())
    coded = tuple(len(codes_by(session, sample.room_id, coder).keys() & set(messages)) for coder in coders)
    return Progress(len(coders), coded, len(messages))


def authors_in(session: Session, sample: QualitySample) -> dict[int, int]:
    """Who wrote each of the drawn messages."""
    wanted = select(RoomEvent.seq, RoomEvent.person_id).where(
        RoomEvent.room_id == sample.room_id, RoomEvent.seq.in_(sample.messages)
    )
    return {row.seq: row.person_id for row in session.execute(wanted)}


def words_of(session: Session, room_id: int, seq: int) -> tuple[RoomEvent, str] | None:
    """A message as it stands now, with its text; None for one that is not there."""
    message = session.get(RoomEvent, (room_id, seq))
    if message is None or message.kind is not RoomEventKind.MESSAGE:
        return None
    edited = session.get(RoomEvent, (room_id, message.edited_by_seq or 0))
    text = edited.body if edited else message.body
    return message, text


def coded_in(session: Session, sample: QualitySample) -> dict[Aspect, list[Coded]]:
    """What both have coded, in the order of the messages."""
    first, second = (codes_by(session, sample.room_id, coder) for coder in (1, 2))
    stages = stages_of(session, sample.room_id)
    authors = authors_in(session, sample)
    both = [seq for seq in sample.messages if seq in first and seq in second]
    return {
        aspect: [Coded(authors[seq], stages[seq], first[seq][aspect].code, second[seq][aspect].code) for seq in both]
        for aspect in Aspect
    }
