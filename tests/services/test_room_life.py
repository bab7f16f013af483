"""A room from its promise to its signed conclusion, messages that are corrected and withdrawn, and turns."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from deliberation.kinds import MessageKind, RoomStage, RoomState, Seat
from pb_app.models.people import OutboxMail
from pb_app.models.rooms import Room, RoomDraft, RoomEvent
from pb_app.queries import room_life as queries
from pb_app.queries import rooms as room_queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import conclusion_reviews, room_life, room_messages, room_turns, rooms
from pb_app.services.room_life import RoomPlan
from pb_app.services.rooms import Manner
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
PLAN = RoomPlan("The shore", "To find what the shore needs.", "What goes on the paper.", "The Oban forum.")
SOON = date(2099, 1, 1)


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


@pytest.fixture
def agenda(uow_of: UowOf, room: Talked) -> int:
    """A room on the round with four stages, open."""
    made = room_life.add_room(uow_of("facilitator"), room.round_no, PLAN)
    room_life.set_room(uow_of("facilitator"), made, RoomState.OPEN, "We begin.")
    return made


def say(uow: UnitOfWork, room_id: int, words: str = "Words", kind: MessageKind | None = None, **how: object) -> int:
    key = f"key-{uow.actor.person_id}-{abs(hash((words, kind))):012d}"[:40]
    return rooms.post_message(uow, room_id, key, words, Manner(kind, **how)).seq  # type: ignore[arg-type]


def test_a_room_goes_from_its_promise_to_a_signed_conclusion(uow_of: UowOf, agenda: int) -> None:
    facilitator = uow_of("facilitator")
    say(uow_of("resident"), agenda, "A count", MessageKind.EVIDENCE, source="Our count in May")
    say(uow_of("neighbour"), agenda, "Who sweeps it?", MessageKind.QUESTION)
    say(uow_of("councillor"), agenda, "And who pays?", MessageKind.QUESTION)
    assert queries.lacking(facilitator.session, facilitator.session.get_one(Room, agenda)) == ()
    room_life.move_agenda(facilitator, agenda, RoomStage.EXPLORE, "We have heard enough.", minutes=20)
    with pytest.raises(Conflict, match="signed"):
        room_life.close_room(facilitator, agenda)
    first = room_life.conclude_room(facilitator, agenda, "A shelter.", SOON)
    written = room_life.conclude_room(facilitator, agenda, "A bench and a shelter.", SOON)
    with pytest.raises(Conflict, match="another conclusion"):
        room_life.sign_conclusion(uow_of("resident"), agenda, first, agrees=True)
    room_life.sign_conclusion(uow_of("resident"), agenda, written, agrees=True)
    with pytest.raises(Conflict, match="already"):
        room_life.sign_conclusion(uow_of("resident"), agenda, written, agrees=True)
    with pytest.raises(Invalid):
        room_life.sign_conclusion(uow_of("neighbour"), agenda, written, agrees=False)
    room_life.sign_conclusion(uow_of("neighbour"), agenda, written, agrees=False, dissent="The wind.")
    with pytest.raises(Forbidden, match="Those who were named"):
        room_life.sign_conclusion(uow_of("auditor"), agenda, written, agrees=True)
    with pytest.raises(Conflict, match="at least two people"):
        room_life.close_room(facilitator, agenda)
    waiting = queries.signed(uow_of(None).session, agenda)
    assert waiting is not None
    assert waiting.waiting == (uow_of("councillor").actor.display_name,)
    room_life.sign_conclusion(uow_of("councillor"), agenda, written, agrees=True)
    room_life.close_room(facilitator, agenda)
    signed = queries.signed(uow_of(None).session, agenda)
    assert signed is not None
    assert (signed.asked, len(signed.names), signed.waiting) == (3, 2, ())
    assert signed.dissents == (("Niall", "The wind."),)
    assert signed.review_on == SOON
    with pytest.raises(Conflict, match="closed"):
        room_life.set_room(facilitator, agenda, RoomState.OPEN, "Again")
    with pytest.raises(Forbidden, match="closed"):
        say(uow_of("resident"), agenda, "One more thing", MessageKind.QUESTION)


def test_a_draft_is_there_for_those_who_run_it_alone(uow_of: UowOf, room: Talked) -> None:
    made = room_life.add_room(uow_of("officer"), room.round_no, PLAN)
    with pytest.raises(NotVisible):
        say(uow_of("resident"), made)
    with pytest.raises(Forbidden, match="not open yet"):
        say(uow_of("facilitator"), made)
    with pytest.raises(NotVisible):
        room_life.add_room(uow_of("officer"), 999, PLAN)
    for who in ("resident", "other_officer"):
        with pytest.raises(Forbidden):
            room_life.add_room(uow_of(who), room.round_no, PLAN)


def test_every_stage_has_its_kinds_and_its_end_by_the_servers_clock(uow_of: UowOf, agenda: int) -> None:
    with pytest.raises(Forbidden, match="Choose another kind"):
        say(uow_of("resident"), agenda, "Too early", MessageKind.PRO)
    with pytest.raises(Forbidden, match="Say what your message is"):
        say(uow_of("resident"), agenda)
    with pytest.raises(Invalid, match="where this comes from"):
        say(uow_of("resident"), agenda, "A claim", MessageKind.EVIDENCE)
    with pytest.raises(Conflict, match="one stage"):
        room_life.move_agenda(uow_of("facilitator"), agenda, RoomStage.WEIGH, "Faster")
    with pytest.raises(Invalid, match="60 days"):
        room_life.move_agenda(uow_of("facilitator"), agenda, RoomStage.GATHER, "Slower", minutes=100_000)
    room_life.move_agenda(uow_of("facilitator"), agenda, RoomStage.GATHER, "A quarter of an hour", minutes=15)
    uow = uow_of("facilitator")
    with uow.database.writing(uow.session):
        uow.session.get_one(Room, agenda).stage_ends_at = uow.now() - timedelta(seconds=1)
        uow.session.commit()
    with pytest.raises(Forbidden, match="time of this stage is over"):
        say(uow_of("resident"), agenda, "Too late", MessageKind.STORY)


def test_a_frozen_room_is_read_and_a_state_that_does_not_follow_is_refused(uow_of: UowOf, agenda: int) -> None:
    room_life.set_room(uow_of("facilitator"), agenda, RoomState.FROZEN, "A breath")
    with pytest.raises(Forbidden, match="paused"):
        say(uow_of("resident"), agenda, "Now?", MessageKind.QUESTION)
    for state in (RoomState.CLOSED, RoomState.DRAFT):
        with pytest.raises(Conflict):
            room_life.set_room(uow_of("facilitator"), agenda, state, "Because")


def test_those_who_were_invited_speak_and_others_read(uow_of: UowOf, room: Talked) -> None:
    plan = RoomPlan("Panel", "To weigh.", "The order.", "The forum.", has_agenda=False, by_invitation=True)
    panel = room_life.add_room(uow_of("facilitator"), room.round_no, plan)
    room_life.set_room(uow_of("facilitator"), panel, RoomState.OPEN, "We begin.")
    with pytest.raises(Forbidden, match="invited"):
        say(uow_of("neighbour"), panel)
    room_life.give_seat(uow_of("facilitator"), panel, "Neighbour@moothill.example", Seat.RESIDENT)
    assert say(uow_of("neighbour"), panel) == 2
    assert queries.seats(uow_of(None).session, panel) == [("resident", 1)]
    with pytest.raises(Invalid, match="Nobody has signed in"):
        room_life.give_seat(uow_of("facilitator"), panel, "nobody@moothill.example", Seat.EXPERT)
    with pytest.raises(Conflict, match="one stage"):
        room_life.move_agenda(uow_of("facilitator"), panel, RoomStage.GATHER, "No agenda here")


def test_a_conclusion_looks_forward(uow_of: UowOf, agenda: int) -> None:
    with pytest.raises(Invalid) as refused:
        room_life.conclude_room(uow_of("facilitator"), agenda, "A bench.", date(2020, 1, 1))
    assert refused.value.field == "review_on"


def test_those_who_sign_are_named_among_those_who_took_part(uow_of: UowOf, agenda: int) -> None:
    for who in ("resident", "neighbour", "councillor"):
        say(uow_of(who), agenda, f"I am {who}", MessageKind.STORY)
    rhona, niall = (uow_of(who).actor.person_id or 0 for who in ("resident", "neighbour"))
    with pytest.raises(Invalid, match="at least two") as refused:
        room_life.conclude_room(uow_of("facilitator"), agenda, "A bench.", SOON, named=[rhona, 999])
    assert refused.value.field == "named"
    seq = room_life.conclude_room(uow_of("facilitator"), agenda, "A bench.", SOON, named=[niall, rhona])
    with pytest.raises(Forbidden, match="named for it"):
        room_life.sign_conclusion(uow_of("councillor"), agenda, seq, agrees=True)


def test_everybody_concerned_is_reminded_once_of_the_day_it_is_looked_at_again(
    uow_of: UowOf, parts: Installation, agenda: int
) -> None:
    for who in ("resident", "neighbour"):
        say(uow_of(who), agenda, f"I am {who}", MessageKind.STORY)
    seq = room_life.conclude_room(uow_of("facilitator"), agenda, "A bench.", SOON)
    room_life.sign_conclusion(uow_of("resident"), agenda, seq, agrees=True)
    system = parts.system_unit_of_work()
    assert queries.reviews_due(system.session, SOON - timedelta(days=1)) == []
    assert queries.reviews_due(system.session, SOON) == [(agenda, seq)]
    assert conclusion_reviews.remind_of_review(system, agenda, seq, lambda found: (found.name, "Look"))
    assert not conclusion_reviews.remind_of_review(system, agenda, seq, lambda found: (found.name, "Look"))
    assert queries.reviews_due(system.session, SOON) == []
    letters = system.session.scalars(select(OutboxMail).where(OutboxMail.subject == PLAN.title)).all()
    assert {one.to.split("@")[0] for one in letters} >= {"resident", "facilitator"}
    assert "neighbour" not in {one.to.split("@")[0] for one in letters}
    system.close()


def test_replies_are_two_deep(uow_of: UowOf, room: Talked) -> None:
    first = say(uow_of("resident"), room.room_id, "First")
    reply = say(uow_of("neighbour"), room.room_id, "Second", reply_to=first)
    with pytest.raises(Invalid, match="reply already"):
        say(uow_of("resident"), room.room_id, "Third", reply_to=reply)
    with pytest.raises(NotVisible):
        say(uow_of("resident"), room.room_id, "Fourth", reply_to=99)
    room_messages.withdraw_message(uow_of("resident"), room.room_id, first)
    with pytest.raises(Conflict, match="meanwhile"):
        say(uow_of("neighbour"), room.room_id, "Fifth", reply_to=first)


def test_an_author_corrects_for_a_while_and_what_stood_before_is_kept(uow_of: UowOf, room: Talked) -> None:
    rhona = uow_of("resident")
    seq = say(rhona, room.room_id, "A bensh")
    room_messages.edit_message(rhona, room.room_id, seq, "A bench", "Benches")
    [card] = room_queries.transcript(uow_of(None).session, room.room_id).messages
    assert (card.text, card.headline, card.is_edited) == ("A bench", "Benches", True)
    assert [one.body for one in queries.versions(uow_of(None).session, room.room_id, seq)] == ["A bensh", "A bench"]
    with pytest.raises(Forbidden, match="author"):
        room_messages.edit_message(uow_of("neighbour"), room.room_id, seq, "No bench")
    with pytest.raises(NotVisible):
        room_messages.edit_message(rhona, room.room_id, 99, "Nothing")
    with rhona.database.writing(rhona.session):
        rhona.session.get_one(RoomEvent, (room.room_id, seq)).at -= timedelta(minutes=11)
        rhona.session.commit()
    with pytest.raises(Conflict, match="ten minutes"):
        room_messages.edit_message(rhona, room.room_id, seq, "Too late")


def test_a_withdrawn_message_keeps_its_place_and_shows_no_words(uow_of: UowOf, room: Talked) -> None:
    seq = say(uow_of("resident"), room.room_id, "Something rash")
    room_messages.withdraw_message(uow_of("resident"), room.room_id, seq)
    shown = room_queries.transcript(uow_of(None).session, room.room_id)
    assert (shown.messages[0].is_withdrawn, shown.messages[0].text) == (True, "")
    assert queries.versions(uow_of(None).session, room.room_id, seq) == []
    with pytest.raises(Conflict, match="taken away"):
        room_messages.withdraw_message(uow_of("resident"), room.room_id, seq)


def test_a_draft_is_kept_for_its_writer_until_it_is_posted(uow_of: UowOf, room: Talked) -> None:
    rhona = uow_of("resident")
    room_messages.save_draft(rhona, room.room_id, "Half a sent")
    room_messages.save_draft(rhona, room.room_id, "Half a sentence")
    assert queries.draft_of(rhona.session, room.room_id, rhona.actor.person_id) == "Half a sentence"
    say(rhona, room.room_id, "A whole sentence")
    assert rhona.session.scalars(select(RoomDraft)).all() == []
    room_messages.save_draft(rhona, room.room_id, " ")
    assert queries.draft_of(rhona.session, room.room_id, rhona.actor.person_id) == ""


def test_hands_are_called_by_the_server_and_the_turn_lets_them_speak(uow_of: UowOf, room: Talked) -> None:
    facilitator = uow_of("facilitator")
    room_life.set_room(facilitator, room.room_id, RoomState.OPEN, "One at a time", only_facilitators=True)
    with pytest.raises(Forbidden, match="Raise your hand"):
        say(uow_of("resident"), room.room_id, "Me!")
    with pytest.raises(Conflict, match="Nobody has a hand up"):
        room_turns.give_turn(facilitator, room.room_id)
    with pytest.raises(Conflict, match="Nobody has the turn"):
        room_turns.add_time(facilitator, room.room_id)
    room_turns.raise_hand(uow_of("resident"), room.room_id, up=True)
    with pytest.raises(Conflict, match="already"):
        room_turns.raise_hand(uow_of("resident"), room.room_id, up=True)
    room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=True)
    assert [one.display_name for one in queries.waiting(facilitator.session, room.room_id)] == ["Rhona", "Niall"]
    room_turns.give_turn(facilitator, room.room_id)
    room_turns.add_time(facilitator, room.room_id)
    assert say(uow_of("resident"), room.room_id, "Thank you")
    with pytest.raises(Forbidden):
        say(uow_of("neighbour"), room.room_id, "And me?")
    room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=False)
    with pytest.raises(Conflict, match="not up"):
        room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=False)
    lines = room_queries.transcript(uow_of(None).session, room.room_id).lines
    assert [line.notice.whom for line in lines if line.notice and line.notice.whom] == ["Rhona", "Rhona"]
    room_life.set_room(facilitator, room.room_id, RoomState.FROZEN, "A breath")
    with pytest.raises(Forbidden, match="paused"):
        room_turns.raise_hand(uow_of("neighbour"), room.room_id, up=True)
