"""Whether somebody may say something in a room now: asked here alone, and anew with every message.

Another condition is one more function in `CHECKS`: it gets the locked room, who speaks, what about, and when, and
raises a refusal with a sentence. Permission (role, the round's stage) was asked before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from deliberation.kinds import MessageKind
from deliberation.speaking import Bar, Standing, bar_to_enter, bar_to_say
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind, RoomSeat
from pb_app.refusals import Forbidden, sentence
from pb_app.restraints import check_restraints
from pb_app.roles import Actor
from pb_app.room_log import runs


@dataclass(frozen=True, slots=True)
class Speaking:
    """Somebody about to say something of a kind in a locked room."""

    session: Session
    room: Room
    actor: Actor
    kind: MessageKind | None
    at: datetime


OF_TURNS = (RoomEventKind.TURN, RoomEventKind.MORE_TIME, RoomEventKind.INTERRUPTION)
MOST_OF_A_TURN = 50

Check = Callable[[Speaking], None]

WHY: dict[Bar, str] = {
    Bar.DRAFT: sentence("This room is not open yet."),
    Bar.FROZEN: sentence("This room is paused by those who run it. You can read on, and write again when it is open."),
    Bar.CLOSED: sentence("This room is closed. What was said in it stays here to be read."),
    Bar.NO_SEAT: sentence("People were invited to speak in this room. Anyone may read it."),
    Bar.AIRTIME: sentence("Only those who run the room speak at the moment. Raise your hand to be called."),
    Bar.TIME_OVER: sentence("The time of this stage is over. A facilitator adds time or opens the next stage."),
    Bar.KIND_MISSING: sentence("Say what your message is: a question, evidence, a reason for or against."),
    Bar.WRONG_STAGE: sentence("This stage of the room is for something else. Choose another kind of message."),
}


def check_may_speak(speaking: Speaking) -> None:
    """Raise a refusal with its sentence if this may not be said now."""
    for check in CHECKS:
        check(speaking)


def bar_of(session: Session, room: Room, actor: Actor, at: datetime) -> Bar | None:
    """What keeps somebody from saying anything in the room at all, for its page."""
    return bar_to_enter(standing(session, room, actor, at))


def standing(session: Session, room: Room, actor: Actor, at: datetime) -> Standing:
    """How the room stands now and how this person stands in it."""
    return Standing(
        state=room.state,
        stage=room.agenda_stage,
        by_invitation=room.by_invitation,
        only_facilitators=room.only_facilitators,
        time_is_over=room.stage_ends_at is not None and at >= room.stage_ends_at,
        has_turn=room.only_facilitators and _has_turn(session, room, actor, at),
        has_seat=room.by_invitation and _has_seat(session, room, actor),
        runs_room=runs(actor, room),
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the turn, and until when by the server's clock; who has interrupted it, and until when."""

    person_id: int
    ends_at: datetime
    interrupted_by: int | None = None
    interrupted_until: datetime | None = None

    @property
    def is_interrupted(self) -> bool:
        """Whether its one interruption was taken."""
        return self.interrupted_by is not None


def speaker_now(session: Session, room_id: int, at: datetime) -> Turn | None:
    """Who has the turn at this moment, if anybody."""
    wanted = select(RoomEvent.kind, RoomEvent.facts).where(RoomEvent.room_id == room_id, RoomEvent.kind.in_(OF_TURNS))
    rows = session.execute(wanted.order_by(RoomEvent.seq.desc()).limit(MOST_OF_A_TURN)).all()
    if not rows or (ends_at := datetime.fromisoformat(str(rows[0].facts["ends_at"]))) <= at:
        return None
    of_turn = rows[: next((place for place, row in enumerate(rows) if row.kind is RoomEventKind.TURN), len(rows))]
    person_id = int(str(rows[0].facts["person"]))
    cut = next((row.facts for row in of_turn if row.kind is RoomEventKind.INTERRUPTION), None)
    if cut is None:
        return Turn(person_id, ends_at)
    return Turn(person_id, ends_at, int(str(cut["by"])), datetime.fromisoformat(str(cut["until"])))


def _has_turn(session: Session, room: Room, actor: Actor, at: datetime) -> bool:
    turn = speaker_now(session, room.id, at)
    if turn is None:
        return False
    cuts_in = turn.interrupted_until is not None and turn.interrupted_until > at
    return turn.person_id == actor.person_id or (cuts_in and turn.interrupted_by == actor.person_id)


def _room_allows(speaking: Speaking) -> None:
    found = bar_to_say(standing(speaking.session, speaking.room, speaking.actor, speaking.at), speaking.kind)
    if found is not None:
        raise Forbidden(WHY[found])


def _has_seat(session: Session, room: Room, actor: Actor) -> bool:
    wanted = select(RoomSeat.room_id).where(RoomSeat.room_id == room.id, RoomSeat.person_id == actor.person_id)
    return session.scalar(wanted) is not None


def _nothing_restrains(speaking: Speaking) -> None:
    runs_room = runs(speaking.actor, speaking.room)
    person_id = speaking.actor.person_id
    check_restraints(speaking.session, speaking.room.id, person_id, speaking.at, runs_room=runs_room)


CHECKS: tuple[Check, ...] = (_room_allows, _nothing_restrains)
