"""The bundle is public once the result is, the program is one file, and what was changed in the database shows."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from config import Settings
from moothill_verify.checks import Asked, report_on
from moothill_verify.lines import Exit, ending
from pb_app.audit.keys import KeyKind
from pb_app.audit.note import cosignature_line, verifier_key
from pb_app.database import Database
from pb_app.exports.bundle import bundle_of
from pb_app.exports.verifier import verifier_file
from pb_app.factory import create_app
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogPending
from pb_app.models.partnerships import Partner, PartnerKind, Partnership
from pb_app.models.witnesses import Cosignature, Witness
from pb_app.queries import counts
from pb_app.refusals import Conflict, Refusal
from pb_app.web.unit_of_work import Installation
from tests.harm import HARM, places
from tests.tampering import tamper
from tests.verifier.conftest import exported
from tests.verifier.reading import said, verdict

UNSEEN = {
    "another root in a checkpoint",  # what follows is not in a bundle: the signed texts are, and they say it rightly
    "a poll set back",
    "another most of choices",
    "another kind of ballot",
    "another root of the box",
    "a ballot put into the inbox after the close",
    "another channel",
    "somebody put on the roll",
    "another mix",
    "other winners",
    "another outcome beside it",
    "another file",
    "another adopted amount",
    "a decision whose entry is another",
    "a changed line of the ledger",  # entries 1 and 2 fed funds, not this pot
    "an entry of the ledger taken away",
    "a changed line of the ledger with a seal to fit",
    "an account of another kind",
    "a seal taken away",
    "a line taken away",
    "another balance",
    "an account of another fund",
}
OURS = {
    "twice the awards": ("ledger_posting", "UPDATE ledger_posting SET pence = pence * 2 WHERE entry_id = 5"),
    "a line of the awards taken away": (
        "ledger_posting",
        "DELETE FROM ledger_posting WHERE entry_id = 5 AND pence > 0",
    ),
    "less money fed into the pot": ("ledger_posting", "UPDATE ledger_posting SET pence = pence / 2 WHERE entry_id > 2"),
    "a decision taken away": (
        "adoption adopted_amount",
        "DELETE FROM adopted_amount; DELETE FROM adoption WHERE decision = 'adopted'",
    ),
}
SEEN = {name: (tables, text) for name, (tables, text, _, _) in HARM.items() if name not in UNSEEN} | OURS


@pytest.fixture
def copied(told: tuple[Settings, int], tmp_path: Path) -> Iterator[Installation]:
    """The story in a file that may be spoilt."""
    settings, _ = told
    shutil.copy(Path(settings.instance) / "told.sqlite3", tmp_path / "copy.sqlite3")
    here = replace(settings, database_url=f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    parts = Installation(here, Database(here.database), Keys.load(here))
    yield parts
    parts.database.engine.dispose()


def is_red(parts: Installation) -> bool:
    """Whether the bundle of poll 1 cannot be made any more, or does not hold."""
    try:
        data = exported(parts, 1)
    except (Refusal, AssertionError):
        return True
    return verdict(data) is not Exit.FITS


@pytest.mark.parametrize("name", SEEN)
def test_what_an_owner_changes_in_the_database_is_seen_by_strangers(
    copied: Installation, request: pytest.FixtureRequest, name: str
) -> None:
    tables, statements = SEEN[name]
    known = places(copied)
    tamper(copied, request, tables, *(one.format(**known) for one in statements.split(";")))
    assert is_red(copied)


def test_a_bundle_waits_until_everything_is_in_the_log(copied: Installation) -> None:
    with closing(copied.system_unit_of_work()) as uow:
        count = counts.count_of(uow.session, 1)
        assert count is not None
        uow.session.add(LogPending(body=f'{{"poll":"{count.poll.id}"}}'))
        uow.session.flush()
        with pytest.raises(Conflict):
            bundle_of(uow.session, uow.keys, count)


def test_anyone_may_take_bundle_and_program_and_check_them_together(copied: Installation, tmp_path: Path) -> None:
    client = create_app(copied.settings).test_client()
    page = client.get("/polls/1/verify").text
    assert "Check the result on your own computer" in page
    assert "/polls/1/bundle.zip" in client.get("/polls/1/result").text
    for address, name in (("/polls/1/bundle.zip", "bundle.zip"), ("/moothill-verify.pyz", "verify.pyz")):
        (tmp_path / name).write_bytes(client.get(address).data)
    assert (tmp_path / "verify.pyz").read_bytes() == verifier_file()
    done = subprocess.run(
        [sys.executable, "-I", "verify.pyz", "bundle.zip"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Everything fits.\n")


def test_a_result_that_is_not_published_has_no_bundle(copied: Installation, request: pytest.FixtureRequest) -> None:
    tamper(copied, request, "poll", "UPDATE poll SET state = 'counted'")
    app = create_app(copied.settings)
    assert app.test_client().get("/polls/1/bundle.zip").status_code == 404
    assert app.test_client().get("/polls/2/verify").status_code == 404
    done = app.test_cli_runner().invoke(args=["export", "bundle", "1", "none.zip"])
    assert (done.exit_code, done.output) == (2, "The result of this poll is not published yet.\n")


def test_the_command_writes_the_bundle(copied: Installation, tmp_path: Path, bundle: bytes) -> None:
    app = create_app(copied.settings)
    done = app.test_cli_runner().invoke(args=["export", "bundle", "1", str(tmp_path / "bundle.zip")])
    assert done.exit_code == 0
    assert (tmp_path / "bundle.zip").read_bytes() == bundle


def test_the_quorum_of_the_partnership_is_the_policy_of_the_bundle(copied: Installation) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
    vkey = str(verifier_key("nhs.example/witness", key, KeyKind.COSIGNATURE))
    with closing(copied.system_unit_of_work()) as uow:
        partner = uow.session.scalars(select(Partner).where(Partner.kind != PartnerKind.COUNCIL).limit(1)).one()
        of = uow.session.get_one(Partnership, partner.partnership_id)
        of.witness_quorum = 1
        witness = Witness(partnership_id=of.id, partner_id=partner.id, vkey=vkey, url="")
        uow.session.add(witness)
        uow.session.flush()
        count = counts.count_of(uow.session, 1)
        assert count is not None
        assert verdict(bundle_of(uow.session, uow.keys, count)) is Exit.NO_QUORUM
        newest = uow.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1)).one()
        text = newest.note.rpartition("\n\n")[0] + "\n"
        line = cosignature_line(text, "nhs.example/witness", key, 1765126800)
        at = datetime.fromtimestamp(1765126800, UTC)
        uow.session.add(Cosignature(size=newest.size, witness_id=witness.id, line=line, at=at))
        uow.session.flush()
        report = report_on(Asked(bundle_of(uow.session, uow.keys, count)))
        uow.session.rollback()
    assert ending(report.lines) is Exit.FITS, said(report)
    assert "nhs.example/witness cosigned it at 2025-12-07T17:00:00Z" in said(report)
