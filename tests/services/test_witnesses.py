"""Partners witness the log: cosignatures are kept, a result can wait for them, a rewritten log is not signed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from pb_app.audit.halts import halt_of
from pb_app.audit.keys import VerifierKey, parse_vkey
from pb_app.audit.note import open_note
from pb_app.audit.sequencer import LogDiffers
from pb_app.background import of_installation
from pb_app.cosigning import Answer
from pb_app.models.log import LogCheckpoint
from pb_app.models.partnerships import PartnerKind
from pb_app.models.witnesses import Cosignature, Trouble, Witness
from pb_app.queries import witnesses as queries
from pb_app.refusals import Conflict
from pb_app.services import witnesses
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from pb_app.witness_worker import WitnessWorker
from tests.partners import TIME, Partners, added, state_of
from tests.services.test_sequencer import write
from tests.tampering import tamper

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def uow(parts: Installation) -> Iterator[UnitOfWork]:
    made = parts.system_unit_of_work()
    yield made
    made.close()


@pytest.fixture
def partners(tmp_path: Path, uow: UnitOfWork) -> Partners:
    return Partners(tmp_path, uow)


def test_each_new_checkpoint_is_cosigned_by_every_witness(uow_of: UowOf, uow: UnitOfWork, partners: Partners) -> None:
    college = added(uow_of, partners, "college.example", PartnerKind.COLLEGE)
    health = added(uow_of, partners, "health.example", PartnerKind.HEALTH_BOARD)
    worker = WitnessWorker(partners.ask)
    worker.work(uow)
    assert partners.asked == 0  # nothing is signed yet
    for number in range(3):
        write(uow, number)
        worker.sequence(uow)
        worker.work(uow)
        asked = partners.asked
        worker.work(uow)
        assert partners.asked == asked  # nothing new, nobody asked
    checkpoint = uow.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc())).first()
    assert checkpoint is not None
    keys: list[VerifierKey] = [parse_vkey(one.vkey) for one in (college, health)]
    note = checkpoint.note + "".join(queries.cosignatures_on(uow.session, checkpoint.size))
    assert [one.time for one in open_note(note, keys).signatures] == [TIME, TIME]
    assert state_of(uow, college) == (None, checkpoint.size, checkpoint.size)


def test_nothing_is_signed_before_the_witnesses_were_heard(
    parts: Installation, uow_of: UowOf, uow: UnitOfWork, partners: Partners
) -> None:
    worker = WitnessWorker(partners.ask)
    write(uow, 1)
    work = of_installation(parts, worker.sequence)
    work.tick()
    assert uow.session.scalars(select(LogCheckpoint)).all() == []
    uow.session.rollback()
    worker.work(uow)
    of_installation(parts, worker.sequence).tick()
    assert len(uow.session.scalars(select(LogCheckpoint)).all()) == 1


def cut_to(parts: Installation, request: pytest.FixtureRequest, size: int) -> None:
    """Put back what was stored when the log had so many entries, witnesses' answers included."""
    cut = (
        f"DELETE FROM cosignature WHERE size > {size}; DELETE FROM log_leaf WHERE idx >= {size}; "
        f"DELETE FROM log_mention WHERE idx >= {size}; "
        f"DELETE FROM log_checkpoint WHERE size > {size}; UPDATE witness SET size = {size}, trouble = NULL"
    )
    tamper(parts, request, "cosignature log_leaf log_mention log_checkpoint witness", *cut.split("; "))
    parts.database.log_checked = False


@pytest.fixture
def lived(uow_of: UowOf, uow: UnitOfWork, partners: Partners) -> tuple[Witness, int]:
    """A witness, and the size of an earlier one of the two checkpoints that it cosigned."""
    made = added(uow_of, partners, "college.example", PartnerKind.COLLEGE)
    worker, sizes = WitnessWorker(partners.ask), []
    for _ in range(2):
        write(uow, 1, 2)
        uow.sequence_log()
        worker.work(uow)
        sizes.append(state_of(uow, made)[1])
    return made, sizes[0]


