"""The public record of moderation: every decision without names and words, and the numbers of each month."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from deliberation.kinds import RoomStage
from deliberation.moderation import Cause, Verdict, publishable_total
from pb_app.models.cases import MessageReport, ModerationAppeal, ModerationCase, ModerationDecision
from pb_app.models.localities import Locality
from pb_app.models.moderation import RoomPolicy, RoomRule
from pb_app.models.proposals import Proposal
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.models.rounds import Round

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as anybody may read it; `hours` from the opening of its case, begun hours counted whole."""

    number: int
    month: str
    verdict: Verdict
    cause: Cause | None
    rule: RoomRule | None
    version: int | None
    hours: int | None
    is_automatic: bool
    has_appeal: bool
    is_upheld: bool | None
    stage: RoomStage | None = None


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """The numbers of a month. Reports come from people: None is too few. Decisions are told one by one anyway."""

    month: str
    reports: int | None
    decisions: int
    by_verdict: Mapping[str, int]
    median_hours: float | None
    automatic: int
    appeals: int
    upheld: int
    by_rule: Mapping[str, int]


def record_of(session: Session, partnership_id: int) -> list[Recorded]:
    """Every decision in the rooms of a partnership, the latest first."""
    rows = session.execute(
        select(ModerationDecision, ModerationCase, RoomRule, RoomPolicy.version, ModerationAppeal)
        .outerjoin(ModerationCase, ModerationCase.id == ModerationDecision.case_id)
        .outerjoin(RoomRule, RoomRule.id == ModerationDecision.rule_id)
        .outerjoin(RoomPolicy, RoomPolicy.id == RoomRule.policy_id)
        .outerjoin(ModerationAppeal, ModerationAppeal.decision_id == ModerationDecision.id)
        .where(ModerationDecision.room_id.in_(_rooms(partnership_id)))
        .order_by(ModerationDecision.id.desc())
    )
    stages = _stages(session, partnership_id)
    return [replace(_recorded(*row), stage=_stage_at(stages.get(row[0].room_id, []), row[0].at)) for row in rows]


def months_of(session: Session, partnership_id: int) -> list[MonthNumbers]:
    """The numbers of each month in which something was reported or decided, the latest first."""
    decided: dict[str, list[Recorded]] = {}
    for one in record_of(session, partnership_id):
        decided.setdefault(one.month, []).append(one)
    reported = Counter(
        _month(at)
        for at in session.scalars(
            select(MessageReport.at)
            .join(ModerationCase, ModerationCase.id == MessageReport.case_id)
            .where(ModerationCase.room_id.in_(_rooms(partnership_id)))
        )
    )
    months = sorted({*decided, *reported}, reverse=True)
    return [_numbers(month, decided.get(month, []), reported[month]) for month in months]


def _rooms(partnership_id: int) -> Select[int]:
    return (
        select(Room.id)
        .outerjoin(Proposal, Proposal.proposal_no == Room.proposal_no)
        .join(Round, Round.round_no == func.coalesce(Proposal.round_no, Room.round_no))
        .join(Locality, Locality.id == Round.locality_id)
        .where(Locality.partnership_id == partnership_id)
    )


def _stages(session: Session, partnership_id: int) -> dict[int, list[tuple[datetime, RoomStage]]]:
    """Since when which stage was open in each room with an agenda, the latest first; one is open from the start."""
    wanted = select(Room.id).where(Room.id.in_(_rooms(partnership_id)), Room.agenda_stage.is_not(None))
    found = {room_id: [(BEGINNING, RoomStage.GATHER)] for room_id in session.scalars(wanted)}
    moves = select(RoomEvent.room_id, RoomEvent.at, RoomEvent.facts).where(
        RoomEvent.room_id.in_(found), RoomEvent.kind == RoomEventKind.STAGE
    )
    for row in session.execute(moves.order_by(RoomEvent.seq)):
        found[row.room_id].insert(0, (row.at, RoomStage(str(row.facts["stage"]))))
    return found


def _stage_at(stages: Sequence[tuple[datetime, RoomStage]], at: datetime) -> RoomStage | None:
    return next((stage for since, stage in stages if since <= at), None)


def _recorded(
    decision: ModerationDecision,
    case: ModerationCase | None,
    rule: RoomRule | None,
    version: int | None,
    appeal: ModerationAppeal | None,
) -> Recorded:
    return Recorded(
        number=decision.id,
        month=_month(decision.at),
        verdict=decision.verdict,
        cause=case.cause if case else None,
        rule=rule,
        version=version,
        hours=-(-(decision.at - case.opened_at) // HOUR) if case else None,
        is_automatic=decision.decided_by is None,
        has_appeal=appeal is not None,
        is_upheld=appeal.is_upheld if appeal else None,
    )


def _numbers(month: str, decided: list[Recorded], reports: int) -> MonthNumbers:
    hours = [one.hours for one in decided if one.hours is not None]
    counted = Counter(one.verdict.value for one in decided)
    return MonthNumbers(
        month=month,
        reports=publishable_total(reports),
        decisions=len(decided),
        by_verdict={verdict.value: counted[verdict.value] for verdict in Verdict},
        median_hours=float(median(hours)) if hours else None,
        automatic=sum(one.is_automatic for one in decided),
        appeals=sum(one.has_appeal for one in decided),
        upheld=sum(one.is_upheld is True for one in decided),
        by_rule=Counter(f"{one.rule.label} ({one.version})" if one.rule else "" for one in decided),
    )


def _month(at: datetime) -> str:
    return at.astimezone(LONDON).strftime("%Y-%m")
