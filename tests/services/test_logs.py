"""The log goes over to another key, forgets what it only commits to, and says why it is not signed."""

import json
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import select

from pb_app import receipt_keys
from pb_app.actions import Action
from pb_app.audit.checkpoint import open_checkpoint
from pb_app.audit.halts import halt_of, note_halt
from pb_app.audit.log import Entry, Payload, append
from pb_app.audit.note import verifier_key
from pb_app.audit.sequencer import LogDiffers
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogKey, LogPayload, ReceiptKey
from pb_app.permissions import TABLE, Row
from pb_app.refusals import Conflict, NotVisible, TooLarge, Unaudited
from pb_app.roles import Role, Site
from pb_app.services import logs
from pb_app.unit_of_work import UnitOfWork
from pb_app.verification.whole import verify_whole
from pb_app.web.unit_of_work import Installation, installation
from tests.services.test_sequencer import counted, write
from tests.tampering import tamper
from tests.world import SOME_TIME_AGO

NEXT = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
THIRD = Ed25519PrivateKey.from_private_bytes(b"t" * 32)


@pytest.fixture
def uow(parts: Installation) -> Iterator[UnitOfWork]:
    made = parts.system_unit_of_work()
    yield made
    made.close()


def with_key(uow: UnitOfWork, private: Ed25519PrivateKey) -> None:
    """As after a restart with another key file."""
    object.__setattr__(uow.keys, "log", private)
    uow.database.log_checked = False


def misfits(uow: UnitOfWork) -> list[str]:
    """What checking finds, but for the made-up moments of made-up entries."""
    uow.session.rollback()
    found = [str(one) for one in verify_whole(uow.session, uow.keys).misfits]
    return [one for one in found if "after an entry of" not in one]


def test_the_log_goes_over_to_another_key_and_all_of_it_still_verifies(uow: UnitOfWork) -> None:
    first = verifier_key(uow.keys.log_origin, uow.keys.log)
    write(uow, 1, 2)
    uow.sequence_log()
    write(uow, 3)
    for private in (NEXT, THIRD):
        new = logs.rotate_log_key(uow, private)
        assert logs.rotate_log_key(uow, private) == new  # killed after its commit, it is only asked again
        with_key(uow, private)
        write(uow, 4, 5)
        uow.sequence_log()
    assert misfits(uow) == []
    keys = uow.session.execute(select(LogKey.since, LogKey.vkey).order_by(LogKey.since)).all()
    second, third = (verifier_key(uow.keys.log_origin, one) for one in (NEXT, THIRD))
    assert [tuple(one) for one in keys] == [(0, str(first)), (4, str(second)), (7, str(third))]
    notes = dict(uow.session.execute(select(LogCheckpoint.size, LogCheckpoint.note)).all())  # type: ignore[arg-type]
    for key in (first, second):
        assert open_checkpoint(notes[4], key).checkpoint.size == 4


def test_the_key_before_no_longer_signs(uow: UnitOfWork) -> None:
    write(uow, 1)
    before = uow.keys.log
    logs.rotate_log_key(uow, NEXT)
    write(uow, 2)
    with pytest.raises(LogDiffers, match="signed with another key now"):
        uow.sequence_log()
    with_key(uow, before)
    with pytest.raises(LogDiffers, match="signed with another key now"):
        uow.sequence_log()
    with_key(uow, NEXT)
    assert uow.sequence_log() == 1


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_key SET vkey = 'x' WHERE since > 0", "The keys stored for the log"),
        ("DELETE FROM log_key WHERE since > 0", "The keys stored for the log"),
        ("UPDATE log_leaf SET body = replace(body, '+AQ', '+BQ') WHERE idx = 1", "does not have the hash"),
    ],
)
def test_keys_that_were_changed_behind_the_log_are_found(
    parts: Installation, uow: UnitOfWork, request: pytest.FixtureRequest, statement: str, told: str
) -> None:
    write(uow, 1)
    logs.rotate_log_key(uow, NEXT)
    with_key(uow, NEXT)
    tamper(parts, request, "log_key log_leaf", statement)
    assert any(told in one for one in misfits(uow))


PRIVATE_ROW = Row(frozenset({Role.SYSTEM}), frozenset({"entry"}), private=frozenset({"reason"}))


