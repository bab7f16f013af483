"""Many changes at once while the log is being put in order: nothing is lost, nothing stands twice, no gap."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from config import Settings
from pb_app.audit.log import Entry, append
from pb_app.audit.note import verifier_key
from pb_app.audit.verify import Verdict, verify
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogLeaf
from pb_app.roles import Role, Scope
from pb_app.services import people
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests import world
from tests.world import SOME_TIME_AGO, World

THREADS = 20
CHANGES = 6
SEQUENCERS = 2


def checked(uow: UnitOfWork) -> tuple[Verdict, Sequence[LogLeaf]]:
    uow.session.rollback()
    leaves = uow.session.scalars(select(LogLeaf).order_by(LogLeaf.idx)).all()
    checkpoints = uow.session.scalars(select(LogCheckpoint)).all()
    verdict = verify(
        [(leaf.idx, leaf.body.encode(), leaf.leaf_hash) for leaf in leaves],
        [(one.size, one.root, one.note) for one in checkpoints],
        verifier_key(uow.keys.log_origin, uow.keys.log),
    )
    return verdict, leaves


def change_much(parts: Installation, small_world: World, start: Barrier, number: int) -> list[str]:
    """Give roles in one thread; return the pseudonyms under which the log must show them."""
    uow = world.acting(parts, small_world, "administrator")
    start.wait()
    scope = Scope(small_world.partnership_id)
    given = [
        people.grant_role(uow, f"{number}-{turn}@moothill.example", Role.AUDITOR, scope).pseudonym
        for turn in range(CHANGES)
    ]
    uow.close()
    return given


def keep_sequencing(parts: Installation, start: Barrier, done: Event) -> int:
    uow = parts.system_unit_of_work()
    start.wait()
    placed = 0
    while not done.is_set():
        placed += uow.sequence_log()
    placed += uow.sequence_log()
    uow.close()
    return placed


def test_changes_at_once_all_stand_in_the_log_once(parts: Installation, small_world: World) -> None:
    start, done = Barrier(THREADS + SEQUENCERS), Event()
    with ThreadPoolExecutor(THREADS + SEQUENCERS) as threads:
        sequencers = [threads.submit(keep_sequencing, parts, start, done) for _ in range(SEQUENCERS)]
        changing = [threads.submit(change_much, parts, small_world, start, number) for number in range(THREADS)]
        given = [pseudonym for one in changing for pseudonym in one.result()]
        done.set()
        placed = sum(one.result() for one in sequencers)
    uow = parts.system_unit_of_work()
    verdict, leaves = checked(uow)
    uow.close()
    assert placed == THREADS * CHANGES
    assert (verdict.ok, verdict.checked, verdict.signed) == (True, placed, placed)
    assert [leaf.idx for leaf in leaves] == list(range(placed))
    told = [next(one for one in given if one in leaf.body) for leaf in leaves]
    assert sorted(told) == sorted(given)


def test_an_entry_that_is_committed_late_is_not_passed_over(served: Settings) -> None:
    database, keys = Database(served.database), Keys.load(served)
    uow = UnitOfWork.of_system(database, keys)
    slow, quick = database.session(), database.session()
    for session, number in ((slow, 1), (quick, 2)):
        append(session, Entry("round.created", SOME_TIME_AGO, {"round": number}))
        session.flush()
    quick.commit()
    assert uow.sequence_log() == 1
    slow.commit()
    assert uow.sequence_log() == 1
    verdict, leaves = checked(uow)
    assert verdict.ok
    assert ['"round":2' in leaf.body for leaf in leaves] == [True, False]
    for session in (slow, quick, uow):
        session.close()
    database.engine.dispose()


@pytest.mark.parametrize("failing", ["sign_checkpoint", "leaf_hash"])
def test_a_sequencer_that_dies_leaves_the_way_free_for_the_next(
    parts: Installation, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    uow, other = parts.system_unit_of_work(), parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        append(uow.session, Entry("round.created", SOME_TIME_AGO, {"round": 1}))
        uow.session.flush()
        uow.session.commit()

    def die(*_: object) -> str:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(f"pb_app.audit.sequencer.{failing}", die)
        with pytest.raises(SystemExit):
            uow.sequence_log()
    assert other.sequence_log() == 1
    assert checked(other)[0].ok
    for one in (uow, other):
        one.close()
