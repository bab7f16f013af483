"""Small tables: drawn by lot in the open, with a way out for everybody, and what was noted there brought together."""

from collections.abc import Collection
from datetime import timedelta

from deliberation.kinds import Channel, RoomState
from deliberation.tables import FEWEST_AT_A_TABLE, draw
from pb_app.actions import Action
from pb_app.events import MessagePosted, RoomChanged
from pb_app.models.rooms import RoomEventKind
from pb_app.queries import room_tables as queries
from pb_app.queries.room_life import people_of
from pb_app.refusals import Conflict, Invalid, sentence
from pb_app.room_log import checked_text, locked_room, next_deed, next_event
from pb_app.speaking import Speaking, check_may_speak
from pb_app.unit_of_work import UnitOfWork

MOST_REASON = 500
MOST_CHARACTERS = 2_000
MOST_MINUTES = 240
SEED_BYTES = 16


def draw_tables(uow: UnitOfWork, room_id: int, number: int, minutes: int, reason: str) -> int:
    """Draw everybody who takes part and does not stay out to so many tables; return the place of the draw.

    The log keeps the seed, so that the draw can be made again. Refused: fewer than two at a table (Invalid), a room
    that is not open (Conflict).
    """
    why = checked_text(reason, "why_tables", MOST_REASON)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Invalid(sentence("Give the tables between 1 and %(most)d minutes."), field="time", most=MOST_MINUTES)
    with uow.begin(Action.DRAW_TABLES) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        if room.state is not RoomState.OPEN:
            raise Conflict(sentence("The room is not open. Open it first."))
        out = queries.staying_out(uow.session, room.id)
        kinds = queries.seat_kinds(uow.session, room.id)
        people = {one: kinds.get(one, "") for one in people_of(uow.session, room.id) if one not in out}
        if number < 2 or len(people) < FEWEST_AT_A_TABLE * number:  # noqa: PLR2004 - one table is the room
            raise Invalid(
                sentence("%(people)d people can sit at tables. Draw at least two tables with two people each."),
                field="number",
                people=len(people),
            )
        seed = uow.keys.random(SEED_BYTES).hex()
        tables = draw(people, number, seed, queries.sat_together(uow.session, room.id))
        event = next_deed(room, RoomEventKind.TABLES, uow.actor, reason=why, at=change.at)
        until = change.at + timedelta(minutes=minutes)
        event.facts = {"tables": tables, "seed": seed, "until": until.isoformat(), "minutes": minutes}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq, tables=number, people=len(people), seed=seed)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def stay_out(uow: UnitOfWork, room_id: int, *, out: bool) -> int:
    """Stay out of tables that are drawn from now on, or no longer; return the place of the event."""
    with uow.begin(Action.STAY_OUT) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        event = next_deed(room, RoomEventKind.STAYING_OUT, uow.actor, reason="", at=change.at)
        event.facts = {"out": out}
        uow.session.add(event)
        change.publish(RoomChanged(room.id, event.seq))
    return event.seq


def merge_notes(uow: UnitOfWork, room_id: int, notes: Collection[int], text: str) -> int:
    """Say in one message what several notes of tables say; the notes stay, and the message names them.

    Refused: fewer than two notes, or a place at which no note stands (Invalid).
    """
    said = checked_text(text, "text", MOST_CHARACTERS)
    with uow.begin(Action.MERGE_NOTES) as change:
        room = change.permit(locked_room(uow.session, room_id, uow.actor))
        there = {one.seq: one for one in queries.notes(uow.session, room.id, 0)}
        chosen = sorted(set(notes))
        if len(chosen) < 2 or not set(chosen) <= set(there):  # noqa: PLR2004 - one note needs no merging
            raise Invalid(sentence("Choose at least two notes that stand in the room."), field="notes")
        kind = there[chosen[0]].message_kind
        check_may_speak(Speaking(uow.session, room, uow.actor, kind, change.at))
        key = f"notes-{room.last_seq + 1:06d}"
        event = next_event(room, RoomEventKind.MESSAGE, uow.actor.person_id, key=key, body=said, at=change.at)
        event.message_kind, event.channel = kind, Channel.PAPER
        event.source = there[chosen[0]].source
        event.facts = {"merges": chosen}
        uow.session.add(event)
        change.record(room, room=room.id, seq=event.seq, notes=len(chosen))
        change.publish(MessagePosted(room.id, event.seq))
    return event.seq
