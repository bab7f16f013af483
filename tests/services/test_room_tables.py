"""Small tables: drawn in the open, with a way out, and their notes brought together."""

from collections.abc import Callable

import pytest

from deliberation.kinds import Channel, RoomState
from pb_app.queries import room_tables as queries
from pb_app.queries import rooms as room_queries
from pb_app.refusals import Conflict, Forbidden, Invalid
from pb_app.services import room_life, room_tables, rooms
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
PEOPLE = ("resident", "neighbour", "auditor", "councillor", "approver")


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which five people have spoken."""
    made = open_room(parts, small_world)
    for who in PEOPLE:
        rooms.post_message(uow_of(who), made.room_id, "key-00000001", f"I am {who}")
    return made


def draw(uow_of: UowOf, room: Talked, number: int = 2, minutes: int = 15, who: str = "facilitator") -> int:
    return room_tables.draw_tables(uow_of(who), room.room_id, number, minutes, "What does it cost?")


def note(uow_of: UowOf, room: Talked, table: int, key: str) -> int:
    said = Manner(channel=Channel.PAPER, table=table)
    return rooms.post_message(uow_of("facilitator"), room.room_id, key, f"Table {table} wants a bench", said).seq


def test_everybody_is_drawn_and_the_log_keeps_the_seed_and_nobody(
    uow_of: UowOf, small_world: World, room: Talked
) -> None:
    seq = draw(uow_of, room)
    found = queries.drawn(uow_of(None).session, room.room_id, small_world.people["resident"])
    assert found is not None
    assert sorted(len(table) for table in found.tables) == [2, 3]
    assert found.mine in (1, 2)
    written = newest(uow_of(None))
    assert written["d"] == {"room": room.room_id, "seq": seq, "tables": 2, "people": 5, "seed": found.seed}
    assert queries.sat_together(uow_of(None).session, room.room_id)
    with pytest.raises(Forbidden):
        draw(uow_of, room, who="resident")


def test_whoever_stays_out_is_not_drawn(uow_of: UowOf, small_world: World, room: Talked) -> None:
    room_tables.stay_out(uow_of("resident"), room.room_id, out=True)
    room_tables.stay_out(uow_of("neighbour"), room.room_id, out=True)
    room_tables.stay_out(uow_of("neighbour"), room.room_id, out=False)
    draw(uow_of, room)
    session = uow_of(None).session
    assert queries.staying_out(session, room.room_id) == {small_world.people["resident"]}
    rhona = queries.drawn(session, room.room_id, small_world.people["resident"])
    assert rhona is not None
    assert rhona.mine is None
    assert sum(len(table) for table in rhona.tables) == 4


@pytest.mark.parametrize(("number", "minutes", "field"), [(1, 15, "number"), (3, 15, "number"), (2, 0, "time")])
def test_tables_that_cannot_be_are_refused(uow_of: UowOf, room: Talked, number: int, minutes: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        draw(uow_of, room, number, minutes)
    assert refused.value.field == field


def test_a_frozen_room_has_no_tables(uow_of: UowOf, room: Talked) -> None:
    assert queries.drawn(uow_of(None).session, room.room_id, None) is None
    room_life.set_room(uow_of("facilitator"), room.room_id, RoomState.FROZEN, "A breath")
    with pytest.raises(Conflict, match="Open it first"):
        draw(uow_of, room)


def test_notes_are_brought_together_and_stay(uow_of: UowOf, room: Talked) -> None:
    since = draw(uow_of, room)
    first, second = note(uow_of, room, 1, "key-note-0001"), note(uow_of, room, 2, "key-note-0002")
    assert [one.seq for one in queries.notes(uow_of(None).session, room.room_id, since)] == [first, second]
    seq = room_tables.merge_notes(uow_of("facilitator"), room.room_id, [second, first], "Both want a bench.")
    card = room_queries.transcript(uow_of(None).session, room.room_id).messages[-1]
    assert (card.seq, card.merges, card.text) == (seq, (first, second), "Both want a bench.")
    assert newest(uow_of(None))["d"] == {"room": room.room_id, "seq": seq, "notes": 2}
    for wrong in ([first], [first, 1]):
        with pytest.raises(Invalid, match="two notes"):
            room_tables.merge_notes(uow_of("facilitator"), room.room_id, wrong, "Both")
