"""The same questions before and after a talk: set, answered, moved on, told as a table of change."""

from collections.abc import Callable

import pytest

from ballots.wording.few import How, Veiled
from deliberation.before_after import Phase, View
from pb_app.models.rooms import Room
from pb_app.queries.talk_measures import asks_of, measures_of
from pb_app.refusals import Conflict, Forbidden, Invalid
from pb_app.services import before_after
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.talk_stories import say, seat
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
QUESTIONS = ("The bench is worth its price", "Money should go to the pier first")
AGREE = {1: View.AGREE, 2: View.AGREE}


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    made = open_room(parts, small_world)
    before_after.set_views(uow_of("facilitator"), made.room_id, QUESTIONS)
    return made


def answer(parts: Installation, room: Talked, phase: Phase, people: list[int], view: View) -> None:
    for person in people:
        uow = parts.unit_of_work(person)
        before_after.give_views(uow, room.room_id, phase, {1: view, 2: View.UNSURE})
        uow.close()


def move(uow_of: UowOf, room: Talked, *phases: Phase) -> None:
    for phase in phases:
        before_after.move_views(uow_of("facilitator"), room.room_id, phase)


def test_the_change_of_those_who_answered_both_times_is_told_once_closed(
    parts: Installation, uow_of: UowOf, room: Talked
) -> None:
    people = seat(parts, room, 32)
    answer(parts, room, Phase.BEFORE, people, View.DISAGREE)
    move(uow_of, room, Phase.TALK, Phase.AFTER)
    answer(parts, room, Phase.AFTER, people[:10], View.AGREE)
    answer(parts, room, Phase.AFTER, people[10:30], View.DISAGREE)
    session = uow_of("facilitator").session
    assert measures_of(session, room.room_id).changes is None
    assert asks_of(session, room.room_id).phase is Phase.AFTER
    move(uow_of, room, Phase.CLOSED)
    session.rollback()
    changes = measures_of(session, room.room_id).changes
    assert changes
    first = changes[0][1]
    assert first
    assert first.cells == ((0, 0, 0), (0, 0, 0), (10, 0, 20))
    assert [one.number for one in first.moves] == [10, 20, 0]


def test_where_few_moved_every_figure_is_in_tens(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    people = seat(parts, room, 23)
    answer(parts, room, Phase.BEFORE, people, View.AGREE)
    move(uow_of, room, Phase.TALK, Phase.AFTER)
    answer(parts, room, Phase.AFTER, people[:3], View.UNSURE)
    answer(parts, room, Phase.AFTER, people[3:], View.AGREE)
    move(uow_of, room, Phase.CLOSED)
    changes = measures_of(uow_of("facilitator").session, room.room_id).changes
    assert changes
    told = changes[0][1]
    assert told
    assert (told.cells, told.people) == (None, Veiled(How.MORE, 19))
    assert [one.how for one in told.after] == [How.MORE, How.FEWER, How.FEWER]


def test_of_few_nothing_is_told(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    people = seat(parts, room, 9)
    answer(parts, room, Phase.BEFORE, people, View.AGREE)
    move(uow_of, room, Phase.TALK, Phase.AFTER)
    answer(parts, room, Phase.AFTER, people, View.AGREE)
    move(uow_of, room, Phase.CLOSED)
    assert measures_of(uow_of("facilitator").session, room.room_id).changes == [(one, None) for one in QUESTIONS]


def test_questions_stay_once_answered_and_go_one_step_at_a_time(uow_of: UowOf, room: Talked) -> None:
    facilitator = uow_of("facilitator")
    before_after.set_views(facilitator, room.room_id, QUESTIONS[:1])
    with pytest.raises(Invalid):
        before_after.set_views(facilitator, room.room_id, ())
    with pytest.raises(Invalid):
        before_after.give_views(uow_of("resident"), room.room_id, Phase.BEFORE, {1: None})
    before_after.give_views(uow_of("resident"), room.room_id, Phase.BEFORE, AGREE)
    before_after.give_views(uow_of("resident"), room.room_id, Phase.BEFORE, {1: View.UNSURE})
    with pytest.raises(Conflict, match="stay as they are"):
        before_after.set_views(facilitator, room.room_id, QUESTIONS)
    with pytest.raises(Conflict, match="one step"):
        before_after.move_views(facilitator, room.room_id, Phase.AFTER)
    with pytest.raises(Forbidden):
        before_after.move_views(uow_of("resident"), room.room_id, Phase.TALK)


def test_those_who_talk_answer_and_nobody_else(
    parts: Installation, uow_of: UowOf, room: Talked, small_world: World
) -> None:
    with pytest.raises(Forbidden):
        before_after.give_views(uow_of("facilitator"), room.room_id, Phase.BEFORE, AGREE)
    move(uow_of, room, Phase.TALK)
    with pytest.raises(Conflict, match="not asked"):
        before_after.give_views(uow_of("resident"), room.room_id, Phase.TALK, AGREE)
    move(uow_of, room, Phase.AFTER)
    with pytest.raises(Forbidden):
        before_after.give_views(uow_of("resident"), room.room_id, Phase.AFTER, AGREE)
    say(parts, room, small_world.people["resident"])
    before_after.give_views(uow_of("resident"), room.room_id, Phase.AFTER, AGREE)


def test_before_the_talk_only_guests_answer_where_people_are_invited(
    parts: Installation, uow_of: UowOf, room: Talked
) -> None:
    system = parts.system_unit_of_work()
    with parts.database.writing(system.session):
        system.session.get_one(Room, room.room_id).by_invitation = True
        system.session.commit()
    system.close()
    with pytest.raises(Forbidden):
        before_after.give_views(uow_of("resident"), room.room_id, Phase.BEFORE, AGREE)
    answer(parts, room, Phase.BEFORE, seat(parts, room, 1), View.AGREE)
