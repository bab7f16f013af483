"""A count that was asked for is carried out once, one at a time, through restarts, and only officers stop it."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from ballots.rules import Completion, EqualShares, Greedy
from ballots.ties import lot_rank
from pb_app import count_worker
from pb_app.count_records import lot_seed
from pb_app.count_worker import CountWorker, Signs, Stopped
from pb_app.models.counts import Count, CountJob
from pb_app.models.log import LogPending
from pb_app.models.polls import Poll
from pb_app.queries import counts
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import count_jobs
from pb_app.services.count_jobs import ask_for_count, cancel_count, give_up_count, note_count, take_up_count
from pb_app.services.counts import record_count
from pb_app.services.imports import import_poll
from pb_app.stages import JobState, PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import SMALL

UowOf = Callable[[str | None], UnitOfWork]
SHARES = EqualShares(Completion.NONE)


@pytest.fixture
def closed(uow_of: UowOf) -> int:
    """The number of a closed poll of eleven voters."""
    return import_poll(uow_of("officer"), SMALL, "Oban", SHARES).poll_no


@pytest.fixture
def system(parts: Installation) -> Iterator[UnitOfWork]:
    """The service itself."""
    made = parts.system_unit_of_work()
    yield made
    made.close()


@pytest.fixture
def worker(parts: Installation) -> CountWorker:
    return CountWorker(parts, Event())


def job_of(uow: UnitOfWork, poll_no: int) -> CountJob | None:
    uow.end_read()
    job = counts.job_of(uow.session, poll_no)
    uow.end_read()
    return job


def state_of(uow: UnitOfWork, poll_no: int) -> PollState:
    uow.end_read()
    state = uow.session.scalars(select(Poll.state).where(Poll.poll_no == poll_no)).one()
    uow.end_read()
    return state


def later(parts: Installation, seconds: int) -> None:
    """Let the database's clock be ahead by so much."""
    told = parts.database.now
    object.__setattr__(parts.database, "now", lambda session: told(session) + timedelta(seconds=seconds))


def test_what_was_asked_for_is_counted_as_the_officer_who_asked(
    uow_of: UowOf, system: UnitOfWork, closed: int, worker: CountWorker
) -> None:
    officer = uow_of("officer")
    assert take_up_count(system, "nobody asked") is None
    assert ask_for_count(officer, closed).state is JobState.WAITING
    worker.work(system)
    worker.work(system)
    kept = counts.count_of(system.session, closed)
    assert kept is not None
    assert kept.counted_by == officer.actor.person_id
    assert job_of(system, closed) is None
    entry = json.loads(system.session.scalars(select(LogPending.body).order_by(LogPending.id.desc())).first() or "")
    assert (entry["t"], entry["actor"]) == ("count.recorded", "officer-officer")


def test_asking_writes_no_entry_and_asking_twice_changes_nothing(uow_of: UowOf, closed: int) -> None:
    officer = uow_of("officer")
    before = len(officer.session.scalars(select(LogPending)).all())
    asked = ask_for_count(officer, closed).asked_at
    assert ask_for_count(uow_of("second_officer"), closed).asked_at == asked
    assert len(officer.session.scalars(select(LogPending)).all()) == before


def test_only_an_officer_of_the_place_asks_and_cancels(uow_of: UowOf, closed: int) -> None:
    others = ("resident", "approver", "councillor", "other_officer", None)
    for who in others:
        with pytest.raises((Forbidden, NotVisible)):
            ask_for_count(uow_of(who), closed)
    ask_for_count(uow_of("officer"), closed)
    for who in others:
        with pytest.raises((Forbidden, NotVisible)):
            cancel_count(uow_of(who), closed)


def test_a_poll_that_is_not_there_or_not_closed_is_not_asked_for(uow_of: UowOf, closed: int) -> None:
    with pytest.raises(NotVisible):
        ask_for_count(uow_of("officer"), 77)
    record_count(uow_of("officer"), closed)
    with pytest.raises(Forbidden, match="present stage"):
        ask_for_count(uow_of("officer"), closed)


