"""The life of a room: made for a round, people invited, the agenda moved in the open, concluded, signed and closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from deliberation.conclusions import FEWEST_SIGNATURES, may_close
from deliberation.kinds import NEXT_STATES, RoomStage, RoomState, Seat, next_stage
from deliberation.messages import readable
from pb_app.actions import Action
from pb_app.events import RoomChanged
from pb_app.models.people import Person
from pb_app.models.rooms import Room, RoomEventKind, RoomSeat
from pb_app.models.rounds import Round
from pb_app.queries.room_life import asked_of, latest_conclusion, people_of, signatures
from pb_app.receipts import normalised_email
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, sentence
from pb_app.room_log import checked_length, checked_text, locked_room, next_deed
from pb_app.unit_of_work import UnitOfWork

MOST_REASON = 500
MOST_CONCLUSION = 4_000
LONGEST_STAGE = 60 * 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What a room is for, what it can change and who decides, and how it is run."""

    title: str
    purpose: str
    can_change: str
    who_decides: str
    has_agenda: bool = True
    by_invitation: bool = False


def add_room(uow: UnitOfWork, round_no: int, plan: RoomPlan) -> int:
    """Make a room on a round, as a draft that those who run it open; return its number."""
    texts = {name: checked_text(getattr(plan, name), name, most) for name, most in LENGTHS.items()}
    with uow.begin(Action.ADD_ROOM) as change:
        held = uow.session.scalar(select(Round).where(Round.round_no == round_no).options(selectinload(Round.locality)))
        if held is None:
            raise NotVisible(sentence("There is no round under this number."))
        change.permit(held)
        stage = RoomStage.GATHER if plan.has_agenda else None
        room = Room(
            round_no=round_no, state=RoomState.DRAFT, agenda_stage=stage, by_invitation=plan.by_invitation, **texts
        )
        uow.session.add(room)
        uow.session.flush()
        change.record(held, room=room.id, round=round_no)
    return room.id


LENGTHS = {"title": 120, "purpose": 1_000, "can_change": 1_000, "who_decides": 300}


