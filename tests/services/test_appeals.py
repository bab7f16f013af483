"""Appeals: once, in time, decided by somebody else, and undone where they are right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from deliberation.moderation import Verdict
from pb_app.models.cases import ModerationDecision
from pb_app.models.people import OutboxMail
from pb_app.moderating import Grounds
from pb_app.queries import cases
from pb_app.queries import rooms as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import moderation, rooms
from pb_app.services.appeals import decide_appeal, make_appeal
from pb_app.services.measures import mute_person
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.logbook import newest
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
WORDS = "Something blunt"
WHY = Grounds(None, "It sounded unkind.")
PLEA = "I meant the bench."


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which the facilitator has hidden what the neighbour said."""
    made = open_room(parts, small_world)
    rooms.post_message(uow_of("neighbour"), made.room_id, "key-00000001", WORDS)
    rooms.hide_message(uow_of("facilitator"), made.room_id, 1, WHY.note)
    return made


def decision_in(uow_of: UowOf) -> ModerationDecision:
    found = uow_of(None).session.scalars(select(ModerationDecision).order_by(ModerationDecision.id.desc()))
    return found.first() or pytest.fail("nothing was decided")


def shown(uow_of: UowOf, room: Talked) -> str:
    return repr(queries.events_after(uow_of(None).session, room.room_id, 0))


def test_an_appeal_that_is_right_brings_the_message_back(uow_of: UowOf, room: Talked) -> None:
    decision = decision_in(uow_of)
    neighbour = uow_of("neighbour")
    appeal = make_appeal(neighbour, decision.id, PLEA)
    assert appeal.due_at - appeal.at == timedelta(days=7)
    assert PLEA not in str(newest(neighbour))
    [(waiting, _)] = cases.appeals_waiting(uow_of(None).session, uow_of("officer").actor)
    assert waiting.id == appeal.id
    assert cases.appeals_waiting(uow_of(None).session, uow_of("other_officer").actor) == []
    assert WORDS not in shown(uow_of, room)
    officer = uow_of("officer")
    decide_appeal(officer, decision.id, "It was about the bench.", is_upheld=True, write=lambda up, why: (str(up), why))
    assert WORDS in shown(uow_of, room)
    assert newest(officer)["d"]["outcome"] == "upheld"
    assert decision_in(uow_of).verdict is Verdict.RESTORE
    letter = uow_of(None).session.scalars(select(OutboxMail)).one()
    assert (letter.to, letter.subject) == ("neighbour@moothill.example", "True")


def test_an_appeal_that_is_wrong_leaves_it_hidden(uow_of: UowOf, room: Talked) -> None:
    make_appeal(uow_of("neighbour"), decision_in(uow_of).id, PLEA)
    officer = uow_of("officer")
    decide_appeal(officer, decision_in(uow_of).id, "It was unkind.", is_upheld=False)
    assert WORDS not in shown(uow_of, room)
    assert newest(officer)["d"]["outcome"] == "kept"


def test_a_mute_that_was_wrong_ends_at_once(uow_of: UowOf, room: Talked) -> None:
    mute_person(uow_of("facilitator"), room.room_id, 1, 60, WHY)
    make_appeal(uow_of("neighbour"), decision_in(uow_of).id, PLEA)
    decide_appeal(uow_of("officer"), decision_in(uow_of).id, "Too much.", is_upheld=True)
    rooms.post_message(uow_of("neighbour"), room.room_id, "key-00000002", "Thank you")


@pytest.mark.parametrize("who", ["facilitator", "resident", "neighbour", "auditor", "other_officer"])
def test_an_appeal_is_decided_by_somebody_else_with_a_role_for_it(uow_of: UowOf, room: Talked, who: str) -> None:
    make_appeal(uow_of("neighbour"), decision_in(uow_of).id, PLEA)
    with pytest.raises(Forbidden):
        decide_appeal(uow_of(who), decision_in(uow_of).id, "No.", is_upheld=False)


