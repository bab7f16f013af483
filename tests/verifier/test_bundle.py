"""A bundle that was published holds; and what only somebody with a file of their own can see is seen."""

import ast
import zipfile
from base64 import b64encode
from contextlib import closing
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from config import Settings
from moothill_verify import archive
from moothill_verify.checks import Asked, report_on
from moothill_verify.gaelic import GAELIC
from moothill_verify.lines import Exit, ending
from pb_app import box_proofs, receipts
from pb_app.audit.checkpoint import open_checkpoint
from pb_app.audit.keys import KeyKind
from pb_app.audit.merkle import EMPTY_ROOT
from pb_app.audit.note import cosignature_line, sign_note, verifier_key
from pb_app.database import Database
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint
from pb_app.web.unit_of_work import Installation
from tests.architecture import tree
from tests.verifier.conftest import exported
from tests.verifier.reading import said, summed, typed, verdict

WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
NHS = "witness.example.scot/nhs"


@pytest.fixture
def parts(told: tuple[Settings, int]) -> Installation:
    settings, _ = told
    return Installation(settings, Database(settings.database), Keys.load(settings))


@pytest.fixture
def path(bundle: bytes, tmp_path: Path) -> Path:
    (tmp_path / "bundle.zip").write_bytes(bundle)
    return tmp_path / "bundle.zip"


def poll_of(bundle: bytes) -> UUID:
    return UUID(archive.members(bundle)["poll.json"].decode().split('"poll":"')[1][:36])


def test_a_counted_adopted_and_funded_poll_holds(bundle: bytes) -> None:
    report = report_on(Asked(bundle))
    assert ending(report.lines) is Exit.FITS, said(report)
    assert "the same 1 projects win" in said(report)
    assert "give 1 projects exactly what was adopted" in said(report)


def test_the_same_data_always_give_the_same_bytes(
    bundle: bytes, parts: Installation, told: tuple[Settings, int]
) -> None:
    assert sha256(exported(parts, told[1])).digest() == sha256(bundle).digest()


def test_any_program_for_archives_opens_it_and_reads_the_words_for_people(bundle: bytes) -> None:
    with zipfile.ZipFile(BytesIO(bundle)) as opened:
        assert opened.testzip() is None
        assert "What it cannot show" in opened.read("README.txt").decode()
        assert "Na nach urrainn" in opened.read("README.gd.txt").decode()
        assert "$" not in opened.read("README.txt").decode()


def test_the_command_says_a_line_for_each_check(path: Path) -> None:
    code, told = typed(str(path))
    assert code == Exit.FITS
    assert told.endswith("\nEverything fits.\n")
    assert told.count("✓") > 10


def test_a_plain_terminal_is_told_in_plain_signs(path: Path) -> None:
    code, told = typed(str(path), encoding="ascii")
    assert code == Exit.FITS
    assert "[ok] count: Counted again" in told


def test_it_speaks_gaelic_and_writes_a_page_to_print(path: Path) -> None:
    page = path.parent / "report.html"
    code, told = typed(str(path), "--language", "gd", "--html", str(page))
    assert code == Exit.FITS
    assert told.endswith("Tha a h-uile càil a’ freagairt.\n")
    written = page.read_text("utf-8")
    assert '<html lang="gd">' in written
    assert "Air a chunntadh a-rithist an seo" in written
    assert "http" not in written.replace("https://", "")
    assert "<script" not in written


