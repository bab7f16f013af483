"""Carries out the counts that were asked for, one after the other, as the people who asked for them."""

import secrets
import time
from collections.abc import Callable
from contextlib import closing
from threading import Event

from ballots.errors import BallotError
from pb_app.queries import counts as queries
from pb_app.refusals import Refusal
from pb_app.services import count_jobs, counts
from pb_app.services.count_jobs import Taken
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation

NOTED_EVERY = 1.0
"""Seconds between two signs of life."""


class Stopped(Exception):
    """The service is ending; the count at hand is put back and taken up again at its next start."""


class CountWorker:
    """One worker a process, known by a name of its own; `stopping` tells it that the process is about to end."""

    def __init__(self, parts: Installation, stopping: Event, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = secrets.token_hex(8)
        self._parts = parts
        self._stopping = stopping
        self._clock = clock

    def work(self, uow: UnitOfWork) -> None:
        """Carry out every count that waits. Raises what nobody foresaw; the job is then tried again, a few times."""
        while not self._stopping.is_set() and queries.is_count_asked_for(uow.session):
            job = count_jobs.take_up_count(uow, self.name)
            if job is None:
                return
            self._carry_out(uow, job)
        uow.end_read()

    def _carry_out(self, uow: UnitOfWork, job: Taken) -> None:
        told = Signs(self._parts, self.name, job.poll_no, self._stopping, self._clock)
        try:
            with closing(self._parts.unit_of_work(job.asked_by)) as theirs:
                counts.record_count(theirs, job.poll_no, job.seed_value, worker=self.name, progress=told)
        except Stopped:
            count_jobs.give_up_count(uow, job.poll_no, self.name, None)
        except (Refusal, BallotError) as why:
            count_jobs.give_up_count(uow, job.poll_no, self.name, why)


class Signs:
    """Hears each step of a count, writes down how far it is about once a second, and ends it when it must end.

    What the winners cost at that step is not written down: nobody learns anything of a result before it is one.
    """

    def __init__(
        self, parts: Installation, worker: str, poll_no: int, stopping: Event, clock: Callable[[], float]
    ) -> None:
        self._parts = parts
        self._worker = worker
        self._poll_no = poll_no
        self._stopping = stopping
        self._clock = clock
        self._noted = clock()

    def __call__(self, steps: int, _spent: int) -> None:
        """Raises Stopped when the service ends, Conflict when the count was cancelled."""
        if self._stopping.is_set():
            raise Stopped
        now = self._clock()
        if now - self._noted < NOTED_EVERY:
            return
        self._noted = now
        with closing(self._parts.system_unit_of_work()) as uow:
            count_jobs.note_count(uow, self._poll_no, self._worker, steps)
