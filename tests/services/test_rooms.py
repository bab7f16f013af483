"""Saying something in a room, and hiding what was said."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from pb_app.events import Event, MessageHidden, MessagePosted
from pb_app.models.log import LogPending
from pb_app.models.rooms import Room, RoomEvent
from pb_app.queries import rooms as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import rooms
from pb_app.services.rooms import Posted
from pb_app.stages import ProposalState, RoundStage
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
KEY = "key-00000001"
OPEN = {RoundStage.PROPOSALS, RoundStage.REVIEW, RoundStage.VOTING}


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


@pytest.fixture
def heard(parts: Installation) -> list[Event]:
    """What was published."""
    events: list[Event] = []
    parts.publisher = events.append
    return events


def say(uow: UnitOfWork, room: Talked, words: str, key: str = KEY) -> Posted:
    return rooms.post_message(uow, room.room_id, key, words)


def entries(uow: UnitOfWork) -> list[dict[str, object]]:
    """The entries of the log as the JSON they are."""
    uow.session.rollback()
    return [json.loads(entry) for entry in uow.session.scalars(select(LogPending.body).order_by(LogPending.id))]


def test_a_message_takes_the_next_place_and_others_hear_of_it(uow_of: UowOf, heard: list[Event], room: Talked) -> None:
    first = say(uow_of("resident"), room, "A bench, please.")
    second = say(uow_of("neighbour"), room, "Two benches!")
    assert (first.seq, second.seq, first.duplicate) == (1, 2, False)
    assert heard == [MessagePosted(room.room_id, 1), MessagePosted(room.room_id, 2)]
    said = queries.events_after(uow_of(None).session, room.room_id, 0)
    assert [(card.seq, card.message.author, card.message.text) for card in said] == [
        (1, "Rhona", "A bench, please."),
        (2, "Niall", "Two benches!"),
    ]


def test_the_log_holds_where_it_stands_and_neither_words_nor_person(uow_of: UowOf, room: Talked) -> None:
    uow = uow_of("resident")
    say(uow, room, "A bench, please.")
    written = entries(uow)[-1]
    assert written["t"] == "message.posted"
    assert written["d"] == {"room": room.room_id, "seq": 1}
    assert "Rhona" not in json.dumps(written)
    assert "bench" not in json.dumps(written)
    assert written.get("actor") is None


def test_the_same_key_answers_the_first_message_and_keeps_its_words(
    uow_of: UowOf, heard: list[Event], room: Talked
) -> None:
    first = say(uow_of("resident"), room, "The first words")
    again = say(uow_of("resident"), room, "Other words")
    assert (again.seq, again.at, again.duplicate) == (first.seq, first.at, True)
    assert len(heard) == 1
    assert [card.message.text for card in queries.events_after(uow_of(None).session, room.room_id, 0)] == [
        "The first words"
    ]


def test_the_same_key_of_somebody_else_makes_a_message_of_their_own(uow_of: UowOf, room: Talked) -> None:
    say(uow_of("resident"), room, "Mine")
    assert say(uow_of("neighbour"), room, "Mine too").seq == 2


def test_a_message_sent_again_after_the_room_closed_is_answered_all_the_same(
    uow_of: UowOf, parts: Installation, room: Talked
) -> None:
    say(uow_of("resident"), room, "Just in time")
    close(parts, room, RoundStage.DECISION)
    assert say(uow_of("resident"), room, "Just in time").duplicate


def test_nobody_known_is_refused(uow_of: UowOf, heard: list[Event], room: Talked) -> None:
    with pytest.raises(Forbidden, match="Sign in first"):
        say(uow_of(None), room, "Hello")
    assert heard == []


@pytest.mark.parametrize("stage", [stage for stage in RoundStage if stage is not RoundStage.DRAFT])
def test_people_talk_while_the_stage_allows_it(
    parts: Installation, small_world: World, uow_of: UowOf, stage: RoundStage
) -> None:
    room = open_room(parts, small_world, stage)
    if stage in OPEN:
        assert say(uow_of("resident"), room, "Hello").seq == 1
        return
    with pytest.raises(Forbidden, match="present stage"):
        say(uow_of("resident"), room, "Hello")


def test_the_room_of_a_round_that_is_not_public_yet_is_not_there(
    parts: Installation, small_world: World, uow_of: UowOf
) -> None:
    room = open_room(parts, small_world, RoundStage.DRAFT)
    with pytest.raises(NotVisible):
        say(uow_of("resident"), room, "Hello")


def test_the_room_of_a_withdrawn_proposal_is_closed(parts: Installation, small_world: World, uow_of: UowOf) -> None:
    room = open_room(parts, small_world, state=ProposalState.WITHDRAWN)
    with pytest.raises(Forbidden, match="withdrawn"):
        say(uow_of("resident"), room, "Hello")


def test_a_room_that_is_not_there_is_not_there(uow_of: UowOf, room: Talked) -> None:
    with pytest.raises(NotVisible):
        rooms.post_message(uow_of("resident"), room.room_id + 1, KEY, "Hello")


@pytest.mark.parametrize("words", ["", "  \n ", "\u200b\u202e", "\x00"])
def test_an_empty_message_is_refused_on_its_field(uow_of: UowOf, room: Talked, words: str) -> None:
    with pytest.raises(Invalid, match="Write something first") as refused:
        say(uow_of("resident"), room, words)
    assert refused.value.field == "body"


def test_two_thousand_characters_are_taken_and_one_more_is_not(uow_of: UowOf, room: Talked) -> None:
    assert say(uow_of("resident"), room, " " + "é" * 2_000 + " ").seq == 1
    with pytest.raises(Invalid, match=r"at most 2000 characters\. You have written 2001"):
        say(uow_of("resident"), room, "é" * 2_001, "key-00000002")


@pytest.mark.parametrize("key", ["", "short", "hiding:1", "a b c d e f", "x" * 61, "key\n0000000001"])
def test_a_key_of_another_shape_is_refused(uow_of: UowOf, room: Talked, key: str) -> None:
    with pytest.raises(Invalid, match="no proper mark"):
        say(uow_of("resident"), room, "Hello", key)


def test_a_refused_message_takes_no_place(uow_of: UowOf, parts: Installation, room: Talked) -> None:
    close(parts, room, RoundStage.DELIVERY)
    with pytest.raises(Forbidden):
        say(uow_of("resident"), room, "Too late")
    session = uow_of(None).session
    assert session.scalars(select(Room.last_seq)).one() == 0
    assert session.scalars(select(func.count()).select_from(RoomEvent)).one() == 0


def test_a_facilitator_hides_a_message_with_a_reason(uow_of: UowOf, heard: list[Event], room: Talked) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    facilitator = uow_of("facilitator")
    assert rooms.hide_message(facilitator, room.room_id, 1, " It named a neighbour. ") == 2
    assert heard[-1] == MessageHidden(room.room_id, 2)
    cards = queries.events_after(uow_of(None).session, room.room_id, 0)
    assert [(card.seq, card.message.seq, card.message.text, card.message.hidden_reason) for card in cards] == [
        (1, 1, "", "It named a neighbour."),
        (2, 1, "", "It named a neighbour."),
    ]
    written = entries(facilitator)[-1]
    assert written["d"] == {"room": room.room_id, "seq": 2, "hidden": 1}
    assert written["actor"] == "facilitator-facilitator"


def test_hidden_words_stay_in_the_record_and_on_no_page(uow_of: UowOf, room: Talked) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    rooms.hide_message(uow_of("officer"), room.room_id, 1, "It named a neighbour.")
    session = uow_of(None).session
    assert session.scalars(select(RoomEvent.body).order_by(RoomEvent.seq)).all()[0] == "Something unkind"
    assert "unkind" not in repr(queries.transcript(session, room.room_id))


@pytest.mark.parametrize("who", ["resident", "auditor", "councillor", "approver", "administrator", "other_officer"])
def test_hiding_takes_a_role_for_it_there(uow_of: UowOf, room: Talked, who: str) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    with pytest.raises(Forbidden):
        rooms.hide_message(uow_of(who), room.room_id, 1, "Because")


def test_hiding_needs_a_reason(uow_of: UowOf, room: Talked) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    with pytest.raises(Invalid) as refused:
        rooms.hide_message(uow_of("facilitator"), room.room_id, 1, " ")
    assert refused.value.field == "reason"


def test_hiding_twice_is_refused_and_keeps_the_first_reason(uow_of: UowOf, room: Talked) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, "First")
    with pytest.raises(Conflict):
        rooms.hide_message(uow_of("officer"), room.room_id, 1, "Second")
    [card] = queries.transcript(uow_of(None).session, room.room_id).messages
    assert card.hidden_reason == "First"


@pytest.mark.parametrize("seq", [2, 99])
def test_only_a_message_can_be_hidden(uow_of: UowOf, room: Talked, seq: int) -> None:
    say(uow_of("neighbour"), room, "Something unkind")
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, "Because")
    with pytest.raises(NotVisible):
        rooms.hide_message(uow_of("facilitator"), room.room_id, seq, "Because")


def close(parts: Installation, room: Talked, stage: RoundStage) -> None:
    """Move the round on, without the use case that does."""
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        found = queries.room_of(uow.session, room.proposal_no)
        assert found is not None
        found.proposal.round.stage = stage
        uow.session.commit()
    uow.close()
