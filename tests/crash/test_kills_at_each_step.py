"""The service is killed at each statement of a mix and of a close: nothing is lost, doubled or half done (5.1)."""

import os
import signal
from collections.abc import Callable
from contextlib import closing
from itertools import count

import pytest
from sqlalchemy import event, select

from pb_app.database import Database
from pb_app.models.box import box_ballot, box_inbox
from pb_app.models.polls import Poll, RollMark
from pb_app.services import people, polls, voting
from pb_app.stages import PollState
from pb_app.unit_of_work import UnitOfWork
from pb_app.verification.chronicle import read_log
from pb_app.web.unit_of_work import Installation
from tests import ballot_box
from tests.ballot_box import Voting
from tests.world import POSTCODE, World

VOTERS = 12
MOST_STEPS = 60
DONE = 0


@pytest.fixture
def voted(parts: Installation, small_world: World) -> Voting:
    """A poll in which so many people voted; their ballots wait in the inbox."""
    opened = ballot_box.opened(parts, small_world)
    with opened.system() as uow:
        known = people.introduce_people(uow, {f"v{n}@moothill.example": f"V{n}" for n in range(VOTERS)})
    for number, person_id in enumerate(known.values()):
        with opened.acting(person_id) as uow:
            voting.claim_vote(uow, opened.poll_no, POSTCODE)
            voting.cast_ballot(uow, opened.poll_no, ["P01"], bytes([number]) * 16)
    with opened.system() as uow:
        uow.sequence_log()
    return opened


def killed_after(parts: Installation, steps: int, act: Callable[[UnitOfWork], object]) -> bool:
    """Whether a process of its own that does this dies after so many statements; False: it came to the end before."""
    child = os.fork()
    if child == 0:  # nothing of the parent's is used: a connection of its own, and no way back into the tests
        database = Database(parts.settings.database)
        left = iter(range(steps))

        def die(*_arguments: object) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(database.engine, "before_cursor_execute", die)
        event.listen(database.engine, "commit", die)
        act(UnitOfWork.of_system(database, parts.keys))
        os._exit(DONE)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        assert os.waitstatus_to_exitcode(status) == DONE
    return os.WIFSIGNALED(status)


def stored(poll: Voting) -> tuple[int, int, int, PollState]:
    """Ballots in the inbox and in the box, marks, and where the poll stands."""
    with closing(poll.parts.database.session()) as session:
        boxes = [
            len(set(session.scalars(select(box.c.c).where(box.c.poll_id == poll.poll_id))))
            for box in (box_inbox, box_ballot)
        ]
        marks = len(session.scalars(select(RollMark.roll_no)).all())
        return boxes[0], boxes[1], marks, session.scalars(select(Poll.state)).one()


def test_a_mix_that_is_killed_has_mixed_all_or_nothing(voted: Voting) -> None:
    voted.parts.database.engine.dispose()
    for steps in count():
        assert steps < MOST_STEPS
        again = killed_after(voted.parts, steps, lambda uow: polls.mix_box(uow, voted.poll_no))
        assert stored(voted) in (
            (VOTERS, 0, VOTERS, PollState.OPEN),
            *(() if again else ((0, VOTERS, VOTERS, PollState.OPEN),)),
        )
        voted.parts.database.engine.dispose()
        if not again:
            break
    assert steps > 2
    assert stored(voted)[:2] == (0, VOTERS)


def test_a_close_that_is_killed_has_closed_all_or_nothing_and_the_log_tells_of_one(voted: Voting) -> None:
    with closing(voted.parts.database.session()) as session, voted.parts.database.writing(session):
        poll = session.scalars(select(Poll)).one()
    voted.parts.database.engine.dispose()
    at = poll.closes_at

    def close(uow: UnitOfWork) -> None:
        uow.now = lambda: at  # type: ignore[method-assign]  # its hour has come
        polls.close_poll(uow, voted.poll_no)

    for steps in count():
        assert steps < MOST_STEPS
        again = killed_after(voted.parts, steps, close)
        closed = (0, VOTERS, VOTERS, PollState.CLOSED)
        assert stored(voted) == ((VOTERS, 0, VOTERS, PollState.OPEN) if again else closed)
        voted.parts.database.engine.dispose()
        if not again:
            break
    assert steps > 5
    with voted.system() as uow:
        uow.sequence_log()
        read = read_log(uow.session, voted.parts.keys)
        assert [str(one) for one in read.misfits if "after an entry of" not in str(one)] == []
        assert len(read.chronicle.of_poll(voted.poll_id, "poll.closed")) == 1
