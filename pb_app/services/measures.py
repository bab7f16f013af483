"""What facilitators lay on a room or a person in it for a time: mute, slow mode, pause, approval of first messages."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from deliberation.moderation import ON_ROOM, Verdict
from pb_app.actions import Action
from pb_app.events import MessageHidden
from pb_app.models.cases import ModerationDecision
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEventKind
from pb_app.moderating import Decided, Grounds, Write, keep_decision, message_in, rule_in, tell_author
from pb_app.names import optional_name
from pb_app.refusals import Conflict, Invalid, sentence
from pb_app.room_log import locked_room, next_deed, runs
from pb_app.unit_of_work import Change, UnitOfWork

NOTE_LENGTH = 500
LONGEST_MUTE = 7 * 24 * 60
LONGEST_PAUSE = 24 * 60
SLOWEST = 600
LIMITS = {Verdict.SLOW_MODE: SLOWEST, Verdict.PAUSE: LONGEST_PAUSE, Verdict.FIRST_POSTS: 1}


@dataclass(frozen=True, slots=True)
class Measure:
    """What is laid on a room: the seconds of slow mode, the minutes of a pause, one for approval; nought ends it."""

    verdict: Verdict
    amount: int
    note: str


def take_measure(uow: UnitOfWork, room_id: int, measure: Measure) -> ModerationDecision:
    """Lay a measure on a room, or end it; everybody in the room reads of it and why.

    Raises Invalid without a reason or for an amount beyond the limits.
    """
    if measure.verdict not in ON_ROOM:
        raise Invalid(sentence("Choose what is to happen."), field="verdict")
    note = _note(measure.note)
    _check_amount(measure.amount, LIMITS[measure.verdict])
    with uow.begin(Action.TAKE_MEASURE) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        decided = Decided(
            measure.verdict,
            note=note,
            until=change.at + timedelta(minutes=measure.amount) if measure.verdict is Verdict.PAUSE else None,
            seconds=None if measure.verdict is Verdict.PAUSE else measure.amount,
        )
        decision = keep_decision(uow, room, None, decided, change.at)
        _show(uow, change, room, measure)
        change.record(room, room=room.id, decision=decision.id, measure=measure.verdict.value)
    return decision


def mute_person(
    uow: UnitOfWork, room_id: int, seq: int, minutes: int, grounds: Grounds, *, write: Write | None = None
) -> ModerationDecision:
    """Mute whoever wrote a message, in this room and for a time; they may read on. Nought minutes end it.

    Raises Conflict for somebody who runs the room.
    """
    note = _note(grounds.note)
    _check_amount(minutes, LONGEST_MUTE)
    with uow.begin(Action.MUTE_PERSON) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        rule = rule_in(uow.session, room, grounds.rule_id)
        author_id = message_in(uow.session, room, seq).person_id
        _check_runs_nothing(uow, room, author_id)
        until = change.at + timedelta(minutes=minutes)
        decided = Decided(Verdict.MUTE, grounds.rule_id, note, author_id=author_id, until=until)
        decision = keep_decision(uow, room, None, decided, change.at)
        _show(uow, change, room, Measure(Verdict.MUTE, minutes, note))
        change.record(room, room=room.id, decision=decision.id, minutes=minutes)
        tell_author(uow.session, decision, rule, write)
    return decision


def _show(uow: UnitOfWork, change: Change, room: Room, measure: Measure) -> None:
    """Let the room see what was done, with its reason and without the name of whom it may concern."""
    event = next_deed(room, RoomEventKind.MEASURE, uow.actor, reason=measure.note, at=change.at)
    event.facts = {"measure": measure.verdict.value, "amount": measure.amount}
    uow.session.add(event)
    change.publish(MessageHidden(room.id, event.seq))


def _check_runs_nothing(uow: UnitOfWork, room: Room, person_id: int) -> None:
    person = uow.session.scalars(
        select(Person).where(Person.id == person_id).options(selectinload(Person.grants))
    ).one()
    if runs(person.to_domain(), room):
        raise Conflict(sentence("This person runs the room and cannot be muted. Speak to an officer."))


def _note(text: str) -> str:
    note = optional_name(text, NOTE_LENGTH, "note")
    if not note:
        raise Invalid(sentence("Say why. Everybody in the room reads it."), field="note")
    return note


def _check_amount(amount: int, most: int) -> None:
    if not 0 <= amount <= most:
        raise Invalid(sentence("Enter a number between 0 and %(most)d."), field="amount", most=most)
