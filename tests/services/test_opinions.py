"""Statements in a room: added, drawn, answered, hidden, closed; the log knows neither who nor what."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from deliberation.kinds import RoomState
from pb_app.models.log import LogPending
from pb_app.models.opinions import OpinionBoard, Results, Statement, StatementDraw
from pb_app.models.rooms import Room
from pb_app.queries import opinions as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import opinions
from pb_app.stages import RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.opinion_stories import fill
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


@pytest.fixture
def taken(uow_of: UowOf, room: Talked) -> Talked:
    """A room in which statements are taken: three stand in it."""
    opinions.set_statements(uow_of("facilitator"), room.room_id, Results.AFTER_OWN, 3)
    for text in ("More benches by the shore", "The ferry should run later", "Keep the old bandstand"):
        assert opinions.add_statement(uow_of("resident"), room.room_id, text).number
    return room


def entries(uow: UnitOfWork) -> list[dict[str, object]]:
    uow.session.rollback()
    return [json.loads(entry) for entry in uow.session.scalars(select(LogPending.body).order_by(LogPending.id))]


def answer(uow: UnitOfWork, room: Talked, sign: int) -> int:
    """Have one drawn and answer it; return its number."""
    number = opinions.draw_statement(uow, room.room_id)
    assert number
    opinions.give_opinion(uow, room.room_id, number, sign)
    return number


def test_somebody_is_led_through_every_statement_once(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    first = opinions.draw_statement(uow, taken.room_id)
    assert opinions.draw_statement(uow, taken.room_id) == first
    seen = [first]
    while seen[-1] is not None:
        seen.append(opinions.give_opinion(uow, taken.room_id, seen[-1], 1))
    assert sorted(number for number in seen if number) == [1, 2, 3]
    assert opinions.draw_statement(uow, taken.room_id) is None
    own = queries.own_opinions(uow.session, taken.room_id, uow.actor.person_id)
    assert (own.waiting, own.left, [sign for _, sign in own.given]) == (None, 0, [1, 1, 1])


def test_the_log_holds_the_draw_and_neither_person_nor_opinion(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    answer(uow, taken, -1)
    drawn, given = entries(uow)[-2:]
    kept = queries.draws_of(uow.session, taken.room_id)
    assert (drawn["t"], drawn["d"]) == (
        "statement.drawn",
        {"room": taken.room_id, "draw": 1, "digest": opinions.draw_digest(kept[0])},
    )
    assert (given["t"], given["d"]) == (
        "opinion.given",
        {"room": taken.room_id, "answered": 1, "draw": 2, "digest": opinions.draw_digest(kept[1])},
    )
    assert "actor" not in drawn | given
    assert [len(one.weights) for one in kept] == [3, 2]
    assert all(queries.draws_again(one) for one in kept)
    assert not queries.draws_again(StatementDraw(number=9, seed=kept[0].seed, weights=kept[0].weights))


def test_draws_are_told_beside_their_chances(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    answer(uow, taken, 0)
    often = queries.drawn_often(queries.draws_of(uow.session, taken.room_id))
    assert sum(one.drawn for one in often) == 2
    assert sum(one.expected for one in often) == pytest.approx(2)


def test_somebody_changes_their_mind(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    number = answer(uow, taken, 1)
    waiting = opinions.draw_statement(uow, taken.room_id)
    assert opinions.give_opinion(uow, taken.room_id, number, -1) is None
    assert entries(uow)[-1]["d"] == {"room": taken.room_id}
    assert queries.opinions_of(uow.session, taken.room_id, uow.actor.person_id) == {number: -1}
    assert opinions.draw_statement(uow, taken.room_id) == waiting


def test_only_what_was_drawn_is_answered(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    drawn = opinions.draw_statement(uow, taken.room_id)
    other = next(number for number in (1, 2, 3) if number != drawn)
    with pytest.raises(Conflict, match="Another statement was drawn"):
        opinions.give_opinion(uow, taken.room_id, other, 1)
    with pytest.raises(Conflict, match="Another statement was drawn"):
        opinions.give_opinion(uow_of("resident"), taken.room_id, other, 1)
    with pytest.raises(NotVisible):
        opinions.give_opinion(uow, taken.room_id, 99, 1)
    with pytest.raises(Invalid, match="agree, disagree or pass"):
        opinions.give_opinion(uow, taken.room_id, other, 2)


def test_what_is_much_alike_is_shown_first_and_never_put_together(uow_of: UowOf, taken: Talked) -> None:
    neighbour = uow_of("neighbour")
    found = opinions.add_statement(neighbour, taken.room_id, "No more benches by the shore")
    assert (found.number, found.alike) == (None, ("More benches by the shore",))
    assert opinions.add_statement(neighbour, taken.room_id, "No more benches by the shore", is_sure=True).number == 4


@pytest.mark.parametrize("text", ["", "x" * 141, "more benches, by the SHORE!"])
def test_a_statement_that_says_nothing_too_much_or_the_same_is_refused(uow_of: UowOf, taken: Talked, text: str) -> None:
    with pytest.raises(Invalid):
        opinions.add_statement(uow_of("neighbour"), taken.room_id, text)


def test_each_person_adds_so_many(uow_of: UowOf, taken: Talked) -> None:
    with pytest.raises(Conflict, match="You have added 3"):
        opinions.add_statement(uow_of("resident"), taken.room_id, "Free buses on Saturdays")
    assert opinions.add_statement(uow_of("neighbour"), taken.room_id, "Free buses on Saturdays").number == 4


def test_a_hidden_statement_counts_no_more_and_waits_for_nobody(uow_of: UowOf, taken: Talked) -> None:
    uow = uow_of("neighbour")
    number = opinions.draw_statement(uow, taken.room_id) or 0
    opinions.hide_statement(uow_of("facilitator"), taken.room_id, number, "It named a neighbour.")
    uow.session.rollback()
    with pytest.raises(Conflict, match="has been hidden"):
        opinions.give_opinion(uow, taken.room_id, number, 1)
    assert opinions.draw_statement(uow, taken.room_id) != number
    assert number not in queries.matrix_of(uow.session, taken.room_id).statements
    assert "neighbour" not in json.dumps(entries(uow)[-2])
    with pytest.raises(Conflict, match="hidden already"):
        opinions.hide_statement(uow_of("facilitator"), taken.room_id, number, "Again")


def test_results_cannot_be_shown_earlier_than_people_were_told(uow_of: UowOf, taken: Talked) -> None:
    facilitator = uow_of("facilitator")
    opinions.set_statements(facilitator, taken.room_id, Results.ALWAYS, 3)
    opinions.set_statements(facilitator, taken.room_id, Results.AFTER_CLOSE, 3)
    answer(uow_of("neighbour"), taken, 1)
    with pytest.raises(Conflict, match="on the promise"):
        opinions.set_statements(facilitator, taken.room_id, Results.AFTER_OWN, 3)
    opinions.set_statements(facilitator, taken.room_id, Results.AFTER_CLOSE, 5)


@pytest.mark.parametrize("most", [0, 21])
def test_each_person_may_add_from_one_to_twenty(uow_of: UowOf, room: Talked, most: int) -> None:
    with pytest.raises(Invalid, match="1 to 20"):
        opinions.set_statements(uow_of("facilitator"), room.room_id, Results.ALWAYS, most)


def test_what_is_closed_takes_nothing_more(uow_of: UowOf, taken: Talked) -> None:
    waiting = opinions.draw_statement(uow_of("neighbour"), taken.room_id) or 0
    opinions.close_statements(uow_of("facilitator"), taken.room_id)
    with pytest.raises(Conflict, match="closed"):
        opinions.give_opinion(uow_of("neighbour"), taken.room_id, waiting, 1)
    with pytest.raises(Conflict, match="closed"):
        opinions.add_statement(uow_of("neighbour"), taken.room_id, "Free buses on Saturdays")
    with pytest.raises(Conflict, match="closed"):
        opinions.close_statements(uow_of("facilitator"), taken.room_id)


def test_a_frozen_room_takes_no_opinion(parts: Installation, uow_of: UowOf, taken: Talked) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        uow.session.get_one(Room, taken.room_id).state = RoomState.FROZEN
        uow.session.commit()
    uow.close()
    with pytest.raises(Conflict, match="closed"):
        opinions.draw_statement(uow_of("neighbour"), taken.room_id)


def test_where_no_statements_are_taken_there_is_nothing_to_draw(uow_of: UowOf, room: Talked) -> None:
    with pytest.raises(Conflict, match="No statements are taken"):
        opinions.draw_statement(uow_of("neighbour"), room.room_id)


def test_residents_do_not_run_statements_and_strangers_do_nothing(uow_of: UowOf, taken: Talked) -> None:
    with pytest.raises(Forbidden):
        opinions.close_statements(uow_of("resident"), taken.room_id)
    with pytest.raises(Forbidden):
        opinions.hide_statement(uow_of("resident"), taken.room_id, 1, "Mine")
    with pytest.raises(Forbidden, match="Sign in first"):
        opinions.draw_statement(uow_of(None), taken.room_id)


def test_a_decided_round_takes_no_opinion(parts: Installation, small_world: World, uow_of: UowOf) -> None:
    late = open_room(parts, small_world, RoundStage.DECISION)
    with pytest.raises(Forbidden, match="present stage"):
        opinions.set_statements(uow_of("facilitator"), late.room_id, Results.ALWAYS, 5)


def test_groups_are_looked_for_as_opinions_grow_and_another_number_waits_for_four(
    parts: Installation, small_world: World, uow_of: UowOf, room: Talked
) -> None:
    fill(parts, small_world, room, 16, 14)
    uow = uow_of("neighbour")
    answer(uow, room, 1)
    board = queries.board_of(uow.session, room.room_id)
    assert board
    assert (board.groups, board.times) == (2, 0)
    computed = board.computed_at
    answer(uow, room, 1)
    board = queries.board_of(uow.session, room.room_id)
    assert board
    assert board.computed_at == computed
    set_board(parts, room, groups=3, other_groups=2, times=3, computed_at=0)
    answer(uow, room, 1)
    board = queries.board_of(uow.session, room.room_id)
    assert board
    assert (board.groups, board.times) == (2, 0)


def set_board(parts: Installation, room: Talked, **values: int) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        board = uow.session.get_one(OpinionBoard, room.room_id)
        for name, value in values.items():
            setattr(board, name, value)
        uow.session.commit()
    uow.close()


def test_few_people_make_no_groups(parts: Installation, small_world: World, uow_of: UowOf, room: Talked) -> None:
    fill(parts, small_world, room, 3, 2)
    answer(uow_of("neighbour"), room, 1)
    board = queries.board_of(uow_of(None).session, room.room_id)
    assert board
    assert (board.groups, board.steady) == (None, None)


def test_words_people_gave_an_opinion_on_and_draws_stay_as_they_are(
    parts: Installation, uow_of: UowOf, taken: Talked
) -> None:
    opinions.draw_statement(uow_of("neighbour"), taken.room_id)
    for change in (
        Statement.__table__.update().values(body="Something else"),
        Statement.__table__.delete(),
        StatementDraw.__table__.update().values(number=1),
        StatementDraw.__table__.delete(),
    ):
        uow = parts.system_unit_of_work()
        with parts.database.writing(uow.session), pytest.raises(DBAPIError):
            uow.session.execute(change)
        uow.session.rollback()
        uow.close()
