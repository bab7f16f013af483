"""Who may witness, how cosignatures come, and when a result has waited long enough for them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text

from moothill_witness.keys import Signer
from moothill_witness.serving import serving
from pb_app.audit.note import verifier_key
from pb_app.cosigning import PATH, Answer, ask, checked_url
from pb_app.models.counts import Count
from pb_app.models.log import LogCheckpoint
from pb_app.models.partnerships import PartnerKind
from pb_app.refusals import Conflict, Forbidden, Invalid, NotVisible
from pb_app.services import counts, partnerships, witnesses
from pb_app.unit_of_work import UnitOfWork
from pb_app.web.unit_of_work import Installation
from pb_app.witness_worker import WitnessWorker
from tests import whole_story
from tests.partners import Partners, added, state_of
from tests.services.test_sequencer import write
from tests.tampering import tamper
from tests.world import World

UowOf = Callable[[str | None], UnitOfWork]


@pytest.fixture
def uow(parts: Installation) -> Iterator[UnitOfWork]:
    made = parts.system_unit_of_work()
    yield made
    made.close()


@pytest.fixture
def partners(tmp_path: Path, uow: UnitOfWork) -> Partners:
    return Partners(tmp_path, uow)


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_who_may_be_a_witness(uow_of: UowOf, uow: UnitOfWork, partners: Partners) -> None:
    officer = uow_of("officer")
    one = added(uow_of, partners, "college.example", PartnerKind.COLLEGE)
    log = str(verifier_key(uow.keys.log_origin, uow.keys.log))
    twin = Signer("college.example", Ed25519PrivateKey.from_private_bytes(b"t" * 32))
    own = Signer(uow.keys.log_origin, Ed25519PrivateKey.from_private_bytes(b"t" * 32))
    for vkey, field in ((log, "vkey"), ("x", "vkey"), (str(twin.public), "vkey"), (str(own.public), "vkey")):
        with pytest.raises(Invalid) as refused:
            witnesses.add_witness(officer, "lorn", one.partner_id, vkey)
        assert refused.value.field == field
    fresh = str(Signer("fresh.example", twin.private).public)
    for partner, url, field in ((99, "", "partner"), (one.partner_id, "http://elsewhere.example", "url")):
        with pytest.raises(Invalid) as refused:
            witnesses.add_witness(officer, "lorn", partner, fresh, url)
        assert refused.value.field == field
    with pytest.raises(NotVisible):
        witnesses.add_witness(officer, "nowhere", one.partner_id, fresh)
    with pytest.raises(NotVisible):
        witnesses.retire_witness(officer, "lorn", 99)
    with pytest.raises(Forbidden):
        witnesses.add_witness(uow_of("resident"), "lorn", one.partner_id, fresh)
    for number in range(witnesses.MOST_WITNESSES - 1):
        key = str(Signer(f"w{number}.example", twin.private).public)
        witnesses.add_witness(officer, "lorn", one.partner_id, key)
    with pytest.raises(Invalid, match="at most 12"):
        witnesses.add_witness(officer, "lorn", one.partner_id, fresh)


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_a_result_waits_for_its_quorum(
    parts: Installation, uow_of: UowOf, uow: UnitOfWork, small_world: World, partners: Partners
) -> None:
    poll_no = whole_story.told(parts, uow_of, small_world, "acknowledged")
    added(uow_of, partners, "council.example", PartnerKind.COUNCIL)
    added(uow_of, partners, "college.example", PartnerKind.COLLEGE)
    added(uow_of, partners, "health.example", PartnerKind.HEALTH_BOARD)
    for wrong in (-1, 3):
        with pytest.raises(Invalid, match="2 partners other than the council"):
            witnesses.set_quorum(uow_of("officer"), "lorn", wrong)
    witnesses.set_quorum(uow_of("officer"), "lorn", 2)
    with pytest.raises(Conflict, match="0 of the 2 partners"):
        counts.publish_result(uow_of("approver"), poll_no)
    del partners.programs["https://health.example"]
    uow.sequence_log()
    WitnessWorker(partners.ask).work(uow)
    with pytest.raises(Conflict, match="1 of the 2 partners"):  # the council's own does not count
        counts.publish_result(uow_of("approver"), poll_no)
    partners.program("health.example")
    WitnessWorker(partners.ask).work(uow)
    assert counts.publish_result(uow_of("approver"), poll_no).poll.state == "published"
    uow.sequence_log()
    assert whole_story.verified(parts).ok


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_two_days_after_the_count_a_result_is_published_without_its_witnesses(
    uow_of: UowOf, uow: UnitOfWork, small_world: World, partners: Partners, request: pytest.FixtureRequest
) -> None:
    parts: Installation = request.getfixturevalue("parts")
    poll_no = whole_story.told(parts, uow_of, small_world, "acknowledged")
    added(uow_of, partners, "health.example", PartnerKind.HEALTH_BOARD)
    witnesses.set_quorum(uow_of("officer"), "lorn", 1)
    with pytest.raises(Conflict):
        counts.publish_result(uow_of("approver"), poll_no)
    counted_at = uow.session.scalars(select(Count.counted_at)).one()
    earlier = f"UPDATE \"count\" SET counted_at = '{counted_at - timedelta(hours=49):%Y-%m-%d %H:%M:%S.%f}'"
    tamper(parts, request, "count", earlier)
    counts.publish_result(uow_of("approver"), poll_no)
    uow.session.rollback()
    body = uow.session.execute(text("SELECT body FROM log_pending ORDER BY id DESC LIMIT 1")).scalar_one()
    assert '"quorum":1' in body
    assert '"witnesses":0' in body


@pytest.mark.parametrize("settings", ["embedded"], indirect=True)
def test_cosignatures_come_by_file_too(uow_of: UowOf, uow: UnitOfWork, partners: Partners) -> None:
    officer = uow_of("officer")
    number = partnerships.add_partner(uow_of("administrator"), "lorn", "College", PartnerKind.COLLEGE).id
    program = partners.program("college.example")
    witness = witnesses.add_witness(officer, "lorn", number, str(program.signer.public))
    write(uow, 1)
    uow.sequence_log()
    note = uow.session.scalars(select(LogCheckpoint.note)).one()
    line = program.add_checkpoint(f"old 0\n\n{note}".encode()).body
    write(uow, 2)
    uow.sequence_log()
    for _ in range(2):
        size = witnesses.keep_cosignature(officer, "lorn", witness.id, f"  {line}\n")
        assert state_of(uow, witness)[1:] == (size, size)
    forged = [line.replace("college", "colleqe"), "", "— college.example AAAA", line[:-10] + "\n"]
    for wrong in forged:
        with pytest.raises(Invalid) as refused:
            witnesses.keep_cosignature(officer, "lorn", witness.id, wrong)
        assert refused.value.field == "line"


def test_a_witness_is_asked_by_http(tmp_path: Path, uow: UnitOfWork) -> None:
    program = Partners(tmp_path, uow).program("college.example")
    with serving(program, "127.0.0.1", 0) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        assert ask(url, b"nonsense").status == 400
        server.shutdown()
    assert ask(url, b"nonsense") == Answer(0)
    assert ask("https://127.0.0.1:1", b"") == Answer(0)
    assert PATH == "/add-checkpoint"


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.example",
        "http://x.example",
        "https://",
        "x.example",
        "https://a:b@x.example",
        "https://x.example?q",
        "https://x:99999",
        "https://[x",
    ],
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(Invalid):
        checked_url(address)


def test_addresses_are_https_or_of_this_machine() -> None:
    assert checked_url(" https://x.example/w/ ") == "https://x.example/w"
    assert checked_url("http://127.0.0.1:5101") == "http://127.0.0.1:5101"
    assert checked_url("") == ""
