"""What would have changed a published result is worked out once, in the background, and kept."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from sqlalchemy import func, select

from ballots.rules import Completion, EqualShares
from ballots.what_if import what_if
from pb_app import background, finding_worker
from pb_app.exports.pabulib import counted_file
from pb_app.finding_worker import MOST_SECONDS, FindingWorker, Pace, Stopped, TooLong
from pb_app.models.counts import Finding
from pb_app.models.log import LogPending
from pb_app.queries import counts, findings
from pb_app.queries.findings import MOST_ATTEMPTS
from pb_app.refusals import Conflict, Forbidden
from pb_app.services.count_jobs import ask_for_count
from pb_app.services.counts import publish_result, record_count
from pb_app.services.findings import keep_finding, put_back_finding, take_up_finding
from pb_app.services.imports import import_poll
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.polls import SMALL

UowOf = Callable[[str | None], UnitOfWork]
WITHOUT = ["park", "gym"]


@pytest.fixture
def published(uow_of: UowOf) -> int:
    """The number of a poll by equal shares of which three projects are funded and two are not."""
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    record_count(uow_of("officer"), poll_no)
    publish_result(uow_of("approver"), poll_no)
    return poll_no


@pytest.fixture
def system(parts: Installation) -> Iterator[UnitOfWork]:
    """The service itself."""
    made = parts.system_unit_of_work()
    yield made
    made.close()


@pytest.fixture
def worker(parts: Installation) -> FindingWorker:
    return FindingWorker(parts, Event())


def kept(uow: UnitOfWork) -> dict[str, tuple[bool, int]]:
    """Whether something was found, and how often it was begun, by project."""
    uow.end_read()
    rows = uow.session.scalars(select(Finding)).all()
    told = {row.ref: (bool(row.body), row.attempts) for row in rows}
    uow.end_read()
    return told


def counted_on_call(monkeypatch: pytest.MonkeyPatch, told: list[str], raised: Exception | None = None) -> None:
    """Note each project that is searched for, and raise what is given instead of searching."""

    def search(*args: object, **names: object) -> object:
        told.append(str(args[4]))
        if raised:
            raise raised
        return what_if(*args, **names)  # type: ignore[arg-type]

    monkeypatch.setattr(finding_worker, "what_if", search)


def test_every_project_that_went_without_is_searched_for_once(
    system: UnitOfWork, published: int, worker: FindingWorker, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    counted_on_call(monkeypatch, told)
    waiting = system.session.scalar(select(func.count()).select_from(LogPending))
    worker.work(system)
    worker.work(system)
    FindingWorker(parts, Event()).work(system)
    assert sorted(told) == sorted(WITHOUT)
    assert kept(system) == dict.fromkeys(WITHOUT, (True, 1))
    assert system.session.scalar(select(func.count()).select_from(LogPending)) == waiting


def test_what_is_kept_is_what_the_library_says(system: UnitOfWork, published: int, worker: FindingWorker) -> None:
    worker.work(system)
    result = counts.result_of(system.session, published)
    assert result is not None
    file = counted_file(system.session, result.count)
    rule = result.definition.rule
    for ref in WITHOUT:
        asked = what_if(file.contest, file.profile, result.outcome, rule, ref, one_by_one=20)
        assert findings.sought_of(system.session, published, ref) == findings.Sought(asked, is_awaited=False)


def test_nothing_is_searched_for_before_publication(uow_of: UowOf, system: UnitOfWork, worker: FindingWorker) -> None:
    poll_no = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    record_count(uow_of("officer"), poll_no)
    worker.work(system)
    assert kept(system) == {}
    publish_result(uow_of("approver"), poll_no)
    worker.work(system)
    assert set(kept(system)) == set(WITHOUT)


def test_no_transaction_is_open_while_ballots_are_counted_again(
    system: UnitOfWork, published: int, worker: FindingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []

    def search(*_args: object, **_names: object) -> object:
        open_then.append(system.session.in_transaction())
        raise TooLong

    monkeypatch.setattr(finding_worker, "what_if", search)
    worker.work(system)
    assert open_then == [False, False]


def test_what_the_end_of_the_service_interrupts_is_begun_again_at_the_next_start(
    system: UnitOfWork, published: int, parts: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = Event()
    told: list[str] = []

    def search(*args: object, **_names: object) -> object:
        told.append(str(args[4]))
        stopping.set()
        raise Stopped

    monkeypatch.setattr(finding_worker, "what_if", search)
    FindingWorker(parts, stopping).work(system)
    FindingWorker(parts, stopping).work(system)
    assert (len(told), kept(system)) == (1, {told[0]: (False, 0)})
    monkeypatch.undo()
    FindingWorker(parts, Event()).work(system)
    assert kept(system) == dict.fromkeys(WITHOUT, (True, 1))


def test_a_search_that_ends_the_process_again_and_again_is_given_up(
    system: UnitOfWork, published: int, worker: FindingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    counted_on_call(monkeypatch, told, MemoryError())
    for _ in range(2 * MOST_ATTEMPTS):
        with pytest.raises(MemoryError):
            worker.work(system)
    worker.work(system)
    assert kept(system) == dict.fromkeys(WITHOUT, (False, MOST_ATTEMPTS))
    assert not findings.sought_of(system.session, published, "gym").is_awaited
    assert not take_up_finding(system, published, "gym")


def test_a_search_that_takes_too_long_is_left_to_the_command(
    system: UnitOfWork, published: int, worker: FindingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    counted_on_call(monkeypatch, told, TooLong())
    worker.work(system)
    worker.work(system)
    assert sorted(told) == sorted(WITHOUT)
    assert findings.sought_of(system.session, published, "gym") == findings.Sought(None, is_awaited=False)


def test_a_box_that_is_not_the_counted_one_holds_no_other_result_up(
    system: UnitOfWork, published: int, worker: FindingWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(*_args: object) -> object:
        raise Conflict("This file is not the one that was counted. Call the auditor.")

    monkeypatch.setattr(finding_worker, "counted_file", differs)
    worker.work(system)
    assert kept(system) == {}
    assert findings.published_polls(system.session, ()) == [published]


def test_only_the_service_itself_keeps_what_it_found(uow_of: UowOf, system: UnitOfWork, published: int) -> None:
    officer = uow_of("officer")
    for attempt in (
        lambda: take_up_finding(officer, published, "gym"),
        lambda: put_back_finding(officer, published, "gym"),
        lambda: keep_finding(officer, published, "gym", None),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert kept(system) == {}


def test_what_was_found_first_stays_and_what_was_never_begun_is_not_kept(
    system: UnitOfWork, published: int, worker: FindingWorker
) -> None:
    put_back_finding(system, published, "gym")
    keep_finding(system, published, "gym", None)
    assert kept(system) == {}
    worker.work(system)
    before = findings.sought_of(system.session, published, "gym")
    keep_finding(system, published, "gym", None)
    assert findings.sought_of(system.session, published, "gym") == before
    put_back_finding(system, published, "gym")
    put_back_finding(system, published, "gym")
    assert kept(system)["gym"] == (True, 0)


class Hours:
    """A clock that shows so many seconds more each time it is read."""

    def __init__(self, step: float) -> None:
        self.step = step
        self.shown = 0.0

    def __call__(self) -> float:
        self.shown += self.step
        return self.shown


class Patience(Event):
    """Notes how long it was waited for, and does something after so many waits."""

    def __init__(self, then: Callable[[int], object] = lambda _waits: None) -> None:
        super().__init__()
        self.waits: list[float | None] = []
        self._then = then

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        self._then(len(self.waits))
        return self.is_set()


def test_a_search_rests_as_long_as_it_works(parts: Installation) -> None:
    stopping = Patience()
    pace = Pace(parts, stopping, Hours(2.0))
    pace(1)
    pace(2)
    assert stopping.waits == [2.0, 2.0]


def test_a_search_that_worked_its_time_is_ended(parts: Installation) -> None:
    pace = Pace(parts, Patience(), Hours(MOST_SECONDS / 2))
    pace(1)
    pace(2)
    with pytest.raises(TooLong):
        pace(3)


def test_a_count_that_is_asked_for_goes_first(parts: Installation, uow_of: UowOf) -> None:
    closed = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    officer = uow_of("officer")
    ask_for_count(officer, closed)
    stopping = Patience(lambda waits: record_count(officer, closed) if waits == 3 else None)
    Pace(parts, stopping, Hours(0.5))(1)
    assert stopping.waits == [0.5, 1.0, 1.0]


def test_a_search_ends_with_the_service_even_while_it_gives_way(parts: Installation, uow_of: UowOf) -> None:
    closed = import_poll(uow_of("officer"), SMALL, "Oban", EqualShares(Completion.NONE)).poll_no
    ask_for_count(uow_of("officer"), closed)
    stopping = Patience(lambda waits: stopping.set() if waits == 2 else None)
    with pytest.raises(Stopped):
        Pace(parts, stopping, Hours(0.5))(1)


def test_the_service_begins_with_what_nobody_waits_for_a_while_after_its_start(
    parts: Installation, system: UnitOfWork, published: int
) -> None:
    work = background.findings_of_installation(parts)
    work.tick()
    assert kept(system) == {}
    work._steps[0].due = 0.0
    work.tick()
    assert set(kept(system)) == set(WITHOUT)
