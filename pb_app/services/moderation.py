"""Moderation of messages: somebody reports one, a facilitator decides, and the author hears of it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from deliberation.moderation import (
    AGAINST_AUTHOR,
    MOST_REPORTS,
    ON_MESSAGE,
    CaseState,
    Cause,
    Verdict,
)
from pb_app.actions import Action
from pb_app.models.cases import MessageReport, ModerationAppeal, ModerationCase, ModerationDecision
from pb_app.models.rooms import Room, RoomEventKind
from pb_app.moderating import (
    Decided,
    Grounds,
    Write,
    bring_back,
    case_of,
    keep_decision,
    message_in,
    rule_in,
    take_from_view,
    tell_author,
)
from pb_app.names import optional_name
from pb_app.refusals import Conflict, Invalid, NotVisible, TooOften, sentence
from pb_app.room_log import locked_room
from pb_app.safeguarding import WriteFlag, pass_on
from pb_app.unit_of_work import Change, UnitOfWork

NOTE_LENGTH = 500


def report_message(
    uow: UnitOfWork,
    room_id: int,
    seq: int,
    rule_id: int | None,
    note: str = "",
    *,
    under_16: bool = False,
    write: WriteFlag | None = None,
) -> ModerationCase:
    """Report a message under a rule, or with a note under none. Nobody is shown who reported it.

    Where somebody `under_16` may be at risk, whoever is named for that is written to at once.
    Refused: one's own message, one that is hidden, a second report of it (Conflict), neither rule nor note (Invalid),
    more reports than can be looked at (TooOften).
    """
    said = optional_name(note, NOTE_LENGTH, "note")
    if rule_id is None and not said:
        raise Invalid(sentence("Choose a rule, or say in your own words what is wrong."), field="rule")
    with uow.begin(Action.REPORT_MESSAGE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        rule_in(uow.session, room, rule_id)
        target = message_in(uow.session, room, seq)
        if target.person_id == uow.actor.person_id:
            raise Conflict(sentence("This message is your own. You can withdraw it."))
        if target.hidden_by_seq is not None:
            raise Conflict(sentence("This message is hidden already."))
        case = case_of(uow.session, room, seq, Cause.REPORTED, change.at)
        _check_reports(uow.session, case, uow.actor.person_id)
        if case.state is CaseState.SETTLED:
            case.state, case.settled_at = CaseState.OPEN, None
        report = MessageReport(case_id=case.id, person_id=uow.actor.person_id, rule_id=rule_id, note=said, at=change.at)
        uow.session.add(report)
        uow.session.flush()
        if under_16:
            pass_on(uow.session, room, case, change.at, write)
        change.record(room, room=room.id, report=report.id)
    return case


def decide_on_message(
    uow: UnitOfWork, case_id: int, version: int, verdict: Verdict, grounds: Grounds, *, write: Write | None = None
) -> ModerationDecision:
    """Decide on a case: leave the message, hold it, hide it, or pass it on to officers.

    `version` is the one that was looked at. Raises Conflict where somebody else decided meanwhile, or nothing would
    change; Invalid without a reason where the author is to hear one.
    """
    if verdict not in ON_MESSAGE:
        raise Invalid(sentence("Choose what is to happen."), field="verdict")
    note = optional_name(grounds.note, NOTE_LENGTH, "note")
    if not note and verdict in AGAINST_AUTHOR:
        raise Invalid(sentence("Say why. The author reads it, and everybody in the room."), field="note")
    with uow.begin(Action.DECIDE_ON_MESSAGE) as change:
        case, room = _locked_case(uow, case_id)
        change.permit(room)
        _check_version(case, version)
        _check_no_appeal(uow.session, case)
        rule = rule_in(uow.session, room, grounds.rule_id)
        _carry_out(uow, change, room, case, verdict, why=note)
        decision = keep_decision(uow, room, case, Decided(verdict, grounds.rule_id, note), change.at)
        change.record(room, room=room.id, decision=decision.id, verdict=verdict.value)
        if verdict in AGAINST_AUTHOR:
            tell_author(uow.session, decision, rule, write)
    return decision


def _locked_case(uow: UnitOfWork, case_id: int) -> tuple[ModerationCase, Room]:
    """A case and its room, locked in the one order: the room first."""
    room_id = uow.session.scalar(select(ModerationCase.room_id).where(ModerationCase.id == case_id))
    if room_id is None:
        raise NotVisible(sentence("There is no such case."))
    room = locked_room(uow.session, room_id, uow.actor)
    wanted = select(ModerationCase).where(ModerationCase.id == case_id).with_for_update()
    return uow.session.scalars(wanted.execution_options(populate_existing=True)).one(), room


def _check_version(case: ModerationCase, version: int) -> None:
    """Raise Conflict unless the case still stands as it was looked at."""
    if case.version != version:
        raise Conflict(sentence("Somebody else has decided on this message meanwhile. Look at what was decided."))


def _check_no_appeal(session: Session, case: ModerationCase) -> None:
    waiting = (
        select(ModerationAppeal.id)
        .join(ModerationDecision, ModerationDecision.id == ModerationAppeal.decision_id)
        .where(ModerationDecision.case_id == case.id, ModerationAppeal.decided_at.is_(None))
    )
    if session.scalar(waiting.limit(1)) is not None:
        raise Conflict(sentence("The author has appealed. Somebody else decides on the appeal first."))


def _carry_out(
    uow: UnitOfWork, change: Change, room: Room, case: ModerationCase, verdict: Verdict, *, why: str
) -> None:
    target = message_in(uow.session, room, case.seq)
    if verdict is Verdict.LEAVE:
        bring_back(uow, change, room, target, why)
    elif verdict is Verdict.HOLD:
        if target.hidden_by_seq is not None:
            raise Conflict(sentence("This message is hidden already."))
        take_from_view(uow, change, room, target, kind=RoomEventKind.HOLDING, why=why)
    elif verdict is Verdict.HIDE:
        take_from_view(uow, change, room, target, kind=RoomEventKind.HIDING, why=why)


def _check_reports(session: Session, case: ModerationCase, person_id: int | None) -> None:
    mine = select(MessageReport).where(MessageReport.person_id == person_id)
    if session.scalar(mine.where(MessageReport.case_id == case.id)) is not None:
        raise Conflict(sentence("You have reported this message already. A facilitator will look at it."))
    waiting = (
        select(func.count())
        .select_from(MessageReport)
        .join(ModerationCase, ModerationCase.id == MessageReport.case_id)
        .where(MessageReport.person_id == person_id, ModerationCase.state != CaseState.SETTLED)
    )
    if (session.scalar(waiting) or 0) >= MOST_REPORTS:
        raise TooOften(
            sentence("%(most)d of your reports still wait. Each that was looked at makes room for another."),
            most=MOST_REPORTS,
        )
