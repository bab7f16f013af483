"""When somebody under 16 may be at risk: who is written to, how urgent it is, and who may name whom."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from deliberation.moderation import CaseState, Priority, Verdict
from pb_app.models.cases import ModerationCase
from pb_app.models.people import OutboxMail
from pb_app.moderating import Grounds
from pb_app.queries import cases
from pb_app.refusals import Conflict, Doubtful, Forbidden, Invalid, NotVisible
from pb_app.safeguarding import lead_of
from pb_app.services import moderation, policies, rooms, safeguarding
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.logbook import newest
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
LETTER = ("Somebody may be at risk", "Look at the queue.")


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which the neighbour has said two things."""
    made = open_room(parts, small_world)
    for key in ("key-00000001", "key-00000002"):
        rooms.post_message(uow_of("neighbour"), made.room_id, key, "Come to my house after school.")
    return made


def report(uow_of: UowOf, room: Talked, seq: int = 1, *, under_16: bool = True) -> ModerationCase:
    return moderation.report_message(
        uow_of("resident"), room.room_id, seq, None, "Look.", under_16=under_16, write=lambda: LETTER
    )


def written_to(uow_of: UowOf) -> list[str]:
    found = uow_of(None).session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [one.to.split("@")[0] for one in found if (one.subject, one.body) == LETTER]


def test_whoever_is_named_is_written_to_at_once(uow_of: UowOf, room: Talked, small_world: World) -> None:
    named = uow_of("officer").actor.email
    safeguarding.name_lead(uow_of("administrator"), "lorn", f" {named.upper()} ")
    report(uow_of, room)
    assert written_to(uow_of) == [named.split("@")[0]]
    lead = lead_of(uow_of(None).session, small_world.partnership_id)
    assert lead is not None
    assert lead.email == named


def test_where_nobody_is_named_every_officer_is_written_to(uow_of: UowOf, room: Talked) -> None:
    report(uow_of, room)
    assert "officer" in written_to(uow_of)
    assert "other_officer" not in written_to(uow_of)


def test_it_stands_first_whatever_waits_longer(uow_of: UowOf, room: Talked) -> None:
    report(uow_of, room, 1, under_16=False)
    case = report(uow_of, room, 2)
    officer = uow_of("officer")
    first, second = cases.queue(officer.session, officer.actor, officer.now())
    assert (first.case.id, first.priority) == (case.id, Priority.HIGH)
    assert second.case.flagged_at is None


def test_a_facilitator_passes_a_case_on_once_and_the_log_names_the_room_alone(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room, under_16=False)
    safeguarding.flag_case(uow_of("facilitator"), case.id, write=lambda: LETTER)
    written = newest(uow_of(None))
    assert (written["t"], written["d"]) == ("case.flagged", {"room": room.room_id})
    with pytest.raises(Conflict, match="passed on already"):
        safeguarding.flag_case(uow_of("officer"), case.id)
    with pytest.raises(NotVisible):
        safeguarding.flag_case(uow_of("officer"), 999)
    with pytest.raises(Forbidden):
        safeguarding.flag_case(uow_of("resident"), case.id)
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.HIDE, Grounds(None, "Unsafe."))
    assert len(written_to(uow_of)) == len(set(written_to(uow_of)))


def test_what_was_decided_on_is_opened_again(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room, under_16=False)
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.LEAVE, Grounds(None, ""))
    safeguarding.flag_case(uow_of("facilitator"), case.id)
    again = uow_of(None).session.get_one(ModerationCase, case.id)
    assert (again.state, again.settled_at) == (CaseState.OPEN, None)
    assert written_to(uow_of) == []


@pytest.mark.parametrize("email", ["nobody@example.org", "resident"])
def test_only_somebody_who_can_open_the_case_is_named(uow_of: UowOf, small_world: World, email: str) -> None:
    address = email if "@" in email else uow_of(email).actor.email
    with pytest.raises(Invalid, match="officer or a facilitator"):
        safeguarding.name_lead(uow_of("officer"), "lorn", address)
    with pytest.raises(NotVisible):
        safeguarding.name_lead(uow_of("officer"), "nowhere", address)
    with pytest.raises(Forbidden):
        safeguarding.name_lead(uow_of("resident"), "lorn", address)


def test_a_partnership_asks_about_words_of_its_own(uow_of: UowOf, room: Talked) -> None:
    kind = "Be kind\nTo people."
    policy = policies.publish_policy(uow_of("officer"), "lorn", 0, kind, words="Teuchter, keelie\nteuchter")
    assert policy.words == "keelie teuchter"
    with pytest.raises(Doubtful, match="Teuchter"):
        rooms.post_message(uow_of("resident"), room.room_id, "key-00000003", "Just like a Teuchter")
    policies.publish_policy(uow_of("officer"), "lorn", 1, kind)
    assert not rooms.post_message(uow_of("resident"), room.room_id, "key-00000003", "Just like a Teuchter").duplicate
