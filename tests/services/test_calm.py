"""Mute, pause and slow mode hold whatever somebody does in a room: hands, statements, marks and opinions as well."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deliberation.kinds import MessageKind
from deliberation.moderation import Verdict
from pb_app.models.opinions import Results
from pb_app.moderating import Grounds
from pb_app.queries.points import marked_by
from pb_app.refusals import Forbidden, Refusal, TooOften
from pb_app.services import opinions, points, room_turns, rooms
from pb_app.services.measures import Measure, mute_person, take_measure
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
WHY = Grounds(None, "Take a breath.")
Deed = Callable[[UnitOfWork, Talked], object]


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which statements are taken, with a point that the neighbour made."""
    made = open_room(parts, small_world)
    opinions.set_statements(uow_of("facilitator"), made.room_id, Results.ALWAYS, 20)
    opinions.add_statement(uow_of("officer"), made.room_id, "Keep the old bandstand")
    said = Manner(kind=MessageKind.PRO)
    rooms.post_message(uow_of("neighbour"), made.room_id, "key-neighbour", "A reason for it", said)
    return made


def lay(uow_of: UowOf, room: Talked, verdict: Verdict, amount: int) -> None:
    take_measure(uow_of("facilitator"), room.room_id, Measure(verdict, amount, WHY.note))


def raise_hand(uow: UnitOfWork, room: Talked) -> object:
    return room_turns.raise_hand(uow, room.room_id, up=True)


def state(uow: UnitOfWork, room: Talked) -> object:
    return opinions.add_statement(uow, room.room_id, "More benches by the shore")


def mark(uow: UnitOfWork, room: Talked) -> object:
    return points.mark_point(uow, room.room_id, 1)


def draw(uow: UnitOfWork, room: Talked) -> object:
    return opinions.draw_statement(uow, room.room_id)


@pytest.mark.parametrize("deed", [raise_hand, state, mark, draw])
def test_a_pause_holds_everything_but_what_those_do_who_run_the_room(uow_of: UowOf, room: Talked, deed: Deed) -> None:
    lay(uow_of, room, Verdict.PAUSE, 10)
    with pytest.raises(Forbidden, match="paused this room"):
        deed(uow_of("resident"), room)
    deed(uow_of("facilitator"), room)


def test_an_opinion_waits_for_the_end_of_a_pause(uow_of: UowOf, room: Talked) -> None:
    number = opinions.draw_statement(uow_of("resident"), room.room_id)
    assert number
    lay(uow_of, room, Verdict.PAUSE, 10)
    with pytest.raises(Forbidden, match="paused this room"):
        opinions.give_opinion(uow_of("resident"), room.room_id, number, 1)
    lay(uow_of, room, Verdict.PAUSE, 0)
    opinions.give_opinion(uow_of("resident"), room.room_id, number, 1)


@pytest.mark.parametrize("deed", [raise_hand, state, mark])
def test_a_mute_holds_what_others_would_see_of_somebody(uow_of: UowOf, room: Talked, deed: Deed) -> None:
    mute_person(uow_of("facilitator"), room.room_id, 1, 10, WHY)
    with pytest.raises(Forbidden, match="muted you"):
        deed(uow_of("neighbour"), room)
    deed(uow_of("resident"), room)


def test_who_is_muted_is_still_counted_and_may_take_back(uow_of: UowOf, room: Talked) -> None:
    raise_hand(uow_of("neighbour"), room)
    mark(uow_of("neighbour"), room)
    mute_person(uow_of("facilitator"), room.room_id, 1, 10, WHY)
    assert draw(uow_of("neighbour"), room) == 1
    room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=False)
    points.unmark_point(uow_of("neighbour"), room.room_id, 1)
    neighbour = uow_of("neighbour")
    assert marked_by(neighbour.session, room.room_id, neighbour.actor.person_id) == frozenset()


def test_in_slow_mode_messages_and_statements_have_one_pace(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(uow_of, room, Verdict.SLOW_MODE, 300)
    with pytest.raises(TooOften, match="slow mode"):
        state(uow_of("neighbour"), room)
    state(uow_of("resident"), room)
    with pytest.raises(TooOften, match="slow mode"):
        rooms.post_message(uow_of("resident"), room.room_id, "key-resident", "And another thing")
    shift_clock(parts, monkeypatch, timedelta(seconds=301))
    rooms.post_message(uow_of("resident"), room.room_id, "key-resident", "And another thing")


def test_in_slow_mode_a_hand_goes_up_once_in_a_while_and_a_mark_is_free(uow_of: UowOf, room: Talked) -> None:
    lay(uow_of, room, Verdict.SLOW_MODE, 300)
    raise_hand(uow_of("neighbour"), room)
    room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=False)
    with pytest.raises(Refusal, match="slow mode"):
        raise_hand(uow_of("neighbour"), room)
    mark(uow_of("neighbour"), room)
