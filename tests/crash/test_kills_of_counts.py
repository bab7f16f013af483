"""The service is killed at each statement of a count and of a batch being sealed: each is whole or was never begun."""

from collections.abc import Callable
from contextlib import closing
from itertools import count

from sqlalchemy import func, select

from pb_app.models.box import box_ballot
from pb_app.models.counts import Count
from pb_app.models.log import LogPending
from pb_app.models.paper import PaperBatch
from pb_app.models.polls import Poll
from pb_app.services import batches, counts, polls
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.ballot_box import Voting
from tests.crash.test_kills_at_each_step import killed_after, voted
from tests.paper_stories import paper, station
from tests.world import World

__all__ = ["voted"]
MOST_STEPS = 120


def until_done(parts: Installation, act: Callable[[UnitOfWork], object], whole: Callable[[], bool]) -> int:
    """Kill it after no statement, after one, after two …; it is whole exactly once it came to its end. How many."""
    parts.database.engine.dispose()
    for steps in count():
        assert steps < MOST_STEPS
        was_killed = killed_after(parts, steps, act)
        assert whole() is not was_killed
        parts.database.engine.dispose()
        if not was_killed:
            return steps
    raise AssertionError


def entries(parts: Installation, event: str) -> int:
    with closing(parts.database.session()) as session:
        return sum(f'"t":"{event}"' in one for one in session.scalars(select(LogPending.body)))


def test_a_count_that_is_killed_was_never_made(voted: Voting) -> None:
    with voted.acting("second_officer") as uow:
        polls.close_poll(uow, voted.poll_no, "Everybody has voted")

    def is_counted() -> bool:
        with closing(voted.parts.database.session()) as session:
            kept = session.scalar(select(func.count()).select_from(Count))
            state = session.scalars(select(Poll.state)).one()
            assert (kept, state) in ((0, PollState.CLOSED), (1, PollState.COUNTED))
            return bool(kept)

    assert until_done(voted.parts, lambda uow: counts.record_count(uow, voted.poll_no), is_counted) > 3
    assert entries(voted.parts, "count.recorded") == 1


def test_a_batch_whose_sealing_is_killed_puts_nothing_into_the_box(parts: Installation, small_world: World) -> None:
    found = station(parts, small_world, ["Mairi", "Iain"])
    found.close()
    batch = found.batch(2)
    for who in ("officer", "approver"):
        found.key(who, batch, [paper("P01"), paper("P02")])

    def is_sealed() -> bool:
        with closing(parts.database.session()) as session:
            papers = session.scalar(select(func.count()).select_from(box_ballot))
            sealed = session.get_one(PaperBatch, batch).sealed_at is not None
            assert papers == (2 if sealed else 0)
            return sealed

    def seal(uow: UnitOfWork) -> None:
        uow.become(small_world.people["officer"])
        batches.seal_batch(uow, batch)

    assert until_done(parts, seal, is_sealed) > 5
    assert entries(parts, "batch.sealed") == 1
