"""The whole check, part by part, over one moment of the database."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.errors import BallotError
from pb_app.audit.verify import Verdict
from pb_app.keys import Keys
from pb_app.models.box import box_ballot
from pb_app.models.polls import Poll
from pb_app.refusals import Refusal, sentence
from pb_app.verification.adoptions import check_adoptions
from pb_app.verification.awards import check_awards
from pb_app.verification.boxes import check_box
from pb_app.verification.chronicle import read_log
from pb_app.verification.counts import check_count, counted_polls
from pb_app.verification.misfits import Misfit, Part
from pb_app.verification.money import check_ledger, read_ledger
from pb_app.verification.polls import all_polls, check_known, check_poll
from pb_app.verification.resting import check_resting
from pb_app.verification.roles import check_roles

UNREADABLE = (Refusal, BallotError, KeyError, ValueError, TypeError, IndexError)
Progress = Callable[[str, int], object]
"""Told the part that comes next and, for polls, which."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at and what does not fit, the first first."""

    verdict: Verdict
    waiting: int
    polls: int
    ballots: int
    counts: int
    ledger_entries: int
    misfits: tuple[Misfit, ...]

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return not self.misfits


def verify_whole(session: Session, keys: Keys, progress: Progress = lambda _part, _number: None) -> Report:
    """Recompute everything that is stored and return what does not fit; the session should see one moment."""
    progress("log", 0)
    log = read_log(session, keys)
    misfits = [*log.misfits, *check_resting(session, keys, log.chronicle)]
    polls = all_polls(session)
    misfits += check_known(polls, log.chronicle)
    ledger = read_ledger(session)
    for poll in polls:
        progress("poll", poll.poll_no)
        checks = (
            check_poll(session, poll, log.chronicle),
            check_box(session, poll, log.chronicle),
            check_count(session, poll, log.chronicle),
            check_adoptions(session, poll, log.chronicle),
            check_awards(session, poll, ledger, log.chronicle),
        )
        misfits += _until_unreadable(poll, checks)
    progress("ledger", 0)
    misfits += check_ledger(ledger, log.chronicle)
    misfits += check_roles(session, log.chronicle)
    return Report(
        verdict=log.verdict,
        waiting=log.chronicle.waiting,
        polls=len(polls),
        ballots=session.scalar(select(func.count(box_ballot.c.c))) or 0,
        counts=counted_polls(session),
        ledger_entries=len(ledger.rows),
        misfits=tuple(misfits),
    )


def _until_unreadable(poll: Poll, checks: Iterable[Iterator[Misfit]]) -> Iterator[Misfit]:
    """What the checks of a poll find; what is so damaged that it cannot be read is a find of its own."""
    try:
        for check in checks:
            yield from check
    except UNREADABLE:
        template = sentence("What is stored of poll %(poll)d cannot be read, so it cannot be what was written.")
        yield Misfit(Part.POLL, poll.poll_no, template, {"poll": poll.poll_no})
