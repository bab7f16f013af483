"""Being told once and alone how one takes part, and the one interruption of a turn."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deliberation.fairness import Nudge
from deliberation.kinds import RoomState
from pb_app.models.rooms import Room, RoomEvent, RoomEventKind
from pb_app.queries.room_list import room_at
from pb_app.queries.room_nudges import nudge_due
from pb_app.refusals import Conflict, Forbidden
from pb_app.services import room_interruptions, room_life, room_nudges, room_turns, rooms
from pb_app.speaking import speaker_now
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
VOICES = ("neighbour", "auditor", "councillor", "approver", "administrator")


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


def talk(parts: Installation, world: World, room: Talked, each: dict[str, int]) -> None:
    """So many messages of each of these people, straight into the table."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        held = uow.session.get_one(Room, room.room_id)
        for who in (who for who, number in each.items() for _ in range(number)):
            held.last_seq += 1
            uow.session.add(
                RoomEvent(
                    room_id=held.id,
                    seq=held.last_seq,
                    kind=RoomEventKind.MESSAGE,
                    person_id=world.people[who],
                    key=f"key-{held.last_seq:08d}",
                    body="Words",
                    at=uow.now(),
                )
            )
        uow.session.commit()
    uow.close()


def due(uow: UnitOfWork, room: Talked) -> Nudge | None:
    found = room_at(uow.session, room.room_id)
    assert found is not None
    return nudge_due(uow.session, found, uow.actor)


def test_who_writes_most_and_who_writes_nothing_are_told_once(
    uow_of: UowOf, parts: Installation, small_world: World, room: Talked
) -> None:
    assert due(uow_of("neighbour"), room) is None
    talk(parts, small_world, room, {**dict.fromkeys(VOICES, 3), "neighbour": 12})
    niall = uow_of("neighbour")
    assert due(niall, room) is Nudge.DOMINANT
    room_nudges.note_nudge(niall, room.room_id, Nudge.DOMINANT)
    room_nudges.note_nudge(niall, room.room_id, Nudge.DOMINANT)
    assert due(uow_of("neighbour"), room) is None
    assert due(uow_of("second_officer"), room) is None  # runs the room
    assert due(uow_of("resident"), room) is None  # put the proposal forward
    assert due(uow_of(None), room) is None
    assert due(uow_of("other_officer"), room) is Nudge.QUIET


def speak(uow_of: UowOf, room: Talked) -> None:
    """Rhona has the turn in a room where only those who run it speak."""
    room_life.set_room(uow_of("facilitator"), room.room_id, RoomState.OPEN, "By turns", only_facilitators=True)
    room_turns.raise_hand(uow_of("resident"), room.room_id, up=True)
    room_turns.give_turn(uow_of("facilitator"), room.room_id)


def test_a_turn_is_interrupted_once_and_the_speaker_gets_the_time_back(uow_of: UowOf, room: Talked) -> None:
    speak(uow_of, room)
    niall = uow_of("neighbour")
    before = speaker_now(niall.session, room.room_id, niall.now())
    assert before is not None
    room_interruptions.interrupt_turn(niall, room.room_id)
    turn = speaker_now(niall.session, room.room_id, niall.now())
    assert turn is not None
    assert (turn.person_id, turn.ends_at - before.ends_at) == (before.person_id, timedelta(seconds=15))
    assert rooms.post_message(niall, room.room_id, "key-00000001", "One thing!").seq == 5
    assert rooms.post_message(uow_of("resident"), room.room_id, "key-00000002", "As I said").seq == 6
    room_turns.add_time(uow_of("facilitator"), room.room_id)
    with pytest.raises(Conflict, match="interrupted once"):
        room_interruptions.interrupt_turn(uow_of("auditor"), room.room_id)


def test_there_must_be_a_turn_of_somebody_else_in_a_room_that_is_open(uow_of: UowOf, room: Talked) -> None:
    with pytest.raises(Conflict, match="no turn"):
        room_interruptions.interrupt_turn(uow_of("neighbour"), room.room_id)
    speak(uow_of, room)
    with pytest.raises(Conflict, match="no turn"):
        room_interruptions.interrupt_turn(uow_of("resident"), room.room_id)
    room_life.set_room(uow_of("facilitator"), room.room_id, RoomState.FROZEN, "A breath")
    with pytest.raises(Forbidden, match="paused"):
        room_interruptions.interrupt_turn(uow_of("neighbour"), room.room_id)


def test_the_interruption_ends_by_itself(uow_of: UowOf, room: Talked) -> None:
    speak(uow_of, room)
    niall = uow_of("neighbour")
    seq = room_interruptions.interrupt_turn(niall, room.room_id)
    with niall.database.writing(niall.session):
        event = niall.session.get_one(RoomEvent, (room.room_id, seq))
        event.facts = {**(event.facts or {}), "until": (niall.now() - timedelta(seconds=1)).isoformat()}
        niall.session.commit()
    with pytest.raises(Forbidden, match="Raise your hand"):
        rooms.post_message(uow_of("neighbour"), room.room_id, "key-00000001", "Still me")
