"""A coded sample: drawn by a seed that can be tried again, coded by two apart, told once both are done and agree."""

from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from deliberation.coding import Aspect, drawn
from pb_app.models.coding import QualityCode, QualitySample
from pb_app.models.people import Person
from pb_app.models.rooms import RoomEvent
from pb_app.queries import coding as queries
from pb_app.queries.talk_measures import measures_of
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import coding
from pb_app.services.coding import Given
from pb_app.services.erasures import erase_person
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.talk_stories import say, seat
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
QUOTE = "because people rest"


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


@pytest.fixture
def authors(parts: Installation, uow_of: UowOf, room: Talked) -> list[int]:
    """Twelve people who wrote a message each; the sample is drawn and has its two coders."""
    people = seat(parts, room, 12)
    say(parts, room, *people)
    coding.draw_sample(uow_of("facilitator"), room.room_id)
    for coder in ("neighbour", "auditor"):
        coding.name_coder(uow_of("facilitator"), room.room_id, f"{coder}@moothill.example")
    return people


def codes(reason: str = "qualified") -> dict[Aspect, Given]:
    return {
        Aspect.JUSTIFICATION: Given(reason, QUOTE),
        Aspect.CONTENT: Given("neutral", QUOTE),
        Aspect.RESPECT: Given("neutral", QUOTE),
    }


def sample_of(uow: UnitOfWork, room: Talked) -> QualitySample:
    found = queries.sample_of(uow.session, room.room_id)
    assert found
    return found


def test_the_draw_can_be_tried_again_and_is_made_once(uow_of: UowOf, room: Talked, authors: list[int]) -> None:
    uow = uow_of("facilitator")
    sample = sample_of(uow, room)
    assert len(sample.messages) == len(authors)
    assert sample.messages == drawn(sample.candidates, sample.seed, 12)
    assert len(coding.sample_digest(sample)) == 64
    with pytest.raises(Conflict, match="once"):
        coding.draw_sample(uow, room.room_id)
    with pytest.raises(DBAPIError):
        uow.session.execute(update(QualitySample).values(seed="another"))


def test_both_code_apart_and_codes_are_told_once_they_are_done(uow_of: UowOf, room: Talked, authors: list[int]) -> None:
    sample = sample_of(uow_of("facilitator"), room)
    for seq in sample.messages:
        coding.code_message(uow_of("neighbour"), room.room_id, seq, codes("none" if seq == 1 else "qualified"))
    assert measures_of(uow_of("facilitator").session, room.room_id).aspects is None
    for seq in sample.messages:
        coding.code_message(uow_of("auditor"), room.room_id, seq, codes("none" if seq == 1 else "qualified"))
    told = measures_of(uow_of("facilitator").session, room.room_id)
    assert told.progress
    assert told.progress.coded == (len(authors),) * 2
    assert told.aspects
    reasons, content = told.aspects[:2]
    assert (reasons.agreement.kappa, reasons.agreement.share, content.agreement.kappa) == (1, 1, None)
    assert reasons.codes
    assert (reasons.codes["qualified"].number, reasons.codes["none"].number) == (9, 10)  # more than 9, fewer than 10
    assert content.codes is None
    with pytest.raises(Conflict, match="stay"):
        coding.code_message(uow_of("auditor"), room.room_id, 1, codes())


def test_a_code_rests_on_words_of_the_message(uow_of: UowOf, room: Talked, authors: list[int]) -> None:
    assert authors
    neighbour = uow_of("neighbour")
    with pytest.raises(Invalid) as refused:
        coding.code_message(neighbour, room.room_id, 1, codes() | {Aspect.RESPECT: Given("value", "never said")})
    assert refused.value.field == "quote_respect"
    with pytest.raises(Invalid) as refused:
        coding.code_message(neighbour, room.room_id, 1, codes() | {Aspect.CONTENT: Given("loud", QUOTE)})
    assert refused.value.field == "code_content"
    with pytest.raises(NotVisible):
        coding.code_message(neighbour, room.room_id, 99, codes())
    with pytest.raises(Forbidden):
        coding.code_message(uow_of("resident"), room.room_id, 1, codes())


def test_two_people_code_who_wrote_none_of_it(uow_of: UowOf, room: Talked, authors: list[int]) -> None:
    assert authors
    with pytest.raises(Conflict, match="Two people"):
        coding.name_coder(uow_of("facilitator"), room.room_id, "resident@moothill.example")


def test_a_coder_is_known_here_and_named_once(parts: Installation, uow_of: UowOf, room: Talked) -> None:
    facilitator = uow_of("facilitator")
    with pytest.raises(Conflict, match="No sample"):
        coding.name_coder(facilitator, room.room_id, "neighbour@moothill.example")
    with pytest.raises(Conflict, match="Nobody"):
        coding.draw_sample(facilitator, room.room_id)
    say(parts, room, *seat(parts, room, 1))
    coding.draw_sample(facilitator, room.room_id)
    coding.name_coder(facilitator, room.room_id, "neighbour@moothill.example")
    for email in ("nobody@moothill.example", "neighbour@moothill.example", "seat-0@moothill.example"):
        with pytest.raises(Invalid):
            coding.name_coder(facilitator, room.room_id, email)


def test_what_was_taken_away_since_is_not_coded_any_more(
    parts: Installation, uow_of: UowOf, room: Talked, authors: list[int]
) -> None:
    system = parts.system_unit_of_work()
    with parts.database.writing(system.session):
        system.session.execute(update(RoomEvent).where(RoomEvent.seq == 2).values(withdrawn_by_seq=2))
        system.session.commit()
    uow = uow_of("facilitator")
    assert queries.to_code(uow.session, sample_of(uow, room)) == [1, *range(3, len(authors) + 1)]
    assert queries.words_of(uow.session, room.room_id, 999) is None
    system.close()


def test_an_erasure_takes_the_quotes_with_it(
    parts: Installation, uow_of: UowOf, room: Talked, authors: list[int]
) -> None:
    coding.code_message(uow_of("neighbour"), room.room_id, 1, codes())
    coding.code_message(uow_of("neighbour"), room.room_id, 2, codes())
    uow = parts.unit_of_work(authors[0])
    erase_person(uow, authors[0])
    quotes = {one.seq: one.quote for one in uow.session.query(QualityCode)}
    assert quotes == {1: "", 2: QUOTE}
    assert uow.session.get_one(Person, authors[0]).display_name == ""
    uow.close()
