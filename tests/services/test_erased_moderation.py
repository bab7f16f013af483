"""What an erasure takes of moderation: the words, not that something was decided; and the kinds of a room's events."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from deliberation.moderation import Verdict
from pb_app.models.cases import MessageReport, ModerationAppeal, ModerationDecision
from pb_app.models.rooms import RoomEvent, RoomEventKind
from pb_app.moderating import Grounds
from pb_app.services import appeals, erasures, moderation, policies, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.rooms_world import Talked, open_room
from tests.talk_stories import say
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def decided(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A message of the neighbour's was reported by the resident and hidden; the appeal was answered."""
    room = open_room(parts, small_world)
    rule = policies.publish_policy(uow_of("officer"), "lorn", 0, "Be kind\nTo people.").rules[0].id
    seq = rooms.post_message(uow_of("neighbour"), room.room_id, "key-00000001", "Unkind").seq
    case = moderation.report_message(uow_of("resident"), room.room_id, seq, rule, "It is about my son")
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.HIDE, Grounds(rule, "Too blunt."))
    appeals.make_appeal(uow_of("neighbour"), 1, "I meant the bench.")
    appeals.decide_appeal(uow_of("officer"), 1, "It names a child.", is_upheld=False)
    return room


def erase(uow_of: UowOf, small_world: World, who: str) -> UnitOfWork:
    uow = uow_of(who)
    erasures.erase_person(uow, small_world.people[who])
    uow.session.rollback()
    return uow


def test_words_of_an_appeal_and_reasons_go_and_the_decision_stays(
    uow_of: UowOf, small_world: World, decided: Talked
) -> None:
    assert decided
    session = erase(uow_of, small_world, "neighbour").session
    appeal = session.scalars(select(ModerationAppeal)).one()
    assert (appeal.words, appeal.answer, appeal.is_upheld) == ("", "", False)
    decision = session.scalars(select(ModerationDecision)).one()
    assert (decision.note, decision.verdict) == ("", Verdict.HIDE)
    assert session.scalars(select(MessageReport.note)).one() == "It is about my son"


def test_the_note_of_a_report_goes_with_who_wrote_it(uow_of: UowOf, small_world: World, decided: Talked) -> None:
    assert decided
    session = erase(uow_of, small_world, "resident").session
    assert session.scalars(select(MessageReport.note)).one() == ""
    assert session.scalars(select(ModerationAppeal.words)).one() == "I meant the bench."


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (MessageReport, {"note": "other words"}),
        (ModerationDecision, {"note": "other words"}),
        (ModerationDecision, {"verdict": Verdict.LEAVE}),
        (ModerationAppeal, {"words": "other words"}),
        (ModerationAppeal, {"answer": "other words"}),
        (ModerationAppeal, {"is_upheld": True}),
    ],
)
def test_words_can_be_emptied_and_never_be_rewritten(
    parts: Installation, decided: Talked, table: type, values: dict[str, object]
) -> None:
    assert decided
    system = parts.system_unit_of_work()
    with parts.database.writing(system.session):
        with pytest.raises(DBAPIError):
            system.session.execute(update(table).values(**values))
        system.session.rollback()
    system.close()


def test_the_database_knows_every_kind_of_event_and_no_other(
    parts: Installation, small_world: World, decided: Talked
) -> None:
    say(parts, decided, *[small_world.people["resident"]] * len(RoomEventKind))
    system = parts.system_unit_of_work()
    with parts.database.writing(system.session):
        for seq, kind in enumerate(RoomEventKind, 3):
            own = (RoomEvent.room_id == decided.room_id, RoomEvent.seq == seq)
            system.session.execute(update(RoomEvent).where(*own).values(kind=kind))
        with pytest.raises(DBAPIError):
            system.session.execute(text("UPDATE room_event SET kind = 'gossip' WHERE seq = 3"))
        system.session.rollback()
    system.close()