def test_the_database_too_refuses_that_one_person_decides_twice(uow_of: UowOf, room: Talked) -> None:
    make_appeal(uow_of("neighbour"), decision_in(uow_of).id, PLEA)
    session = uow_of(None).session
    same = "UPDATE moderation_appeal SET decided_by = against, decided_at = at, is_upheld = (1 = 0)"
    for statement in (same, "DELETE FROM moderation_appeal", "UPDATE moderation_appeal SET words = 'Others'"):
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()


def test_an_officer_does_not_decide_on_an_appeal_of_their_own(uow_of: UowOf, room: Talked) -> None:
    rooms.post_message(uow_of("officer"), room.room_id, "key-00000003", "Mine")
    rooms.hide_message(uow_of("facilitator"), room.room_id, 3, WHY.note)
    decision = decision_in(uow_of)
    make_appeal(uow_of("officer"), decision.id, PLEA)
    with pytest.raises(Forbidden, match="your own"):
        decide_appeal(uow_of("officer"), decision.id, "Yes.", is_upheld=True)


def test_only_whoever_it_was_about_appeals_and_only_once(uow_of: UowOf, room: Talked) -> None:
    decision = decision_in(uow_of)
    for who in ("resident", "facilitator", None):
        with pytest.raises(Forbidden):
            make_appeal(uow_of(who), decision.id, PLEA)
    make_appeal(uow_of("neighbour"), decision.id, PLEA)
    with pytest.raises(Conflict, match="already"):
        make_appeal(uow_of("neighbour"), decision.id, PLEA)


def test_while_an_appeal_waits_nobody_decides_past_it(uow_of: UowOf, room: Talked) -> None:
    decision = decision_in(uow_of)
    make_appeal(uow_of("neighbour"), decision.id, PLEA)
    with pytest.raises(Conflict, match="appeal"):
        moderation.decide_on_message(uow_of("officer"), decision.case_id or 0, 1, Verdict.LEAVE, WHY)


def test_what_no_longer_stands_is_not_appealed_against(uow_of: UowOf, room: Talked) -> None:
    decision = decision_in(uow_of)
    moderation.decide_on_message(uow_of("officer"), decision.case_id or 0, 1, Verdict.LEAVE, WHY)
    with pytest.raises(Conflict, match="no longer stands"):
        make_appeal(uow_of("neighbour"), decision.id, PLEA)


def test_an_appeal_comes_in_time_and_is_answered_once(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = decision_in(uow_of)
    shift_clock(parts, monkeypatch, timedelta(days=15))
    with pytest.raises(Conflict, match="time for an appeal is over"):
        make_appeal(uow_of("neighbour"), decision.id, PLEA)
    shift_clock(parts, monkeypatch, timedelta(days=13))
    make_appeal(uow_of("neighbour"), decision.id, PLEA)
    decide_appeal(uow_of("officer"), decision.id, "No.", is_upheld=False)
    with pytest.raises(Conflict, match="answered this appeal already"):
        decide_appeal(uow_of("second_officer"), decision.id, "Yes.", is_upheld=True)


def test_appeals_that_are_refused(uow_of: UowOf, room: Talked) -> None:
    decision = decision_in(uow_of)
    with pytest.raises(Invalid, match="Write something first"):
        make_appeal(uow_of("neighbour"), decision.id, " ")
    with pytest.raises(NotVisible):
        make_appeal(uow_of("neighbour"), decision.id + 1, PLEA)
    with pytest.raises(NotVisible, match="no such appeal"):
        decide_appeal(uow_of("officer"), decision.id, "No.", is_upheld=False)
    with pytest.raises(Invalid, match="Give an answer"):
        decide_appeal(uow_of("officer"), decision.id, " ", is_upheld=False)
    case = moderation.report_message(uow_of("resident"), room.room_id, say(uow_of, room), None, "Bad")
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.HOLD, WHY)
    with pytest.raises(Conflict, match="no appeal against this"):
        make_appeal(uow_of("neighbour"), decision_in(uow_of).id, PLEA)


def say(uow_of: UowOf, room: Talked) -> int:
    return rooms.post_message(uow_of("neighbour"), room.room_id, "key-00000004", "Another").seq