def test_every_sentence_has_its_gaelic_with_the_same_figures() -> None:
    found = {
        ast.literal_eval(node.args[0])
        for name in tree.python(("moothill_verify/",))
        for node in ast.walk(tree.syntax(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence"
    }
    assert found - GAELIC.keys() == set()
    for english, gaelic in GAELIC.items():
        assert {one.split(")")[0] for one in english.split("%(")[1:]} == {
            one.split(")")[0] for one in gaelic.split("%(")[1:]
        }, english


def test_files_that_cannot_be_read_or_written_are_said(path: Path) -> None:
    assert typed(str(path.parent / "none.zip"))[0] == Exit.MALFORMED
    assert typed(str(path), "--html", str(path.parent / "none" / "report.html"))[0] == Exit.MALFORMED


def test_a_policy_of_ones_own_decides_who_may_sign(bundle: bytes, path: Path, parts: Installation) -> None:
    policy = path.parent / "policy.txt"
    policy.write_bytes(archive.members(bundle)["keys/policy.txt"])
    code, told = typed(str(path), "--policy", str(policy))
    assert code == Exit.FITS
    assert "came with the bundle" not in told
    policy.write_text(f"log {verifier_key(parts.keys.log_origin, WITNESS)}\n", "utf-8")
    code, told = typed(str(path), "--policy", str(policy))
    assert code == Exit.DOES_NOT_FIT
    assert "is not signed by a log that is trusted here" in told


def test_without_its_quorum_it_ends_with_three_and_with_it_holds(bundle: bytes, path: Path) -> None:
    files = archive.members(bundle)
    witness = verifier_key(NHS, WITNESS, KeyKind.COSIGNATURE)
    policy = files["keys/policy.txt"].decode().replace("quorum none", f"witness nhs {witness}\nquorum nhs")
    report = report_on(Asked(bundle, policy=(policy.encode(), "policy")))
    assert ending(report.lines) is Exit.NO_QUORUM
    note = files["log/checkpoint.txt"].decode()
    text = note.rpartition("\n\n")[0] + "\n"
    cosigned = (note + cosignature_line(text, NHS, WITNESS, 1765126800)).encode()
    proofs = {name: files[name].replace(note.encode(), cosigned) for name in files if name.startswith("proofs/")}
    witnessed = summed(files | proofs | {"log/checkpoint.txt": cosigned})
    report = report_on(Asked(witnessed, policy=(policy.encode(), "policy")))
    assert ending(report.lines) is Exit.FITS
    assert "cosigned it at 2025-12-07T17:00:00Z" in said(report)


def test_the_log_must_begin_with_what_an_older_checkpoint_signed(bundle: bytes, parts: Installation) -> None:
    with closing(parts.system_unit_of_work()) as uow:
        older = uow.session.scalars(select(LogCheckpoint).order_by(LogCheckpoint.size).limit(1)).one()
        size, note = older.size, older.note.encode()
    report = report_on(Asked(bundle, since=(note, "older")))
    assert ending(report.lines) is Exit.FITS
    assert f"its first {size} entries are the same" in said(report)
    origin = parts.keys.log_origin
    for wrong, words in (
        (f"{origin}\n{size}\n{b64encode(bytes(32)).decode()}\n", "the log was rewritten"),
        (f"{origin}\n999\n{b64encode(bytes(32)).decode()}\n", "entries are missing here"),
    ):
        signed = sign_note(wrong, origin, parts.keys.log).encode()
        report = report_on(Asked(bundle, since=(signed, "older")))
        assert ending(report.lines) is Exit.DOES_NOT_FIT
        assert words in said(report)
    foreign = sign_note(f"{origin}\n0\n{b64encode(EMPTY_ROOT).decode()}\n", origin, WITNESS).encode()
    assert ending(report_on(Asked(bundle, since=(foreign, "older"))).lines) is Exit.DOES_NOT_FIT
    assert open_checkpoint(note.decode(), verifier_key(origin, parts.keys.log)).checkpoint.size == size


def test_a_log_that_was_cut_back_and_signed_anew_is_red_beside_the_older_checkpoint(
    bundle: bytes, parts: Installation
) -> None:
    files = archive.members(bundle)
    lines = files["log/entries.jsonl"].splitlines(keepends=True)
    origin = parts.keys.log_origin
    forged = [*lines[:-1], lines[-1].replace(b'"pence":', b'"pence":1')]
    root = receipts.root([receipts.leaf_hash(line[:-1]) for line in forged])
    note = sign_note(f"{origin}\n{len(forged)}\n{b64encode(root).decode()}\n", origin, parts.keys.log).encode()
    harmed = summed(files | {"log/entries.jsonl": b"".join(forged), "log/checkpoint.txt": note})
    report = report_on(Asked(harmed, since=(files["log/checkpoint.txt"], "older")))
    assert "the log was rewritten" in said(report)


def test_receipts_codes_proofs_and_secrets_find_their_ballot(bundle: bytes, parts: Installation) -> None:
    poll, origin = poll_of(bundle), parts.keys.log_origin
    hashes = [bytes.fromhex(line) for line in archive.members(bundle)["box/hashes.txt"].decode().split()]
    note = receipts.sign_receipt(origin, poll, hashes[0], f"{origin}/receipts", parts.keys.receipt).encode()
    proof = box_proofs.prove(hashes[1], hashes, box_proofs.box_origin(origin, poll), parts.keys.receipt).text.encode()
    code = receipts.tracking_code(hashes[2]).lower()
    for asked in (
        Asked(bundle, receipt=(note, "receipt")),
        Asked(bundle, receipt=(proof, "proof")),
        Asked(bundle, code=code),
    ):
        report = report_on(asked)
        assert ending(report.lines) is Exit.FITS, said(report)
        assert "is in the box." in str(report.lines[-1])
    report = report_on(Asked(bundle, secret=(bytes([1]) * 16).hex()))
    assert ending(report.lines) is Exit.FITS
    assert "It was counted for: P01, P02" in str(report.lines[-1])


def test_what_is_no_ballot_of_this_box_is_said(bundle: bytes, parts: Installation) -> None:
    poll, keys, origin = poll_of(bundle), parts.keys, parts.keys.log_origin
    name = f"{origin}/receipts"
    promised = receipts.sign_receipt(origin, poll, bytes(32), name, keys.receipt)
    elsewhere = receipts.sign_receipt(origin, UUID(int=1), bytes(32), name, keys.receipt)
    forged = receipts.sign_receipt(origin, poll, bytes(32), name, WITNESS)
    proof = box_proofs.prove(bytes(32), [bytes(32)], box_proofs.box_origin(origin, poll), keys.receipt).text
    foreign = box_proofs.prove(bytes(32), [bytes(32)], box_proofs.box_origin(origin, poll), WITNESS).text
    for receipt in (promised, elsewhere, forged, proof, foreign, proof.replace("index 0", "index 1")):
        report = report_on(Asked(bundle, receipt=(receipt.encode(), "receipt")))
        assert ending(report.lines) is Exit.DOES_NOT_FIT, receipt
    for receipt in ("", "x", promised.replace("v1", "v2"), proof.replace("index", "place"), proof[:40]):
        report = report_on(Asked(bundle, receipt=(receipt.encode(), "receipt")))
        assert ending(report.lines) is not Exit.FITS
    assert ending(report_on(Asked(bundle, code="0000-0000-0000-0000")).lines) is Exit.DOES_NOT_FIT
    assert ending(report_on(Asked(bundle, code="0000")).lines) is Exit.MALFORMED
    assert ending(report_on(Asked(bundle, secret="ff" * 16)).lines) is Exit.DOES_NOT_FIT
    assert ending(report_on(Asked(bundle, secret="no")).lines) is Exit.MALFORMED


def test_a_replaced_ballot_is_said_to_have_left_the_box(bundle: bytes) -> None:
    files = archive.members(bundle)
    gone = summed(files | {"box/voided.txt": f"{bytes(32).hex()} replaced\n".encode()})
    report = report_on(Asked(gone, code="0000-0000-0000-0000"))
    assert "left the box: replaced" in said(report)
    assert "does not list the ballots that left the box by the log" in said(report)
    assert (
        verdict(summed(files | {"box/voided.txt": files["box/hashes.txt"].split(b"\n")[0] + b" replaced\n"}))
        is Exit.DOES_NOT_FIT
    )


def test_signs_that_steer_a_terminal_are_left_out(bundle: bytes, path: Path) -> None:
    files = archive.members(bundle)
    path.write_bytes(summed(files | {"poll.json": files["poll.json"].replace(b"Oban", b"\\u001b[2J")}))
    assert "\x1b" not in typed(str(path))[1]
