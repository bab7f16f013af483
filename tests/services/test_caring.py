"""People are asked before they post what they may not have meant, and decide themselves."""

from collections.abc import Callable

import pytest

from deliberation.kinds import MessageKind
from pb_app.models.rooms import RoomDraft
from pb_app.queries import rooms as queries
from pb_app.refusals import Doubtful
from pb_app.services import room_messages, rooms
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
KEY = "key-00000001"
SURE = Manner(is_sure=True)
WORDS = "Ring me, you eejit: 07700 900123"


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


def test_nothing_is_posted_before_the_answer_and_everything_is_asked_at_once(uow_of: UowOf, room: Talked) -> None:
    uow = uow_of("resident")
    room_messages.save_draft(uow, room.room_id, WORDS)
    with pytest.raises(Doubtful) as asked:
        rooms.post_message(uow, room.room_id, KEY, WORDS)
    assert [part.figures["found"] for part in asked.value.parts] == ["07700 900123", "eejit"]
    assert queries.last_seq(uow_of(None).session, room.room_id) == 0
    assert uow_of(None).session.get_one(RoomDraft, (room.room_id, uow.actor.person_id)).body == WORDS


def test_whoever_is_sure_posts_it_as_it_is(uow_of: UowOf, room: Talked) -> None:
    assert rooms.post_message(uow_of("resident"), room.room_id, KEY, WORDS, SURE).seq == 1
    [card] = queries.transcript(uow_of(None).session, room.room_id).messages
    assert card.text == WORDS


def test_what_was_posted_is_not_asked_about_when_it_is_sent_again(uow_of: UowOf, room: Talked) -> None:
    rooms.post_message(uow_of("resident"), room.room_id, KEY, WORDS, SURE)
    assert rooms.post_message(uow_of("resident"), room.room_id, KEY, WORDS).duplicate


def test_headline_and_source_are_looked_at_as_well(uow_of: UowOf, room: Talked) -> None:
    said = Manner(kind=MessageKind.EVIDENCE, headline="From PA34 4AB", source="morag@example.org")
    with pytest.raises(Doubtful) as asked:
        rooms.post_message(uow_of("resident"), room.room_id, KEY, "I counted.", said)
    assert asked.value.figures["found"] == "morag@example.org, PA34 4AB"


def test_a_correction_is_asked_about_in_the_same_way(uow_of: UowOf, room: Talked) -> None:
    rooms.post_message(uow_of("resident"), room.room_id, KEY, "Ring me.")
    with pytest.raises(Doubtful):
        room_messages.edit_message(uow_of("resident"), room.room_id, 1, WORDS)
    room_messages.edit_message(uow_of("resident"), room.room_id, 1, WORDS, is_sure=True)
    [card] = queries.transcript(uow_of(None).session, room.room_id).messages
    assert card.text == WORDS
