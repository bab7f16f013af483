"""What a facilitator lays on a room for a time, or on a person in it, and that it binds at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from deliberation.moderation import Verdict
from pb_app.moderating import Grounds, Told
from pb_app.queries import cases
from pb_app.queries import rooms as queries
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible, Refusal, TooOften
from pb_app.restraints import Restraints, restraints_of
from pb_app.services import moderation, rooms
from pb_app.services.measures import Measure, mute_person, take_measure
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.clocks import shift_clock
from tests.logbook import newest
from tests.rooms_world import Talked, open_room
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]
WHY = Grounds(None, "Take a breath.")


@pytest.fixture
def room(parts: Installation, small_world: World) -> Talked:
    return open_room(parts, small_world)


def say(uow_of: UowOf, room: Talked, who: str, number: int = 1) -> int:
    return rooms.post_message(uow_of(who), room.room_id, f"key-{who}-{number}", f"Words {number}").seq


def lay(uow_of: UowOf, room: Talked, verdict: Verdict, amount: int, who: str = "facilitator") -> UnitOfWork:
    uow = uow_of(who)
    take_measure(uow, room.room_id, Measure(verdict, amount, WHY.note))
    return uow


def later(parts: Installation, monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    shift_clock(parts, monkeypatch, timedelta(**by))


def test_a_pause_stops_everybody_but_those_who_run_the_room_and_ends_by_itself(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    facilitator = lay(uow_of, room, Verdict.PAUSE, 10)
    assert newest(facilitator)["d"]["measure"] == "pause"
    with pytest.raises(Forbidden, match="paused this room"):
        say(uow_of, room, "resident")
    say(uow_of, room, "facilitator")
    later(parts, monkeypatch, minutes=11)
    say(uow_of, room, "resident")


def test_a_pause_can_be_ended_early(uow_of: UowOf, room: Talked) -> None:
    lay(uow_of, room, Verdict.PAUSE, 10)
    lay(uow_of, room, Verdict.PAUSE, 0)
    say(uow_of, room, "resident")


def test_slow_mode_lets_each_person_speak_once_in_a_while(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(uow_of, room, Verdict.SLOW_MODE, 300)
    say(uow_of, room, "resident")
    say(uow_of, room, "neighbour")
    with pytest.raises(TooOften, match="slow mode") as refused:
        say(uow_of, room, "resident", 2)
    assert 1 <= int(str(refused.value.figures["seconds"])) <= 300
    later(parts, monkeypatch, seconds=301)
    say(uow_of, room, "resident", 2)
    lay(uow_of, room, Verdict.SLOW_MODE, 0)
    say(uow_of, room, "resident", 3)


def test_a_muted_person_reads_on_and_writes_again_when_the_time_is_over(
    uow_of: UowOf, room: Talked, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = say(uow_of, room, "neighbour")
    told: list[Told] = []
    facilitator = uow_of("facilitator")
    decision = mute_person(facilitator, room.room_id, seq, 10, WHY, write=lambda one: (str(told.append(one)), ""))
    assert (told[0].until, told[0].is_automatic) == (decision.until, False)
    assert set(newest(facilitator)["d"]) == {"room", "decision", "minutes"}
    with pytest.raises(Forbidden, match="muted you"):
        say(uow_of, room, "neighbour", 2)
    say(uow_of, room, "resident")
    [notice] = [one.notice for one in queries.events_after(uow_of(None).session, room.room_id, 1) if one.notice]
    assert notice.facts == {"measure": "mute", "amount": 10}
    later(parts, monkeypatch, minutes=11)
    say(uow_of, room, "neighbour", 2)


def test_a_mute_ends_early(uow_of: UowOf, room: Talked) -> None:
    seq = say(uow_of, room, "neighbour")
    mute_person(uow_of("facilitator"), room.room_id, seq, 10, WHY)
    mute_person(uow_of("facilitator"), room.room_id, seq, 0, WHY)
    say(uow_of, room, "neighbour", 2)


def test_who_runs_the_room_is_not_muted_by_another(uow_of: UowOf, room: Talked) -> None:
    seq = say(uow_of, room, "officer")
    with pytest.raises(Conflict, match="runs the room"):
        mute_person(uow_of("facilitator"), room.room_id, seq, 10, WHY)


def test_a_first_message_waits_for_a_facilitator_and_the_next_does_not(uow_of: UowOf, room: Talked) -> None:
    lay(uow_of, room, Verdict.FIRST_POSTS, 1)
    say(uow_of, room, "facilitator")
    seq = say(uow_of, room, "neighbour")
    assert "Words 1" not in repr(queries.events_after(uow_of(None).session, room.room_id, seq - 1))
    [line] = cases.queue(uow_of(None).session, uow_of("officer").actor, uow_of(None).now())
    found = cases.case_file(uow_of(None).session, line.case.id)
    assert found is not None
    assert [(one.verdict, name) for one, name in found.decisions] == [(Verdict.HOLD, "")]
    moderation.decide_on_message(uow_of("facilitator"), line.case.id, 1, Verdict.LEAVE, Grounds(None, ""))
    next_seq = say(uow_of, room, "neighbour", 2)
    assert "Words 2" in repr(queries.event_at(uow_of(None).session, room.room_id, next_seq))


def test_only_a_few_first_messages_wait_at_a_time(uow_of: UowOf, room: Talked) -> None:
    lay(uow_of, room, Verdict.FIRST_POSTS, 1)
    for number in range(3):
        say(uow_of, room, "neighbour", number)
    with pytest.raises(TooOften, match="first messages wait"):
        say(uow_of, room, "neighbour", 4)
    lay(uow_of, room, Verdict.FIRST_POSTS, 0)
    say(uow_of, room, "neighbour", 4)


def test_what_holds_in_a_room_is_the_latest_of_each(uow_of: UowOf, room: Talked) -> None:
    assert restraints_of(uow_of(None).session, room.room_id, uow_of(None).now()) == Restraints()
    lay(uow_of, room, Verdict.SLOW_MODE, 30, "officer")
    assert restraints_of(uow_of(None).session, room.room_id, uow_of(None).now()).pace == 30


@pytest.mark.parametrize("who", ["resident", "auditor", "administrator", "other_officer", None])
def test_measures_take_a_role_for_them_there(uow_of: UowOf, room: Talked, who: str | None) -> None:
    seq = say(uow_of, room, "neighbour")
    with pytest.raises(Forbidden):
        lay(uow_of, room, Verdict.PAUSE, 10, who or "resident")
    with pytest.raises(Forbidden):
        mute_person(uow_of(who), room.room_id, seq, 10, WHY)


@pytest.mark.parametrize(
    ("verdict", "amount", "note", "why"),
    [
        (Verdict.PAUSE, 1441, "Why", "between 0 and 1440"),
        (Verdict.PAUSE, -1, "Why", "between 0 and 1440"),
        (Verdict.SLOW_MODE, 601, "Why", "between 0 and 600"),
        (Verdict.FIRST_POSTS, 2, "Why", "between 0 and 1"),
        (Verdict.PAUSE, 5, " ", "Say why"),
        (Verdict.HIDE, 5, "Why", "what is to happen"),
    ],
)
def test_measures_that_are_refused(
    uow_of: UowOf, room: Talked, *, verdict: Verdict, amount: int, note: str, why: str
) -> None:
    with pytest.raises(Invalid, match=why):
        take_measure(uow_of("facilitator"), room.room_id, Measure(verdict, amount, note))


@pytest.mark.parametrize(("seq", "refused"), [(9, NotVisible), (1, Invalid)])
def test_mutes_that_are_refused(uow_of: UowOf, room: Talked, seq: int, refused: type[Refusal]) -> None:
    say(uow_of, room, "neighbour")
    with pytest.raises(refused):
        mute_person(uow_of("facilitator"), room.room_id, seq, 10 if seq == 9 else 10_081, WHY)
