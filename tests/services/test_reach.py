"""Whom a room reaches: the population with its source, answers that are only added up, figures once closed."""

import json
from collections.abc import Callable
from fractions import Fraction

import pytest
from sqlalchemy import select

from ballots.wording.few import How
from pb_app.models.log import LogPending
from pb_app.queries import reach as queries
from pb_app.queries.talk_measures import measures_of
from pb_app.refusals import Conflict, Forbidden, Invalid
from pb_app.services import reach
from pb_app.services.reach import Division
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.talk_stories import seat
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
AGE = Division("Age", "Census 2022, table UV101b", [("Under 25", 2_000), ("25 and over", 6_000)])


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    made = open_room(parts, small_world)
    reach.set_reach(uow_of("officer"), made.room_id, [AGE])
    return made


def answer(parts: Installation, room: Talked, people: list[int], *groups: int) -> None:
    for person in people:
        uow = parts.unit_of_work(person)
        reach.tell_groups(uow, room.room_id, dict(enumerate(groups, 1)))
        uow.close()


def test_shares_stand_beside_the_population_once_closed(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    people = seat(parts, room, 40)
    answer(parts, room, people[:10], 1)
    answer(parts, room, people[10:], 2)
    uow = uow_of("officer")
    before = measures_of(uow.session, room.room_id)
    assert (before.reach, before.asks_reach, before.returns) == (None, True, 40)
    reach.close_reach(uow, room.room_id)
    told = measures_of(uow.session, room.room_id).reach
    assert told
    young = told[0].groups[0]
    assert (young.of_population, young.of_people) == (Fraction(1, 4), Fraction(1, 4))
    with pytest.raises(Conflict):
        reach.close_reach(uow, room.room_id)


def test_a_group_of_few_is_veiled_and_so_are_shares(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    people = seat(parts, room, 32)
    answer(parts, room, people[:3], 1)
    answer(parts, room, people[3:], 2)
    reach.close_reach(uow_of("officer"), room.room_id)
    told = measures_of(uow_of("officer").session, room.room_id).reach
    assert told
    assert [group.people and group.people.how for group in told[0].groups] == [How.FEWER, How.MORE]
    assert [group.of_people for group in told[0].groups] == [None, None]


def test_one_answers_once_and_nobody_knows_what(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    person = seat(parts, room, 1)[0]
    uow = parts.unit_of_work(person)
    with pytest.raises(Invalid):
        reach.tell_groups(uow, room.room_id, {1: 9})
    with pytest.raises(Invalid):
        reach.tell_groups(uow, room.room_id, {7: 1})
    reach.tell_groups(uow, room.room_id, {})
    assert queries.has_answered(uow.session, room.room_id, person)
    with pytest.raises(Conflict):
        reach.tell_groups(uow, room.room_id, {1: 1})
    uow.session.rollback()
    last = json.loads(uow.session.scalars(select(LogPending.body).order_by(LogPending.id)).all()[-1])
    assert (last["t"], last["d"]) == ("groups.told", {"room": room.room_id})
    uow.close()
    with pytest.raises(Forbidden):
        reach.tell_groups(uow_of("resident"), room.room_id, {1: 1})
    with pytest.raises(Conflict):
        reach.set_reach(uow_of("officer"), room.room_id, [AGE])


@pytest.mark.parametrize(
    ("divisions", "field"),
    [
        ([], "label_1"),
        ([AGE] * 4, "label_1"),
        ([Division("", "Census", AGE.groups)], "label_1"),
        ([Division("Age", "", AGE.groups)], "source_1"),
        ([Division("Age", "Census", [("All", 5)])], "groups_1"),
        ([Division("Age", "Census", [("Same", 5), ("Same", 6)])], "groups_1"),
        ([Division("Age", "Census", [("Young", -1), ("Old", 6)])], "groups_1"),
        ([Division("Age", "Census", [("Young", 0), ("Old", 0)])], "groups_1"),
    ],
)
def test_what_is_no_population_is_refused(uow_of: UowOf, room: Talked, divisions: list[Division], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        reach.set_reach(uow_of("officer"), room.room_id, divisions)
    assert refused.value.field == field


def test_officers_enter_it_and_may_do_so_anew_while_nobody_has_answered(uow_of: UowOf, room: Talked) -> None:
    with pytest.raises(Forbidden):
        reach.set_reach(uow_of("facilitator"), room.room_id, [AGE])
    uow = uow_of("officer")
    reach.set_reach(uow, room.room_id, [Division("Gender", "Census 2022", [("Women", 4_100), ("Men", 3_900)])])
    assert [one.label for one in queries.questions_of(uow.session, room.room_id)] == ["Gender"]
