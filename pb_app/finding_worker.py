"""Works out, after publication and when nothing else waits, what would have changed a result for each project."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from threading import Event

from ballots.outcome import Outcome
from ballots.rules import Rule
from ballots.what_if import Told, WhatIf, what_if
from pb_app.exports.pabulib import counted_file
from pb_app.poll_files import PollFile
from pb_app.queries import counts, findings
from pb_app.queries.counts import Result
from pb_app.refusals import Conflict
from pb_app.services.findings import keep_finding, put_back_finding, take_up_finding
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

MOST_SECONDS = 900.0
"""How long the search for one project may work; one that takes longer is left to the command."""
LOOKED_EVERY = 1.0
"""Seconds between two looks at whether a count still waits."""


class Stopped(Exception):
    """The service is ending; the search at hand is put back and begun again at its next start."""


class TooLong(Exception):
    """The search for one project worked longer than it may."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A counted poll, read whole, so that no transaction is open while it is counted again."""

    file: PollFile
    outcome: Outcome
    rule: Rule

    def what_if(self, ref: str, told: Told) -> WhatIf:
        """Search for what would have funded a project; `told` is called before each count."""
        poll, profile = self.file.contest, self.file.profile
        return what_if(poll, profile, self.outcome, self.rule, ref, told=told)


class FindingWorker:
    """One worker a process, for one project at a time; `stopping` tells it that the process is about to end."""

    def __init__(self, parts: Installation, stopping: Event, clock: Callable[[], float] = time.monotonic) -> None:
        self._parts = parts
        self._stopping = stopping
        self._clock = clock
        self._finished: set[int] = set()

    def work(self, uow: UnitOfWork) -> None:
        """Search for every project of every published result. What failed is begun again, a few times."""
        for poll_no in findings.published_polls(uow.session, self._finished):
            if self._stopping.is_set():
                break
            self._search(uow, poll_no)
        uow.end_read()

    def _search(self, uow: UnitOfWork, poll_no: int) -> None:
        for result in counts.results_of(uow.session, poll_no):
            self._search_in(uow, result)
        if not self._stopping.is_set():
            self._finished.add(poll_no)

    def _search_in(self, uow: UnitOfWork, result: Result) -> None:
        poll_no = result.poll.poll_no
        wanted = findings.still_sought(uow.session, result)
        contested = _contested(uow, result) if wanted else None
        uow.end_read()
        if contested:
            for ref in wanted:
                if not self._stopping.is_set() and take_up_finding(uow, poll_no, ref):
                    self._settle(uow, poll_no, ref, contested)

    def _settle(self, uow: UnitOfWork, poll_no: int, ref: str, contested: Contested) -> None:
        try:
            found = contested.what_if(ref, Pace(self._parts, self._stopping, self._clock))
        except Stopped:
            put_back_finding(uow, poll_no, ref)
        except TooLong:
            keep_finding(uow, poll_no, ref, None)
        else:
            keep_finding(uow, poll_no, ref, found)


class Pace:
    """Hears each count of a search: gives way to counts that were asked for, and rests as long as it works."""

    def __init__(self, parts: Installation, stopping: Event, clock: Callable[[], float]) -> None:
        self._parts = parts
        self._stopping = stopping
        self._clock = clock
        self._worked = 0.0
        self._since = clock()

    def __call__(self, _counts: int) -> None:
        """Raises Stopped when the service ends, TooLong when the search has worked long enough."""
        spent = self._clock() - self._since
        self._worked += spent
        if self._worked > MOST_SECONDS:
            raise TooLong
        self._stopping.wait(spent)
        while not self._stopping.is_set() and self._is_count_asked_for():
            self._stopping.wait(LOOKED_EVERY)
        if self._stopping.is_set():
            raise Stopped
        self._since = self._clock()

    def _is_count_asked_for(self) -> bool:
        with closing(self._parts.system_unit_of_work()) as uow:
            return counts.is_count_asked_for(uow.session)


def _contested(uow: UnitOfWork, result: Result) -> Contested | None:
    """Read what was counted, whole; None if the box is no longer the one that was counted, which auditors are told."""
    try:
        file = counted_file(uow.session, result.count, result.place)
    except Conflict:
        return None
    return Contested(file, result.outcome, result.spending_rule)
