"""Many talk at once: every message has one place, and no place is left empty."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from pb_app.models.rooms import Room, RoomEvent
from pb_app.refusals import Conflict
from pb_app.services import rooms
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World, acting

THREADS = 20


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


def all_at_once(act: Callable[[int], int]) -> list[int]:
    """What each of twenty threads gets, let go at the same moment."""
    start = Barrier(THREADS)

    def one(number: int) -> int:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def test_twenty_people_talking_at_once_take_the_places_one_to_twenty(
    parts: Installation, small_world: World, room: Talked
) -> None:
    def say(number: int) -> int:
        uow = acting(parts, small_world, "resident" if number % 2 else "neighbour")
        try:
            return rooms.post_message(uow, room.room_id, f"message-{number:02d}", f"Number {number}").seq
        finally:
            uow.close()

    assert sorted(all_at_once(say)) == list(range(1, THREADS + 1))
    with parts.database.session() as session:
        assert session.scalars(select(RoomEvent.seq).order_by(RoomEvent.seq)).all() == list(range(1, THREADS + 1))
        assert session.scalars(select(Room.last_seq)).one() == THREADS


def test_one_message_sent_twenty_times_at_once_stands_once(
    parts: Installation, small_world: World, room: Talked
) -> None:
    def say(number: int) -> int:
        uow = acting(parts, small_world, "resident")
        try:
            return rooms.post_message(uow, room.room_id, "the-same-key", f"Try {number}").seq
        finally:
            uow.close()

    assert all_at_once(say) == [1] * THREADS
    with parts.database.session() as session:
        assert session.scalars(select(RoomEvent.seq)).all() == [1]


def test_a_message_is_hidden_once_however_many_hide_it(parts: Installation, small_world: World, room: Talked) -> None:
    uow = acting(parts, small_world, "neighbour")
    rooms.post_message(uow, room.room_id, "one-message", "Something unkind")
    uow.close()

    def hide(number: int) -> int:
        uow = acting(parts, small_world, "facilitator" if number % 2 else "officer")
        try:
            return rooms.hide_message(uow, room.room_id, 1, f"Reason {number}")
        except Conflict:
            return 0
        finally:
            uow.close()

    assert sorted(all_at_once(hide)) == [0] * (THREADS - 1) + [2]
