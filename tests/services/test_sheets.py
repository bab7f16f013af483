"""Score sheets: opened, handed in once without a trace of who marked what, keyed in from paper, closed and told."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from ballots.wording.few import How, Veiled
from deliberation.sheets import Mark, Stand, Standard
from pb_app.models.log import LogPending
from pb_app.models.sheets import SheetReturn
from pb_app.queries import sheets as queries
from pb_app.queries.talk_measures import marks_told
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import facilitation, sheets
from pb_app.services.sheets import Meeting
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.talk_stories import ALL_YES, hand_in, say, seat
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
BOARD = Meeting("Meeting of the board", date(2026, 3, 2), "Fearghas", "Lorn Council", Stand.EMPLOYED)


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


@pytest.fixture
def sheet_id(uow_of: UowOf, room: Talked) -> int:
    return sheets.open_sheet(uow_of("facilitator"), room.room_id)


def entries(uow: UnitOfWork) -> list[dict[str, object]]:
    uow.session.rollback()
    return [json.loads(entry) for entry in uow.session.scalars(select(LogPending.body).order_by(LogPending.id))]


def test_who_runs_a_room_and_for_whom_is_said_and_said_anew(uow_of: UowOf, room: Talked) -> None:
    uow = uow_of("facilitator")
    facilitation.state_facilitation(uow, room.room_id, "Fearghas", "Lorn Council", Stand.EMPLOYED)
    facilitation.state_facilitation(uow, room.room_id, "Mòrag", "Faclan Ltd", Stand.PAID)
    told = queries.facilitation_of(uow.session, room.room_id)
    assert told
    assert (told.facilitator, told.employer, told.stand) == ("Mòrag", "Faclan Ltd", Stand.PAID)
    assert entries(uow)[-1]["d"] == {"room": room.room_id}
    with pytest.raises(Forbidden):
        facilitation.state_facilitation(uow_of("resident"), room.room_id, "Rhona", "Nobody", Stand.INDEPENDENT)


def test_results_are_told_once_closed_and_never_of_few(
    parts: Installation, uow_of: UowOf, room: Talked, sheet_id: int
) -> None:
    people = seat(parts, room, 13)
    hand_in(parts, sheet_id, people[:11])
    hand_in(parts, sheet_id, people[11:], Mark.NO)
    uow = uow_of("facilitator")
    sheet = queries.sheet_at(uow.session, sheet_id)
    assert sheet
    assert (sheet.returns, marks_told(uow.session, sheet)) == (13, None)
    sheets.close_sheet(uow, sheet_id)
    closed = queries.sheet_at(uow.session, sheet_id)
    assert closed
    assert marks_told(uow.session, closed) == dict.fromkeys(Standard)  # of 13, eleven would give the two away
    assert entries(uow)[-1]["t"] == "sheet.closed"
    with pytest.raises(Conflict):
        sheets.close_sheet(uow, sheet_id)
    with pytest.raises(Conflict):
        hand_in(parts, sheet_id, people[:1])


def test_enough_people_are_counted_and_few_are_veiled(
    parts: Installation, uow_of: UowOf, room: Talked, sheet_id: int
) -> None:
    people = seat(parts, room, 30)
    hand_in(parts, sheet_id, people[:26])
    hand_in(parts, sheet_id, people[26:], Mark.PARTLY)
    uow = uow_of("facilitator")
    sheets.close_sheet(uow, sheet_id)
    sheet = queries.sheet_at(uow.session, sheet_id)
    assert sheet
    told = marks_told(uow.session, sheet)
    assert told
    parts_ = told[Standard.VOICES]
    assert parts_ == (Veiled(How.MORE, 20), Veiled(How.FEWER, 10), Veiled(How.EXACTLY, 0), Veiled(How.EXACTLY, 0))


def test_a_sheet_is_handed_in_once_by_those_who_took_part(
    parts: Installation, uow_of: UowOf, room: Talked, sheet_id: int, small_world: World
) -> None:
    with pytest.raises(Forbidden, match="took part"):
        sheets.fill_sheet(uow_of("resident"), sheet_id, ALL_YES)
    say(parts, room, small_world.people["resident"], small_world.people["facilitator"])
    with pytest.raises(Forbidden, match="not those who run it"):
        sheets.fill_sheet(uow_of("facilitator"), sheet_id, ALL_YES)
    with pytest.raises(Invalid) as lacking:
        sheets.fill_sheet(uow_of("resident"), sheet_id, {**ALL_YES, Standard.RESPECT: None})
    assert lacking.value.field == "respect"
    sheets.fill_sheet(uow_of("resident"), sheet_id, ALL_YES)
    with pytest.raises(Conflict, match="already"):
        sheets.fill_sheet(uow_of("resident"), sheet_id, ALL_YES)
    with pytest.raises(Conflict):
        sheets.open_sheet(uow_of("facilitator"), room.room_id)
    with pytest.raises(NotVisible):
        sheets.fill_sheet(uow_of("resident"), 999, ALL_YES)


def test_neither_the_log_nor_a_table_says_what_somebody_marked(
    parts: Installation, uow_of: UowOf, room: Talked, sheet_id: int, small_world: World
) -> None:
    say(parts, room, small_world.people["resident"])
    uow = uow_of("resident")
    sheets.fill_sheet(uow, sheet_id, ALL_YES)
    last = entries(uow)[-1]
    assert (last["t"], last["d"]) == ("sheet.filled", {"sheet": sheet_id})
    assert "actor" not in last
    kept = uow.session.scalars(select(SheetReturn)).one()
    assert {column.key for column in kept.__table__.columns} == {"sheet_id", "person_id"}


def test_a_meeting_without_a_room_has_its_sheet_by_its_own_address(uow_of: UowOf, small_world: World) -> None:
    uow = uow_of("officer")
    sheet_id = sheets.add_meeting(uow, small_world.forum_id, BOARD)
    sheet = queries.sheet_at(uow.session, sheet_id)
    assert sheet
    assert (sheet.name, sheet.is_public, sheet.scope.forum_id) == (BOARD.title, True, small_world.forum_id)
    with pytest.raises(Forbidden, match="address"):
        sheets.fill_sheet(uow_of("resident"), sheet_id, ALL_YES, "something else")
    sheets.fill_sheet(uow_of("resident"), sheet_id, ALL_YES, sheet.key)
    sheets.key_sheet(uow, sheet_id, ALL_YES)
    found = queries.sheet_at(uow.session, sheet_id)
    assert found
    assert (found.returns, found.on_paper) == (2, 1)
    assert [one.id for one in queries.sheets_of_meetings(uow.session, small_world.partnership_id)] == [sheet_id]
    assert queries.tally_of(uow.session, sheet_id)[Standard.RESPECT] == (2, 0, 0, 0)


def test_a_meeting_is_entered_by_those_who_may_for_a_day_that_has_been(uow_of: UowOf, small_world: World) -> None:
    later = Meeting("Later", date(2999, 1, 1), "Fearghas", "Lorn Council", Stand.EMPLOYED)
    with pytest.raises(Invalid):
        sheets.add_meeting(uow_of("officer"), small_world.forum_id, later)
    with pytest.raises(Forbidden):
        sheets.add_meeting(uow_of("resident"), small_world.forum_id, BOARD)
    with pytest.raises(NotVisible):
        sheets.add_meeting(uow_of("officer"), 999, BOARD)
