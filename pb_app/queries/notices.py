"""What somebody is told of decisions about them: what, under which rule, why, by whom, and how to appeal."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from deliberation.moderation import Verdict
from pb_app.models.cases import ModerationAppeal, ModerationCase, ModerationDecision
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEvent
from pb_app.queries.cases import words_of
from pb_app.queries.room_list import room_at

TOLD = (Verdict.HOLD, Verdict.HIDE, Verdict.MUTE, Verdict.RESTORE)
MOST = 100


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision about the reader: with their own words, who decided (no name: the service), and what may follow."""

    decision: ModerationDecision
    room: Room
    seq: int | None
    words: str
    by: str
    appeal: ModerationAppeal | None
    is_latest: bool


def notices_for(session: Session, person_id: int | None) -> list[Notice]:
    """The decisions about somebody, the latest first."""
    rows = session.execute(
        select(ModerationDecision, Person.display_name)
        .outerjoin(Person, Person.id == ModerationDecision.decided_by)
        .where(ModerationDecision.author_id == person_id, ModerationDecision.verdict.in_(TOLD))
        .options(joinedload(ModerationDecision.rule), joinedload(ModerationDecision.appeal))
        .order_by(ModerationDecision.id.desc())
        .limit(MOST)
    )
    return [_notice(session, decision, name or "") for decision, name in rows]


def notice_of(session: Session, decision_id: int) -> Notice | None:
    """One decision about somebody."""
    row = session.execute(
        select(ModerationDecision, Person.display_name)
        .outerjoin(Person, Person.id == ModerationDecision.decided_by)
        .where(ModerationDecision.id == decision_id)
        .options(joinedload(ModerationDecision.rule), joinedload(ModerationDecision.appeal))
    ).one_or_none()
    return None if row is None else _notice(session, row[0], row[1] or "")


def may_be_appealed(notice: Notice, until: datetime | None, now: datetime) -> bool:
    """Whether to draw the form: the use case asks again."""
    return until is not None and now <= until and notice.appeal is None and notice.is_latest


def _notice(session: Session, decision: ModerationDecision, by: str) -> Notice:
    room = room_at(session, decision.room_id)
    assert room is not None  # noqa: S101 - the decision points at it
    case = session.get(ModerationCase, decision.case_id) if decision.case_id else None
    if case is None:
        return Notice(decision, room, None, "", by, decision.appeal, is_latest=True)
    words = words_of(session, session.get_one(RoomEvent, (case.room_id, case.seq)))
    latest = case.version == decision.version
    return Notice(decision, room, case.seq, words, by, decision.appeal, is_latest=latest)