def test_the_public_value_is_checked_when_the_count_is_asked_for(uow_of: UowOf) -> None:
    officer = uow_of("officer")
    poll_no = import_poll(officer, SMALL, "Oban", SHARES, seed_source="The draw of 22 April").poll_no
    with pytest.raises(Invalid, match="public value"):
        ask_for_count(officer, poll_no)
    ask_for_count(officer, poll_no, " 4 8  15 ")
    with pytest.raises(Conflict, match="another public value"):
        ask_for_count(uow_of("second_officer"), poll_no, "16 23 42")


def test_counts_are_carried_out_one_at_a_time_in_the_order_in_which_they_were_asked_for(
    uow_of: UowOf, system: UnitOfWork, closed: int
) -> None:
    other = import_poll(uow_of("officer"), SMALL, "Oban", Greedy()).poll_no
    for poll_no in (other, closed):
        ask_for_count(uow_of("officer"), poll_no)
    taken = take_up_count(system, "one")
    assert taken is not None
    assert taken.poll_no == other
    assert take_up_count(system, "two") is None
    give_up_count(system, other, "two", Conflict("It is not theirs to give up."))
    again = take_up_count(system, "one")
    assert again is not None
    assert again.poll_no == other
    waiting = job_of(system, closed)
    assert waiting is not None
    assert counts.jobs_before(system.session, waiting) == 1


def test_a_count_that_was_cancelled_is_not_stored(uow_of: UowOf, system: UnitOfWork, closed: int) -> None:
    ask_for_count(uow_of("officer"), closed)
    take_up_count(system, "one")
    cancel_count(uow_of("second_officer"), closed)
    with pytest.raises(Conflict, match="cancelled"):
        note_count(system, closed, "one", 3)
    with pytest.raises(Conflict, match="cancelled"):
        record_count(uow_of("officer"), closed, worker="one")
    assert state_of(system, closed) is PollState.CLOSED
    with pytest.raises(Conflict, match="no count to cancel"):
        cancel_count(uow_of("officer"), closed)
    with pytest.raises(Conflict, match="no count to cancel"):
        cancel_count(uow_of("officer"), import_poll(uow_of("officer"), SMALL, "Oban", SHARES).poll_no)


def test_a_cancelled_count_can_be_asked_for_again(
    uow_of: UowOf, system: UnitOfWork, closed: int, worker: CountWorker
) -> None:
    ask_for_count(uow_of("officer"), closed)
    cancel_count(uow_of("officer"), closed)
    worker.work(system)
    assert state_of(system, closed) is PollState.CLOSED
    ask_for_count(uow_of("officer"), closed)
    worker.work(system)
    assert state_of(system, closed) is PollState.COUNTED


def test_two_who_count_at_once_leave_one_count(uow_of: UowOf, system: UnitOfWork, closed: int) -> None:
    ask_for_count(uow_of("officer"), closed)
    take_up_count(system, "one")
    kept = record_count(uow_of("second_officer"), closed)
    with pytest.raises(Forbidden, match="present stage"):
        record_count(uow_of("officer"), closed, worker="one")
    assert [one.record_sha256 for one in system.session.scalars(select(Count))] == [kept.record_sha256]
    assert job_of(system, closed) is None


def test_a_count_left_behind_by_a_server_that_was_killed_is_taken_up_again(
    parts: Installation, uow_of: UowOf, system: UnitOfWork, closed: int, worker: CountWorker
) -> None:
    ask_for_count(uow_of("officer"), closed)
    take_up_count(system, "killed")
    note_count(system, closed, "killed", 40)
    worker.work(system)
    assert state_of(system, closed) is PollState.CLOSED
    later(parts, counts.SILENT_AFTER + 1)
    worker.work(system)
    assert state_of(system, closed) is PollState.COUNTED


