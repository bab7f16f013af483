"""Asking for a count, and what becomes of it until it is stored: one at a time, in the background, never lost."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ballots.errors import BallotError
from pb_app.actions import Action
from pb_app.count_records import checked_seed_value
from pb_app.models.counts import CountJob
from pb_app.models.polls import Poll
from pb_app.queries import counts, papers, polls
from pb_app.refusals import Conflict, NotVisible, Refusal, sentence
from pb_app.roles import Site
from pb_app.stages import JobState
from pb_app.unit_of_work import UnitOfWork

MOST_ATTEMPTS = 3
"""How often a count is begun before it is given up: what ends the whole process would end it for ever."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that a worker has taken up."""

    poll_no: int
    seed_value: str
    asked_by: int | None


def ask_for_count(uow: UnitOfWork, poll_no: int, seed_value: str = "") -> CountJob:
    """Have a closed poll counted in the background. Asking again changes nothing while the count is under way.

    Raises Invalid for a missing or a needless public value, Conflict if it is under way with another one or papers are
    still to be reconciled.
    """
    with uow.begin(Action.ASK_FOR_COUNT) as change:
        poll = change.permit(_locked(uow, poll_no))
        value = checked_seed_value(poll.seed_source, seed_value)
        if papers.awaits_reckoning(uow.session, poll.id):
            raise Conflict(sentence("The papers of this poll are not reconciled yet. It can be counted once they are."))
        job = uow.session.get(CountJob, poll_no, populate_existing=True)
        if job is not None and job.is_under_way:
            if job.seed_value != value:
                raise Conflict(sentence("This poll is being counted already, with another public value."))
            change.void()
            return job
        if job is None:
            job = CountJob(poll_no=poll_no)
            uow.session.add(job)
        job.state, job.seed_value = JobState.WAITING, value
        job.asked_by, job.asked_at = uow.actor.person_id, change.at
        job.begun_at = job.seen_at = None
        job.worker, job.attempts, job.steps, job.failure, job.figures = "", 0, 0, "", ""
    return job


def take_up_count(uow: UnitOfWork, worker: str) -> Taken | None:
    """Give the worker the job that waits longest; None if there is none, or another worker is at one.

    A job whose worker has shown no sign of life for a while is anybody's, and so is one of the worker's own: it
    comes back to them after a failure. A job begun too often fails.
    """
    with uow.begin(Action.TAKE_UP_COUNT) as change:
        change.permit(Site())
        wanted = select(CountJob).where(CountJob.state.in_([JobState.WAITING, JobState.RUNNING]))
        jobs = uow.session.scalars(wanted.order_by(CountJob.asked_at, CountJob.poll_no).with_for_update()).all()
        if any(_is_anothers(job, worker, change.at) for job in jobs):
            change.void()
            return None
        for job in jobs:
            if job.attempts < MOST_ATTEMPTS:
                return _taken(job, worker, change.at)
            job.state = JobState.FAILED
            job.failure = sentence(
                "The count was begun more than once and never came to its end. Nothing was counted; the poll stays "
                "closed. Ask whoever runs this service to read its messages, then count again."
            )
    return None


def note_count(uow: UnitOfWork, poll_no: int, worker: str, steps: int) -> None:
    """Give a sign of life and say how far the count is. Raises Conflict if the job is no longer the worker's."""
    with uow.begin(Action.NOTE_COUNT) as change:
        change.permit(Site())
        job = _own(uow, poll_no, worker)
        if job is None:
            raise Conflict(sentence("This count was cancelled."))
        job.steps, job.seen_at = steps, change.at


def give_up_count(uow: UnitOfWork, poll_no: int, worker: str, why: Refusal | BallotError | None) -> None:
    """Let the job fail with its sentence, or where there is none put it back for the next worker.

    The poll stays closed. Nothing happens if the job is no longer the worker's.
    """
    with uow.begin(Action.GIVE_UP_COUNT) as change:
        change.permit(Site())
        job = _own(uow, poll_no, worker)
        if job is None:
            change.void()
        elif why is None:
            job.state, job.worker, job.attempts = JobState.WAITING, "", job.attempts - 1
        else:
            job.state = JobState.FAILED
            job.failure, job.figures = why.template, json.dumps(why.figures, default=str)


def cancel_count(uow: UnitOfWork, poll_no: int) -> None:
    """Stop a count that waits or runs. Raises Conflict if there is none: it may just have been done."""
    with uow.begin(Action.CANCEL_COUNT) as change:
        change.permit(_locked(uow, poll_no))
        job = uow.session.get(CountJob, poll_no, with_for_update=True, populate_existing=True)
        if job is None or not job.is_under_way:
            raise Conflict(sentence("There is no count to cancel."))
        job.state, job.worker = JobState.CANCELLED, ""


def _is_anothers(job: CountJob, worker: str, now: datetime) -> bool:
    if job.state is not JobState.RUNNING or job.worker == worker:
        return False
    return job.seen_at is not None and job.seen_at > now - timedelta(seconds=counts.SILENT_AFTER)


def _taken(job: CountJob, worker: str, now: datetime) -> Taken:
    job.state, job.worker = JobState.RUNNING, worker
    job.begun_at = job.seen_at = now
    job.attempts, job.steps = job.attempts + 1, 0
    return Taken(job.poll_no, job.seed_value, job.asked_by)


def _own(uow: UnitOfWork, poll_no: int, worker: str) -> CountJob | None:
    job = uow.session.get(CountJob, poll_no, with_for_update=True, populate_existing=True)
    return job if job is not None and job.state is JobState.RUNNING and job.worker == worker else None


def _locked(uow: UnitOfWork, poll_no: int) -> Poll:
    uow.session.execute(select(Poll.poll_no).where(Poll.poll_no == poll_no).with_for_update())
    poll = polls.poll_by_no(uow.session, poll_no)
    if poll is None:
        raise NotVisible(sentence("There is no poll under this number."))
    return poll