def commit_to(uow: UnitOfWork, reason: str) -> None:
    with uow.begin(Action.ERASE_PAYLOAD) as change:
        change.record(change.permit(Site()), entry=99, private={"reason": reason})


def test_what_is_private_is_kept_beside_the_log_and_can_be_erased(
    uow: UnitOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(TABLE, Action.ERASE_PAYLOAD, PRIVATE_ROW)
        commit_to(uow, "It names somebody.")
        commit_to(uow, "It names somebody.")
    uow.sequence_log()
    kept = uow.session.scalars(select(LogPayload)).all()
    assert {json.loads(one.body)["reason"] for one in kept} == {"It names somebody."}
    assert len({Payload(one.body.encode(), one.salt).commitment for one in kept}) == 2
    assert misfits(uow) == []
    logs.erase_payload(uow, 0)
    uow.sequence_log()
    assert len(uow.session.scalars(select(LogPayload)).all()) == 1
    assert misfits(uow) == []
    for index in (0, 2, 99):
        with pytest.raises(NotVisible):
            logs.erase_payload(uow, index)


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ('UPDATE log_payload SET body = \'{"reason":"Another."}\'', "is not what the entry commits to"),
        ("DELETE FROM log_payload", "nothing tells that it was erased"),
        ("UPDATE log_payload SET leaf_hash = salt", "to which no entry of the log commits"),
    ],
)
def test_a_payload_that_was_changed_or_taken_away_is_found(
    parts: Installation,
    uow: UnitOfWork,
    request: pytest.FixtureRequest,
    statement: str,
    told: str,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(TABLE, Action.ERASE_PAYLOAD, PRIVATE_ROW)
        commit_to(uow, "A reason.")
    uow.sequence_log()
    tamper(parts, request, "log_payload", statement)
    assert told in misfits(uow)[-1]


def test_what_is_private_must_be_what_the_table_says(uow: UnitOfWork) -> None:
    with pytest.raises(Unaudited):
        commit_to(uow, "Not in the table.")


def test_an_entry_that_no_tile_could_hold_is_refused(uow: UnitOfWork) -> None:
    with pytest.raises(TooLarge), uow.database.writing(uow.session):
        append(uow.session, Entry("round.created", SOME_TIME_AGO, {"round": "x" * 70_000}))
    uow.session.rollback()


def test_why_nothing_is_signed_is_noted_until_it_is_again(
    parts: Installation, uow: UnitOfWork, request: pytest.FixtureRequest
) -> None:
    write(uow, 1, 2)
    uow.sequence_log()
    assert halt_of(uow.session) is None
    tamper(parts, request, "log_leaf", "UPDATE log_leaf SET body = replace(body, '1', '7') WHERE idx = 0")
    uow.database.log_checked = False
    since = []
    for _ in range(2):
        with pytest.raises(LogDiffers):
            uow.sequence_log()
        noted = halt_of(uow.session)
        assert noted is not None
        assert (
            noted.template % json.loads(noted.figures)
            == "Entry 0 of the log is not as it was written. Nothing more is signed."
        )
        since.append(noted.since)
    assert since[0] == since[1]
    tamper(parts, request, "log_leaf", "DELETE FROM log_leaf WHERE idx = 1")
    with pytest.raises(LogDiffers):
        uow.sequence_log()
    tamper(parts, request, "log_leaf log_checkpoint", "DELETE FROM log_leaf", "DELETE FROM log_checkpoint")
    uow.sequence_log()
    assert halt_of(uow.session) is None
    uow.session.rollback()


def test_tiles_that_were_changed_stop_the_signing_and_are_found(
    parts: Installation, uow: UnitOfWork, request: pytest.FixtureRequest
) -> None:
    write(uow, *range(260))
    uow.sequence_log()
    assert misfits(uow) == []
    tamper(parts, request, "log_node", "UPDATE log_node SET hash = (SELECT leaf_hash FROM log_leaf WHERE idx = 0)")
    assert "Hash 0 on level 1 of the tiles" in misfits(uow)[0]
    write(uow, 1)
    uow.database.log_checked = False
    with pytest.raises(LogDiffers, match="The tiles of the log"):
        uow.sequence_log()
    assert counted(uow)[0] == 1


def test_a_key_is_handed_over_from_the_command_line(app: Flask) -> None:
    parts = installation(app)
    run = app.test_cli_runner()
    path = parts.settings.key_file("log")
    before = path.read_text()
    done = run.invoke(args=["audit", "rotate-key"])
    assert done.exit_code == 0, done.output
    key = verifier_key(parts.settings.log_origin, Keys.load(parts.settings).log)
    assert str(key) in done.output.splitlines()
    assert path.read_text() != before
    assert not path.with_name("log.key.next").exists()
    assert run.invoke(args=["audit", "erase", "0"]).exit_code == 1
    again = Installation(parts.settings, Database(parts.settings.database), Keys.load(parts.settings))
    uow = again.system_unit_of_work()
    write(uow, 1)
    assert uow.sequence_log() == 1
    uow.close()
    again.database.engine.dispose()


def test_what_was_begun_and_not_put_in_place_is_finished(app: Flask) -> None:
    parts = installation(app)
    path = parts.settings.key_file("log")
    beside = path.with_name("log.key.next")
    beside.write_text("6e" * 32 + "\n")
    uow = parts.system_unit_of_work()
    logs.rotate_log_key(uow, NEXT)  # and then the process died
    uow.close()
    assert app.test_cli_runner().invoke(args=["audit", "rotate-key"]).exit_code == 0
    assert path.read_text() == "6e" * 32 + "\n"


def test_a_reason_is_erased_from_the_command_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    uow = installation(app).system_unit_of_work()
    with monkeypatch.context() as patch:
        patch.setitem(TABLE, Action.ERASE_PAYLOAD, PRIVATE_ROW)
        commit_to(uow, "A reason.")
    uow.sequence_log()
    done = app.test_cli_runner().invoke(args=["audit", "erase", "0"])
    assert done.output == "What entry 0 committed to is erased. The entry itself stays as it was.\n"
    uow.session.rollback()
    assert uow.session.scalars(select(LogPayload)).all() == []
    uow.close()


def test_another_reason_to_sign_no_more_takes_the_place_of_the_one_before(parts: Installation) -> None:
    uow = parts.system_unit_of_work()
    with parts.database.writing(uow.session):
        for size, kept in ((3, 3), (3, 3), (4, 4)):
            note_halt(uow.session, NotVisible("The log is behind: %(size)d.", size=size), SOME_TIME_AGO)
            halt = halt_of(uow.session)
            assert halt is not None
            assert json.loads(halt.figures) == {"size": kept}
        uow.session.rollback()
    uow.close()


def test_the_key_of_receipts_is_named_once_and_goes_over_to_another(uow: UnitOfWork) -> None:
    with uow.database.writing(uow.session):
        assert receipt_keys.named_key(uow.session, uow.keys) == receipt_keys.own_key(uow.keys)
        uow.session.commit()
    assert receipt_keys.named_key(uow.session, uow.keys) == receipt_keys.own_key(uow.keys)
    assert uow.session.scalars(select(ReceiptKey.vkey)).all() == [receipt_keys.own_key(uow.keys)]
    uow.session.rollback()
    new = logs.rotate_receipt_key(uow, NEXT)
    assert logs.rotate_receipt_key(uow, NEXT) == new
    with pytest.raises(Conflict, match="another key for receipts than the log names"):
        receipt_keys.check_key(uow.session.scalar(receipt_keys.IN_FORCE), uow.keys)
    object.__setattr__(uow.keys, "receipt", NEXT)
    receipt_keys.check_key(uow.session.scalar(receipt_keys.IN_FORCE), uow.keys)


def test_the_command_puts_the_next_key_of_receipts_in_place(app: Flask) -> None:
    run, path = app.test_cli_runner(), installation(app).settings.key_file("receipt")
    before = path.read_text()
    done = run.invoke(args=["audit", "rotate-receipt-key"])
    assert (done.exit_code, "From now on receipts are signed with" in done.output) == (0, True)
    assert path.read_text() != before
    refused = run.invoke(args=["audit", "rotate-receipt-key"])  # this process still has the key before
    assert "another key for receipts than the log names" in refused.output
