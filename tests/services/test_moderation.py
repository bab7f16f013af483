"""Reporting a message, deciding on it, and what follows in the room, in the record and for the author."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from deliberation.moderation import CaseState, Cause, Verdict
from pb_app.models.cases import MessageReport, ModerationCase, ModerationDecision
from pb_app.models.people import OutboxMail
from pb_app.moderating import Grounds, Told
from pb_app.queries import cases
from pb_app.queries import rooms as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, TooOften
from pb_app.services import chases, moderation, policies, rooms
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.logbook import newest
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
UNKIND = "Something unkind"
WHY = Grounds(None, "It names a neighbour.")


@pytest.fixture
def room(parts: Installation, small_world: World, uow_of: UowOf) -> Talked:
    """A room in which the neighbour has said something unkind."""
    made = open_room(parts, small_world)
    say(uow_of, made, "neighbour", UNKIND)
    return made


def say(uow_of: UowOf, room: Talked, who: str, words: str, key: str = "key-00000001") -> int:
    return rooms.post_message(uow_of(who), room.room_id, key, words).seq


def report(uow_of: UowOf, room: Talked, who: str = "resident", seq: int = 1) -> ModerationCase:
    return moderation.report_message(uow_of(who), room.room_id, seq, None, "It names somebody.")


def decide(uow_of: UowOf, case: ModerationCase, verdict: Verdict, version: int = 0, who: str = "facilitator") -> None:
    moderation.decide_on_message(uow_of(who), case.id, version, verdict, WHY)


def shown(uow_of: UowOf, room: Talked) -> str:
    return repr(queries.events_after(uow_of(None).session, room.room_id, 0))


def standing(uow_of: UowOf, case: ModerationCase) -> ModerationCase:
    return uow_of(None).session.get_one(ModerationCase, case.id)


def letter(told: Told) -> tuple[str, str]:
    return told.verdict.value, f"{told.note} {told.rule.label if told.rule else ''} {told.appeal_until} {told.until}"


def letters(uow_of: UowOf) -> list[tuple[str, str, str]]:
    found = uow_of(None).session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [(one.to.split("@")[0], one.subject, one.body) for one in found]


def test_a_report_waits_in_the_queue_and_the_log_names_no_message(uow_of: UowOf, room: Talked) -> None:
    resident = uow_of("resident")
    case = moderation.report_message(resident, room.room_id, 1, None, " It names\nsomebody. ")
    assert (case.cause, case.state, case.due_at - case.opened_at) == (
        Cause.REPORTED,
        CaseState.OPEN,
        timedelta(hours=24),
    )
    assert set(newest(resident)["d"]) == {"room", "report"}
    [line] = cases.queue(uow_of(None).session, uow_of("facilitator").actor, case.opened_at)
    assert (line.reports, line.is_overdue) == (1, False)
    assert cases.queue(uow_of(None).session, uow_of("other_officer").actor, case.opened_at) == []


def test_while_people_talk_somebody_looks_within_an_hour(uow_of: UowOf, room: Talked) -> None:
    say(uow_of, room, "resident", "Please do not")
    case = report(uow_of, room)
    assert case.due_at - case.opened_at == timedelta(hours=1)


def test_a_report_names_a_rule_of_this_partnership(uow_of: UowOf, room: Talked, small_world: World) -> None:
    rule = policies.publish_policy(uow_of("officer"), "lorn", 0, "Be kind\nTo people.").rules[0].id
    case = moderation.report_message(uow_of("resident"), room.room_id, 1, rule)
    found = cases.case_file(uow_of(None).session, case.id)
    assert found is not None
    assert [one.rule and one.rule.label for one in found.reports] == ["Be kind"]
    with pytest.raises(Invalid, match="one of the rules"):
        moderation.report_message(uow_of("officer"), room.room_id, 1, rule + 1)


@pytest.mark.parametrize(
    ("who", "seq", "note", "refused", "why"),
    [
        ("neighbour", 1, "Mine", Conflict, "your own"),
        ("resident", 1, " ", Invalid, "Choose a rule"),
        ("resident", 9, "None", NotVisible, "no such message"),
        (None, 1, "Bad", Forbidden, "Sign in first"),
        ("resident", 1, "x" * 501, Invalid, "at most 500"),
    ],
)
def test_reports_that_are_refused(
    uow_of: UowOf, room: Talked, *, who: str | None, seq: int, note: str, refused: type[Exception], why: str
) -> None:
    with pytest.raises(refused, match=why):
        moderation.report_message(uow_of(who), room.room_id, seq, None, note)
    assert uow_of(None).session.scalars(select(MessageReport)).all() == []


def test_one_report_a_person_and_message(uow_of: UowOf, room: Talked) -> None:
    report(uow_of, room)
    with pytest.raises(Conflict, match="already"):
        report(uow_of, room)
    report(uow_of, room, "officer")
    assert len(uow_of(None).session.scalars(select(ModerationCase)).all()) == 1


def test_what_was_looked_at_makes_room_for_another_report(uow_of: UowOf, room: Talked) -> None:
    for number in range(2, 12):
        say(uow_of, room, "neighbour", f"Number {number}", f"key-{number:08d}")
    found = [report(uow_of, room, seq=seq) for seq in range(1, 11)]
    with pytest.raises(TooOften, match="10 of your reports still wait"):
        report(uow_of, room, seq=11)
    decide(uow_of, found[0], Verdict.LEAVE)
    report(uow_of, room, seq=11)


def test_a_later_report_opens_a_settled_case_again(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room)
    decide(uow_of, case, Verdict.LEAVE)
    assert standing(uow_of, case).state is CaseState.SETTLED
    assert standing(uow_of, report(uow_of, room, "officer")).state is CaseState.OPEN


def test_a_hidden_message_is_a_tombstone_and_its_author_hears_why_and_how_to_appeal(
    uow_of: UowOf, room: Talked
) -> None:
    case = report(uow_of, room)
    facilitator = uow_of("facilitator")
    decision = moderation.decide_on_message(facilitator, case.id, 0, Verdict.HIDE, WHY, write=letter)
    assert UNKIND not in shown(uow_of, room)
    assert "It names a neighbour." in shown(uow_of, room)
    [(to, subject, body)] = letters(uow_of)
    assert (to, subject) == ("neighbour", "hide")
    assert str(decision.at + timedelta(days=14)) in body
    assert newest(facilitator)["d"]["verdict"] == "hide"
    assert UNKIND not in str(newest(facilitator))
    assert decision.digest == sha256((decision.salt or b"") + UNKIND.encode()).digest()
    with pytest.raises(Conflict, match="hidden already"):
        report(uow_of, room, "officer")


def test_a_held_message_comes_back_when_it_is_let_stand(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room)
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.HOLD, WHY, write=letter)
    assert UNKIND not in shown(uow_of, room)
    [card] = queries.transcript(uow_of(None).session, room.room_id).messages
    assert card.is_held
    assert letters(uow_of)[0][:2] == ("neighbour", "hold")
    with pytest.raises(Conflict, match="hidden already"):
        decide(uow_of, case, Verdict.HOLD, 1)
    assert standing(uow_of, case).version == 1
    decide(uow_of, case, Verdict.LEAVE, 1)
    assert UNKIND in shown(uow_of, room)
    assert len(letters(uow_of)) == 1


def test_two_moderators_at_once_the_second_reads_that_somebody_was_first(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room)
    decide(uow_of, case, Verdict.LEAVE)
    with pytest.raises(Conflict, match="Somebody else has decided on this message meanwhile"):
        decide(uow_of, case, Verdict.HIDE, who="officer")
    assert UNKIND in shown(uow_of, room)
    assert [one.verdict for one in uow_of(None).session.scalars(select(ModerationDecision))] == [Verdict.LEAVE]


def test_what_is_passed_on_waits_with_the_officers(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room)
    moderation.decide_on_message(uow_of("facilitator"), case.id, 0, Verdict.ESCALATE, Grounds(None, ""))
    assert standing(uow_of, case).state is CaseState.ESCALATED
    decide(uow_of, case, Verdict.HIDE, 1, "officer")
    found = cases.case_file(uow_of(None).session, case.id)
    assert found is not None
    assert [(one.verdict, name) for one, name in found.decisions] == [
        (Verdict.ESCALATE, "Fearghas"),
        (Verdict.HIDE, "Oighrig"),
    ]


@pytest.mark.parametrize("who", ["resident", "neighbour", "auditor", "administrator", "other_officer", None])
def test_deciding_takes_a_role_for_it_there(uow_of: UowOf, room: Talked, who: str | None) -> None:
    case = report(uow_of, room)
    with pytest.raises(Forbidden):
        moderation.decide_on_message(uow_of(who), case.id, 0, Verdict.HIDE, WHY)


def test_decisions_that_are_refused(uow_of: UowOf, room: Talked) -> None:
    case = report(uow_of, room)
    facilitator = uow_of("facilitator")
    with pytest.raises(Invalid, match="what is to happen"):
        moderation.decide_on_message(facilitator, case.id, 0, Verdict.MUTE, WHY)
    with pytest.raises(Invalid, match="Say why"):
        moderation.decide_on_message(facilitator, case.id, 0, Verdict.HIDE, Grounds(None, " "))
    with pytest.raises(NotVisible):
        moderation.decide_on_message(facilitator, case.id + 1, 0, Verdict.HIDE, WHY)
    assert cases.case_file(facilitator.session, case.id + 1) is None


def test_hiding_at_once_is_a_decision_like_any_other(uow_of: UowOf, room: Talked) -> None:
    rooms.hide_message(uow_of("facilitator"), room.room_id, 1, WHY.note, write=letter)
    [decision] = uow_of(None).session.scalars(select(ModerationDecision))
    assert (decision.verdict, decision.author_id is not None) == (Verdict.HIDE, True)
    assert letters(uow_of)[0][:2] == ("neighbour", "hide")
    assert cases.queue(uow_of(None).session, uow_of("facilitator").actor, decision.at) == []


def test_the_file_of_a_case_shows_what_stands_around_it_and_what_was_hidden_before(uow_of: UowOf, room: Talked) -> None:
    for number in range(2, 8):
        say(uow_of, room, "neighbour", f"Number {number}", f"key-{number:08d}")
    rooms.hide_message(uow_of("facilitator"), room.room_id, 2, "Off the point")
    case = report(uow_of, room, seq=4)
    found = cases.case_file(uow_of(None).session, case.id)
    assert found is not None
    assert [(one.seq, one.is_it, one.is_hidden) for one in found.around] == [
        (1, False, False),
        (2, False, True),
        (3, False, False),
        (4, True, False),
        (5, False, False),
        (6, False, False),
        (7, False, False),
    ]
    assert (found.earlier_warnings, list(found.earlier_words)) == (1, [])


def test_the_clock_reminds_facilitators_and_then_tells_officers(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = report(uow_of, room)
    system = parts.system_unit_of_work()
    told = []
    for hours in (23, 25, 26, 49, 50):
        shift_clock(parts, monkeypatch, timedelta(hours=hours))
        told.append(chases.chase_case(system, case.id, lambda is_late: ("late" if is_late else "due", "")))
    system.close()
    assert told == [False, True, False, True, False]
    assert [(to, subject) for to, subject, _ in letters(uow_of)] == [
        ("facilitator", "due"),
        ("officer", "late"),
        ("second_officer", "late"),
    ]
    assert standing(uow_of, case).state is CaseState.ESCALATED
    assert cases.cases_to_chase(uow_of(None).session, case.due_at) == []


@pytest.mark.parametrize("table", ["message_report", "moderation_decision"])
def test_reports_and_decisions_cannot_be_rewritten(uow_of: UowOf, room: Talked, table: str) -> None:
    decide(uow_of, report(uow_of, room), Verdict.HIDE)
    session = uow_of(None).session
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET note = 'Another'"):
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()