def test_yesterdays_backup_is_not_signed_on(
    parts: Installation,
    uow: UnitOfWork,
    partners: Partners,
    lived: tuple[Witness, int],
    request: pytest.FixtureRequest,
) -> None:
    witness, size = lived
    cut_to(parts, request, size)
    write(uow, 7)
    worker = WitnessWorker(partners.ask)  # as at a start
    worker.work(uow)
    assert state_of(uow, witness) == (Trouble.AHEAD, size + 2, size)
    with pytest.raises(LogDiffers, match=f"A witness saw {size + 2} entries of the log, and only {size} are stored"):
        worker.sequence(uow)
    assert halt_of(uow.session) is not None
    uow.session.rollback()


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize("more", [2, 5])
def test_a_log_cut_back_and_signed_anew_is_refused_by_the_witness_and_signed_no_more(
    uow: UnitOfWork, partners: Partners, lived: tuple[Witness, int], more: int, request: pytest.FixtureRequest
) -> None:
    """As many entries as before are two checkpoints of one size, and the witness keeps both; more have no proof."""
    witness, size = lived
    cut_to(request.getfixturevalue("parts"), request, size)
    write(uow, *range(10, 10 + more))
    uow.sequence_log()  # whoever rewrites it holds the key and lets nobody be heard
    worker = WitnessWorker(partners.ask)
    worker.work(uow)
    assert state_of(uow, witness)[0] is Trouble.FORKED
    write(uow, 8)
    with pytest.raises(LogDiffers, match="other entries of the log than are stored"):
        worker.sequence(uow)
    kept = partners.programs["https://college.example"].records.contradictions()
    assert len(kept) == (1 if more == 2 else 0)
    assert witnesses_signed_nothing_new(uow, witness, size)


def witnesses_signed_nothing_new(uow: UnitOfWork, witness: Witness, size: int) -> bool:
    return queries.cosigned_size(uow.session, witness.id) == size


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_a_witness_that_lies_can_be_retired_and_the_log_goes_on(
    uow_of: UowOf, uow: UnitOfWork, lived: tuple[Witness, int], partners: Partners
) -> None:
    witness, _ = lived
    write(uow, 1)
    uow.sequence_log()
    WitnessWorker(lambda _url, _request: Answer(409, "999999\n")).work(uow)
    write(uow, 2)
    with pytest.raises(LogDiffers, match="999999"):
        uow.sequence_log()
    witnesses.retire_witness(uow_of("officer"), "lorn", witness.id)
    assert uow.sequence_log() == 2
    asked = partners.asked
    WitnessWorker(partners.ask).work(uow)
    assert partners.asked == asked
    with pytest.raises(Conflict):
        witnesses.retire_witness(uow_of("officer"), "lorn", witness.id)


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(0), Trouble.SILENT),
        (Answer(404), Trouble.UNKNOWN_LOG),
        (Answer(403), Trouble.UNKNOWN_KEY),
        (Answer(500, "?"), Trouble.REFUSED),
        (Answer(409, "what?"), Trouble.REFUSED),
        (Answer(200, "nothing"), Trouble.WRONG_SIGNATURE),
        (Answer(200, "— college.example AAAAAAAAAAAA\n"), Trouble.WRONG_SIGNATURE),
    ],
)
def test_why_a_witness_does_not_cosign_is_noted_and_it_is_left_alone_for_a_while(
    uow_of: UowOf, uow: UnitOfWork, partners: Partners, answer: Answer, trouble: Trouble
) -> None:
    witness = added(uow_of, partners, "college.example", PartnerKind.COLLEGE)
    write(uow, 1)
    uow.sequence_log()
    told: list[str] = []

    def answers(url: str, _request: bytes) -> Answer:
        told.append(url)
        return answer

    worker = WitnessWorker(answers)
    for _ in range(3):
        worker.work(uow)
    assert len(told) == 1
    assert state_of(uow, witness) == (trouble, 0, 0)
    with uow.database.writing(uow.session):
        uow.session.execute(update(Witness).values(asked_at=uow.now() - timedelta(minutes=1)))
        uow.session.commit()
    worker.work(uow)
    assert len(told) == 2


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_a_witness_that_forgot_is_taken_from_where_it_stands(
    uow: UnitOfWork, partners: Partners, lived: tuple[Witness, int]
) -> None:
    partners.program("college.example", "forgetful")
    write(uow, 3)
    uow.sequence_log()
    WitnessWorker(partners.ask).work(uow)
    trouble, _, size = state_of(uow, lived[0])
    assert (trouble, size) == (None, lived[1] + 3)


def test_what_was_cosigned_can_neither_be_changed_nor_taken_away(
    parts: Installation, uow: UnitOfWork, lived: tuple[Witness, int]
) -> None:
    statements = (
        "UPDATE cosignature SET line = 'x'",
        "DELETE FROM cosignature",
        "DELETE FROM witness",
        "UPDATE witness SET vkey = 'x'",
    )
    for statement in statements:
        with pytest.raises(DBAPIError), uow.database.writing(uow.session):
            uow.session.execute(text(statement))
        uow.session.rollback()
    assert len(uow.session.scalars(select(Cosignature)).all()) == 2
