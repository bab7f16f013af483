"""Quoting what somebody wrote, and seeing what others wrote that is much like it."""

from collections.abc import Callable

import pytest

from pb_app.queries import rooms as queries
from pb_app.queries.room_quotes import Quoted, excerpt, messages_alike
from pb_app.refusals import Conflict, NotVisible
from pb_app.services import room_messages, rooms
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
BENCHES = "More benches along the shore, please"


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which the neighbour asks for benches."""
    made = open_room(parts, small_world)
    rooms.post_message(uow_of("neighbour"), made.room_id, "key-00000001", BENCHES)
    return made


def quote(uow_of: UowOf, room: Talked, seq: int) -> int:
    return rooms.post_message(uow_of("resident"), room.room_id, "key-00000002", "I agree.", Manner(quotes=seq)).seq


def behind(uow_of: UowOf, room: Talked) -> Quoted | None:
    return queries.transcript(uow_of(None).session, room.room_id).messages[-1].quoted


def test_a_quotation_shows_what_stands_there_now(uow_of: UowOf, room: Talked) -> None:
    quote(uow_of, room, 1)
    assert behind(uow_of, room) == Quoted(1, "Niall", BENCHES)
    room_messages.edit_message(uow_of("neighbour"), room.room_id, 1, "Two benches")
    assert behind(uow_of, room) == Quoted(1, "Niall", "Two benches")


def test_hidden_words_do_not_live_on_in_quotations(uow_of: UowOf, room: Talked) -> None:
    quote(uow_of, room, 1)
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, "It named a neighbour.")
    assert behind(uow_of, room) == Quoted(1, "Niall", "")
    assert "benches" not in repr(queries.events_after(uow_of(None).session, room.room_id, 0))


def test_only_a_message_that_stands_is_quoted(uow_of: UowOf, room: Talked) -> None:
    with pytest.raises(NotVisible):
        quote(uow_of, room, 9)
    room_messages.withdraw_message(uow_of("neighbour"), room.room_id, 1)
    with pytest.raises(Conflict):
        quote(uow_of, room, 1)


def test_a_long_quotation_is_cut_at_a_word() -> None:
    assert excerpt("word " * 100).endswith("word…")
    assert len(excerpt("x" * 1000)) == 281


def test_what_is_much_alike_is_found_among_what_others_wrote_and_stands(uow_of: UowOf, room: Talked) -> None:
    session, rhona = uow_of(None).session, uow_of("resident").actor.person_id
    said = "No more benches along the shore, please"
    assert [one.seq for one in messages_alike(session, room.room_id, said, rhona)] == [1]
    assert messages_alike(session, room.room_id, said, uow_of("neighbour").actor.person_id) == []
    assert messages_alike(session, room.room_id, "More benches", rhona) == []
    assert messages_alike(session, room.room_id, "A swimming pool for the whole town", rhona) == []
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, "Because")
    assert messages_alike(uow_of(None).session, room.room_id, said, rhona) == []