def test_a_count_that_ends_the_process_again_and_again_is_given_up_and_holds_no_other_up(
    uow_of: UowOf, system: UnitOfWork, closed: int
) -> None:
    other = import_poll(uow_of("officer"), SMALL, "Oban", Greedy()).poll_no
    for poll_no in (closed, other):
        ask_for_count(uow_of("officer"), poll_no)
    for _ in range(count_jobs.MOST_ATTEMPTS):
        taken = take_up_count(system, "one")
        assert taken is not None
        assert taken.poll_no == closed
    taken = take_up_count(system, "one")
    assert taken is not None
    assert taken.poll_no == other
    failed = job_of(system, closed)
    assert failed is not None
    assert failed.state is JobState.FAILED
    assert "never came to its end" in failed.failure


def test_a_refusal_is_kept_with_its_figures_and_the_poll_stays_closed(
    uow_of: UowOf, system: UnitOfWork, worker: CountWorker
) -> None:
    tied = SMALL.replace(b"bike;700;7;Bicycle path\ngym;400;6;", b"bike;400;7;Bicycle path\ngym;400;7;")
    tied = tied.replace(b"10;bike\n", b"10;bike\n11;gym\n").replace(b"num_votes;11", b"num_votes;12")
    tied = tied.replace(b"budget;1100", b"budget;700")
    refusing = Greedy(("cost", "votes", "refuse"))
    poll = import_poll(uow_of("officer"), tied, "Oban", refusing)
    poll_no, root = poll.poll_no, poll.box_root
    ask_for_count(uow_of("officer"), poll_no)
    worker.work(system)
    job = job_of(system, poll_no)
    assert job is not None
    named = ", ".join(sorted(("bike", "gym"), key=lambda ref: lot_rank(lot_seed(root, ""), ref)))
    assert (job.state, json.loads(job.figures)) == (JobState.FAILED, {"projects": named})
    assert state_of(system, poll_no) is PollState.CLOSED


def test_an_officer_whose_role_was_taken_back_has_nothing_counted(
    uow_of: UowOf, system: UnitOfWork, closed: int, worker: CountWorker
) -> None:
    ask_for_count(uow_of("officer"), closed)
    job = job_of(system, closed)
    assert job is not None
    with system.database.writing(system.session):
        system.session.get_one(CountJob, closed).asked_by = uow_of("resident").actor.person_id
        system.session.flush()
        system.session.commit()
    worker.work(system)
    job = job_of(system, closed)
    assert job is not None
    assert "role does not include" in job.failure


def test_what_nobody_foresaw_is_raised_and_the_count_is_tried_again(
    uow_of: UowOf, system: UnitOfWork, closed: int, worker: CountWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_count(uow_of("officer"), closed)
    with monkeypatch.context() as broken:
        broken.setattr(count_worker.counts, "record_count", lambda *_a, **_k: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            worker.work(system)
    worker.work(system)
    assert state_of(system, closed) is PollState.COUNTED


def test_when_the_service_ends_the_count_is_put_back_for_its_next_start(
    parts: Installation, uow_of: UowOf, system: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares()).poll_no
    ask_for_count(uow_of("officer"), poll_no)
    stopping = Event()
    found = take_up_count

    def taken_as_it_ends(uow: UnitOfWork, worker: str) -> object:
        stopping.set()
        return found(uow, worker)

    monkeypatch.setattr(count_worker.count_jobs, "take_up_count", taken_as_it_ends)
    CountWorker(parts, stopping).work(system)
    job = job_of(system, poll_no)
    assert job is not None
    assert (job.state, job.attempts, job.worker) == (JobState.WAITING, 0, "")
    CountWorker(parts, stopping).work(system)
    assert state_of(system, poll_no) is PollState.CLOSED


def test_a_long_count_tells_how_far_it_is_about_once_a_second_and_nothing_of_its_result(
    parts: Installation, uow_of: UowOf, system: UnitOfWork, closed: int
) -> None:
    ask_for_count(uow_of("officer"), closed)
    take_up_count(system, "one")
    moments = iter([0.0, 0.5, 1.2, 1.4])
    told = Signs(parts, "one", closed, Event(), lambda: next(moments))
    for steps in (10, 20, 30):
        told(steps, 99_999)
    job = job_of(system, closed)
    assert job is not None
    assert job.steps == 20
    stopped = Event()
    stopped.set()
    with pytest.raises(Stopped):
        Signs(parts, "one", closed, stopped, lambda: 0.0)(1, 0)