def give_seat(uow: UnitOfWork, room_id: int, email: str, seat: Seat) -> None:
    """Invite somebody into a room as something; inviting again changes as what. Only people known here can be."""
    with uow.begin(Action.GIVE_SEAT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        person_id = uow.session.scalar(select(Person.id).where(Person.email == normalised_email(email)))
        if person_id is None:
            nobody = sentence("Nobody has signed in with this address yet. Ask them to sign in once.")
            raise Invalid(nobody, field="email")
        held = RoomSeat(room_id=room.id, person_id=person_id, seat=seat, invited_at=change.at)
        uow.session.merge(held)
        change.record(room, room=room.id, seat=seat.value)


def move_agenda(uow: UnitOfWork, room_id: int, stage: RoomStage, reason: str, minutes: int = 0) -> int:
    """Open the next stage, or give the present one another time, with a reason; `minutes` 0 sets no end.

    The end is a moment of the server's. Refused: a room without an agenda, or any stage but these two (Conflict).
    """
    why = checked_text(reason, "reason", MOST_REASON)
    if not 0 <= minutes <= LONGEST_STAGE:
        raise Invalid(sentence("Give a stage at most 60 days."), field="minutes")
    with uow.begin(Action.MOVE_AGENDA) as change:
        room = change.permit(_unclosed(uow, room_id))
        if room.agenda_stage is None or stage not in (room.agenda_stage, next_stage(room.agenda_stage)):
            raise Conflict(sentence("The agenda moves one stage at a time. Load the page again to see where it is."))
        room.agenda_stage = stage
        room.stage_ends_at = change.at + timedelta(minutes=minutes) if minutes else None
        event = next_deed(room, RoomEventKind.STAGE, uow.actor, reason=why, at=change.at)
        event.facts = {"stage": stage.value, "minutes": minutes}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq, stage=stage.value)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def set_room(
    uow: UnitOfWork, room_id: int, state: RoomState, reason: str, *, only_facilitators: bool | None = None
) -> int:
    """Open or freeze a room, or keep the airtime for those who run it, with a reason that everybody reads.

    A room is closed by its own use case, which asks for a conclusion. Refused: a state that does not follow (Conflict).
    """
    why = checked_text(reason, "reason", MOST_REASON)
    with uow.begin(Action.SET_ROOM) as change:
        room = change.permit(_unclosed(uow, room_id))
        if state is RoomState.CLOSED or (state is not room.state and state not in NEXT_STATES[room.state]):
            raise Conflict(sentence("The room cannot go there from where it is. Load the page again."))
        room.state = state
        if only_facilitators is not None:
            room.only_facilitators = only_facilitators
        event = next_deed(room, RoomEventKind.STATE, uow.actor, reason=why, at=change.at)
        event.facts = {"state": state.value, "only_facilitators": room.only_facilitators}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq, state=state.value)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def conclude_room(
    uow: UnitOfWork, room_id: int, text: str, review_on: date, *, named: Collection[int] | None = None
) -> int:
    """Write what the room recommends, to be signed by those `named` for it; a new one takes the old one's place.

    Named are people who took part, all of them unless some are chosen. Raises Invalid for fewer than two.
    """
    said = checked_text(text, "text", MOST_CONCLUSION)
    with uow.begin(Action.CONCLUDE_ROOM) as change:
        room = change.permit(_unclosed(uow, room_id))
        if review_on <= change.at.date():
            raise Invalid(sentence("Choose a day after today on which you look at it again."), field="review_on")
        taking_part = people_of(uow.session, room.id)
        asked: list[int] = taking_part if named is None else [one for one in taking_part if one in named]
        if named is not None and len(asked) < FEWEST_SIGNATURES:
            raise Invalid(sentence("Name at least two of those who took part. They are asked to sign."), field="named")
        event = next_deed(room, RoomEventKind.CONCLUSION, uow.actor, reason=said, at=change.at)
        event.facts = {"review_on": review_on.isoformat(), "asked": asked}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def sign_conclusion(uow: UnitOfWork, room_id: int, seq: int, *, agrees: bool, dissent: str = "") -> int:
    """Put one's name to the conclusion, or one's dissent beside it: recorded, not averaged. Once each."""
    why = checked_length(readable(dissent), "dissent", MOST_REASON)
    if not agrees and not why:
        raise Invalid(sentence("Say what you see differently. It stands beside the conclusion."), field="dissent")
    with uow.begin(Action.SIGN_CONCLUSION) as change:
        room = change.permit(_unclosed(uow, room_id))
        written = latest_conclusion(uow.session, room.id)
        if written is None or written.seq != seq:
            raise Conflict(sentence("There is another conclusion now. Read it, then sign."))
        if uow.actor.person_id not in asked_of(written):
            raise Forbidden(sentence("Those who were named for it sign the conclusion."))
        if uow.actor.person_id in {one.person_id for one in signatures(uow.session, room.id, seq)}:
            raise Conflict(sentence("You have signed this already."))
        event = next_deed(room, RoomEventKind.SIGNATURE, uow.actor, reason=why, at=change.at)
        event.facts = {"agrees": agrees, "conclusion": seq}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def close_room(uow: UnitOfWork, room_id: int) -> int:
    """Close the room for good. Refused without a conclusion that enough of those named for it signed (Conflict)."""
    with uow.begin(Action.CLOSE_ROOM) as change:
        room = change.permit(_unclosed(uow, room_id))
        written = latest_conclusion(uow.session, room.id)
        given = signatures(uow.session, room.id, written.seq) if written else []
        signed = sum(bool((one.facts or {})["agrees"]) for one in given)
        if written is None or not may_close(len(asked_of(written)), signed, len(given) - signed):
            raise Conflict(
                sentence(
                    "A room closes with a written conclusion that at least two people have signed, and that at least "
                    "half of those named for it have answered."
                )
            )
        room.state = RoomState.CLOSED
        event = next_deed(room, RoomEventKind.STATE, uow.actor, reason="", at=change.at)
        event.facts = {"state": RoomState.CLOSED.value, "conclusion": written.seq}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def _unclosed(uow: UnitOfWork, room_id: int) -> Room:
    room = locked_room(uow.session, room_id, uow.actor)
    if room.state is RoomState.CLOSED:
        raise Conflict(sentence("This room is closed. What was said in it stays here to be read."))
    return room
