"""The clock of answers: every question in a room waits for an officer, and shows when it waited too long."""

from datetime import timedelta

import pytest

from deliberation.answers import TIME_TO_ANSWER
from deliberation.kinds import MessageKind
from pb_app.queries.questions import open_questions, rooms_of_rounds
from pb_app.services import rooms
from pb_app.services.rooms import Manner
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.round_stories import UowOf
from tests.world import World, acting

ASKED = Manner(kind=MessageKind.QUESTION)


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    made = open_room(parts, small_world)
    rooms.post_message(acting(parts, small_world, "neighbour"), made.room_id, "key-0001", "Who owns it?", ASKED)
    return made


def waiting(uow_of: UowOf, room: Talked) -> list[int]:
    """The places of the questions that nobody has answered."""
    return [one.seq for one in open_questions(uow_of(None).session, [room.room_id])]


def test_a_question_waits_until_an_officer_replies(uow_of: UowOf, room: Talked) -> None:
    reply = Manner(reply_to=1)
    rooms.post_message(uow_of("resident"), room.room_id, "key-0002", "The council, I think.", reply)
    assert waiting(uow_of, room) == [1]
    rooms.post_message(uow_of("officer"), room.room_id, "key-0003", "Not as a reply.")
    assert waiting(uow_of, room) == [1]
    answer = rooms.post_message(uow_of("officer"), room.room_id, "key-0004", "The council does.", reply)
    assert waiting(uow_of, room) == []
    rooms.hide_message(uow_of("facilitator"), room.room_id, answer.seq, "It names somebody.")
    assert waiting(uow_of, room) == [1]


def test_an_answer_is_due_within_a_week_and_overdue_from_then_on(uow_of: UowOf, room: Talked) -> None:
    [asked] = open_questions(uow_of(None).session, [room.room_id])
    assert (asked.about, asked.said, asked.due_at) == (
        "A bench by the shore",
        "Who owns it?",
        asked.asked_at + TIME_TO_ANSWER,
    )
    assert not asked.is_overdue(asked.due_at - timedelta(seconds=1))
    assert asked.is_overdue(asked.due_at)


def test_a_hidden_question_and_other_messages_wait_for_nobody(uow_of: UowOf, room: Talked) -> None:
    rooms.post_message(uow_of("neighbour"), room.room_id, "key-0005", "Benches are good.", Manner(kind=MessageKind.PRO))
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, "Asked elsewhere.")
    assert waiting(uow_of, room) == []


def test_the_rooms_of_a_round_are_those_of_its_proposals(uow_of: UowOf, room: Talked) -> None:
    session = uow_of(None).session
    assert rooms_of_rounds(session, [room.round_no]) == [room.room_id]
    assert rooms_of_rounds(session, []) == []
