"""Appeals: the author asks once, somebody else decides, and what was hidden without need comes back."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.moderation import ANSWER_WITHIN, Verdict
from pb_app.actions import Action
from pb_app.models.cases import ModerationAppeal, ModerationCase, ModerationDecision
from pb_app.models.people import OutboxMail, Person
from pb_app.models.rooms import Room
from pb_app.moderating import Contested, Decided, Letter, appeal_until, bring_back, keep_decision, message_in
from pb_app.names import optional_name
from pb_app.refusals import Conflict, Invalid, NotVisible, sentence
from pb_app.room_log import checked_text, locked_room
from pb_app.unit_of_work import Change, UnitOfWork

WORDS_LENGTH = 2_000
ANSWER_LENGTH = 500

WriteAnswer = Callable[[bool, str], Letter]
"""Writes the letter in which the author hears what came of an appeal."""


def make_appeal(uow: UnitOfWork, decision_id: int, words: str) -> ModerationAppeal:
    """Ask that somebody else looks at a decision again; by whom it was about, once and in time.

    Raises Invalid without words, Conflict for what cannot be appealed against, no longer stands, or was already.
    """
    said = checked_text(words, "words", WORDS_LENGTH)
    with uow.begin(Action.MAKE_APPEAL) as change:
        decision, room = _locked_decision(uow, decision_id)
        contested = change.permit(Contested(room, decision.author_id, decision.decided_by))
        until = appeal_until(decision)
        if until is None:
            raise Conflict(sentence("There is no appeal against this decision."))
        if change.at > until:
            raise Conflict(sentence("The time for an appeal is over."))
        if _appeal_of(uow.session, decision_id) is not None:
            raise Conflict(sentence("You have appealed against this decision already."))
        if not _stands(uow.session, decision):
            raise Conflict(sentence("This decision no longer stands. There is nothing to appeal against."))
        appeal = ModerationAppeal(
            decision_id=decision.id,
            person_id=uow.actor.person_id,
            against=decision.decided_by,
            words=said,
            at=change.at,
            due_at=change.at + ANSWER_WITHIN,
        )
        uow.session.add(appeal)
        uow.session.flush()
        change.record(contested, room=room.id, appeal=appeal.id, decision=decision.id)
    return appeal


def decide_appeal(
    uow: UnitOfWork, decision_id: int, answer: str, *, is_upheld: bool, write: WriteAnswer | None = None
) -> ModerationAppeal:
    """Decide on an appeal: by somebody else than who decided, with an answer; what was upheld is undone at once.

    Raises Forbidden for whoever decided first and for the author, Conflict for what was answered already.
    """
    said = optional_name(answer, ANSWER_LENGTH, "answer")
    if not said:
        raise Invalid(sentence("Give an answer. The author reads it."), field="answer")
    with uow.begin(Action.DECIDE_APPEAL) as change:
        decision, room = _locked_decision(uow, decision_id)
        contested = change.permit(Contested(room, decision.author_id, decision.decided_by))
        appeal = _appeal_of(uow.session, decision_id)
        if appeal is None:
            raise NotVisible(sentence("There is no such appeal."))
        if appeal.decided_at is not None:
            raise Conflict(sentence("Somebody else has answered this appeal already."))
        appeal.is_upheld, appeal.answer = is_upheld, said
        appeal.decided_by, appeal.decided_at = uow.actor.person_id, change.at
        if is_upheld:
            _undo(uow, change, room, decision, said)
        outcome = "upheld" if is_upheld else "kept"
        change.record(contested, room=room.id, appeal=appeal.id, decision=decision.id, outcome=outcome)
        if write is not None:
            subject, body = write(is_upheld, said)
            to = uow.session.get_one(Person, appeal.person_id).email
            uow.session.add(OutboxMail(to=to, subject=subject, body=body, written_at=change.at))
    return appeal


def _undo(uow: UnitOfWork, change: Change, room: Room, decision: ModerationDecision, why: str) -> None:
    """A muted person may speak again; a hidden message stands in its place again."""
    if decision.case_id is None:
        ended = Decided(Verdict.MUTE, note=why, author_id=decision.author_id, until=change.at)
        keep_decision(uow, room, None, ended, change.at)
        return
    case = uow.session.get_one(ModerationCase, decision.case_id)
    bring_back(uow, change, room, message_in(uow.session, room, case.seq), why)
    keep_decision(uow, room, case, Decided(Verdict.RESTORE, note=why), change.at)


def _locked_decision(uow: UnitOfWork, decision_id: int) -> tuple[ModerationDecision, Room]:
    decision = uow.session.get(ModerationDecision, decision_id)
    if decision is None:
        raise NotVisible(sentence("There is no such decision."))
    return decision, locked_room(uow.session, decision.room_id, uow.actor)


def _appeal_of(session: Session, decision_id: int) -> ModerationAppeal | None:
    wanted = select(ModerationAppeal).where(ModerationAppeal.decision_id == decision_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _stands(session: Session, decision: ModerationDecision) -> bool:
    """Whether nothing was decided on the message since."""
    if decision.case_id is None:
        return True
    case = session.get_one(ModerationCase, decision.case_id, populate_existing=True)
    return case.version == decision.version
