"""What waits for its place in the log gets it, in one signed tree, or nothing happens at all."""

from collections.abc import Iterator, Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb_app.audit import sequencer
from pb_app.audit.checkpoint import open_checkpoint
from pb_app.audit.log import Entry, append
from pb_app.audit.merkle import CompactRange
from pb_app.audit.note import verifier_key
from pb_app.audit.sequencer import LogDiffers
from pb_app.audit.verify import Verdict, verify
from pb_app.models.log import LogCheckpoint, LogLeaf, LogPending
from pb_app.refusals import Refusal
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from tests.tampering import tamper
from tests.world import SOME_TIME_AGO


@pytest.fixture
def uow(parts: Installation) -> Iterator[UnitOfWork]:
    made = parts.system_unit_of_work()
    yield made
    made.close()


def write(uow: UnitOfWork, *numbers: int) -> None:
    """Leave an entry waiting for each number, as changes do."""
    with uow.database.writing(uow.session):
        for number in numbers:
            append(uow.session, Entry("round.created", SOME_TIME_AGO, {"round": number}))
            uow.session.flush()
        uow.session.commit()


def leaves(session: Session) -> Sequence[LogLeaf]:
    session.rollback()
    return session.scalars(select(LogLeaf).order_by(LogLeaf.idx)).all()


def checked(uow: UnitOfWork) -> Verdict:
    checkpoints = uow.session.scalars(select(LogCheckpoint)).all()
    return verify(
        [(leaf.idx, leaf.body.encode(), leaf.leaf_hash) for leaf in leaves(uow.session)],
        [(one.size, one.root, one.note) for one in checkpoints],
        verifier_key(uow.keys.log_origin, uow.keys.log),
    )


def counted(uow: UnitOfWork) -> tuple[int, int, int]:
    """How many wait, how many have their place, how many checkpoints there are."""
    uow.session.rollback()
    tables = (LogPending.id, LogLeaf.idx, LogCheckpoint.size)
    found = [uow.session.scalar(select(func.count(column))) or 0 for column in tables]
    return found[0], found[1], found[2]


def test_what_waits_gets_its_place_in_the_order_it_was_written(uow: UnitOfWork) -> None:
    write(uow, 1, 2, 3)
    assert uow.sequence_log() == 3
    assert [(leaf.idx, leaf.body.split('"round":')[1][0]) for leaf in leaves(uow.session)] == [
        (0, "1"),
        (1, "2"),
        (2, "3"),
    ]
    assert checked(uow) == Verdict(ok=True, checked=3, signed=3, findings=())


def test_the_tree_goes_on_from_its_last_checkpoint(uow: UnitOfWork) -> None:
    for numbers in ((1, 2, 3), (4,), (5, 6)):
        write(uow, *numbers)
        uow.sequence_log()
    assert counted(uow) == (0, 6, 3)
    last = uow.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)).all()[-1]
    assert CompactRange.parse(last.compact_range) == CompactRange().extend(one.leaf_hash for one in leaves(uow.session))
    signed = open_checkpoint(last.note, verifier_key(uow.keys.log_origin, uow.keys.log)).checkpoint
    assert (signed.origin, signed.size, signed.root) == (uow.keys.log_origin, 6, last.root)


def test_with_nothing_waiting_nothing_is_signed(uow: UnitOfWork) -> None:
    assert uow.sequence_log() == 0
    write(uow, 1)
    assert (uow.sequence_log(), uow.sequence_log()) == (1, 0)
    assert counted(uow) == (0, 1, 1)


def test_more_than_a_batch_is_taken_batch_by_batch(uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer.sequence, "__defaults__", (2, None))
    write(uow, 1, 2, 3, 4, 5)
    assert uow.sequence_log() == 5
    assert [one.size for one in uow.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size))] == [2, 4, 5]
    assert checked(uow).ok


def test_stopped_before_signing_everything_waits_as_before(uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch) -> None:
    write(uow, 1, 2)

    def break_off(*_: object) -> str:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(sequencer, "sign_checkpoint", break_off)
        with pytest.raises(SystemExit):
            uow.sequence_log()
    assert counted(uow) == (2, 0, 0)
    assert uow.sequence_log() == 2
    assert checked(uow).ok


def test_killed_before_its_commit_nothing_is_half_done(parts: Installation, uow: UnitOfWork) -> None:
    write(uow, 1, 2)
    dying = parts.database.session()
    with parts.database.writing(dying):
        assert sequencer.sequence(dying, parts.keys, SOME_TIME_AGO) == 2
        dying.connection().invalidate()  # the connection is gone, as of a process that was killed
    assert counted(uow) == (2, 0, 0)
    assert uow.sequence_log() == 2


def test_another_key_does_not_go_on_signing(parts: Installation, uow: UnitOfWork) -> None:
    write(uow, 1)
    uow.sequence_log()
    write(uow, 2)
    session = parts.database.session()
    keys = parts.keys
    object.__setattr__(keys, "log", Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with parts.database.writing(session), pytest.raises(LogDiffers, match="cannot be gone on from"):
        sequencer.sequence(session, keys, SOME_TIME_AGO)
    session.close()
    assert counted(uow) == (1, 1, 1)


HARM = {
    "a changed body": ("UPDATE log_leaf SET body = replace(body, '1', '7') WHERE idx = 1", "Entry 1"),
    "an entry taken out of the middle": ("DELETE FROM log_leaf WHERE idx = 1", "Entry 1"),
    "the last entries cut off": ("DELETE FROM log_leaf WHERE idx > 0", "1 entries are stored"),
    "another root in the checkpoint": (
        "UPDATE log_checkpoint SET root = (SELECT leaf_hash FROM log_leaf WHERE idx = 0)",
        "not the one that was signed",
    ),
    "another tree in the checkpoint": ("UPDATE log_checkpoint SET compact_range = root", "cannot be gone on from"),
    "the checkpoint taken away": ("DELETE FROM log_checkpoint", "3 entries are stored"),
}


@pytest.mark.parametrize(("harm", "told"), HARM.values(), ids=HARM.keys())
def test_a_log_that_was_changed_is_not_signed_after_a_restart(
    parts: Installation, uow: UnitOfWork, request: pytest.FixtureRequest, harm: str, told: str
) -> None:
    write(uow, 1, 2, 3)
    uow.sequence_log()
    write(uow, 4)
    tamper(parts, request, "log_leaf log_checkpoint", harm)
    parts.database.log_checked = False  # as at the start of a process
    with pytest.raises(LogDiffers, match=told):
        uow.sequence_log()
    assert counted(uow)[0] == 1


def test_entries_cut_off_while_it_runs_are_noticed_at_once(
    parts: Installation, uow: UnitOfWork, request: pytest.FixtureRequest
) -> None:
    write(uow, 1, 2)
    uow.sequence_log()
    tamper(parts, request, "log_leaf", "DELETE FROM log_leaf WHERE idx = 1")
    write(uow, 3)
    with pytest.raises(LogDiffers, match="1 entries are stored, and they are not the 2"):
        uow.sequence_log()


def test_what_no_change_wrote_is_not_taken_into_the_tree(uow: UnitOfWork) -> None:
    with uow.database.writing(uow.session):
        uow.session.add(LogPending(body='{"t":"round.created", "v":1}'))
        uow.session.flush()
        uow.session.commit()
    with pytest.raises(Refusal, match="not one that the log wrote"):
        uow.sequence_log()
    assert counted(uow) == (1, 0, 0)
