"""A witness cosigns what grew from what it cosigned, says exactly why not otherwise, and keeps what contradicts."""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from moothill_witness.faults import WrongProof
from moothill_witness.keys import read_signer
from moothill_witness.trees import check_consistency
from moothill_witness.witness import Answer, Witness
from pb_app.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pb_app.audit.keys import encode_base64, parse_vkey
from pb_app.audit.merkle import EMPTY_ROOT
from pb_app.audit.note import verifier_key
from tests.unit.audit.test_merkle_vectors import vectors
from tests.unit.witness.small_log import LOG, ORIGIN, SIGNER, TIME, SmallLog, digest, witness_in, written

ROOT_OF_THREE = "T3Lh6PKDtZw0vshxEdzdg4LnhP+Sgh+bO5NPsNUWvms="
PUBLISHED = (
    "— witness.example.scot/nhs /va9PwAAAABpNbKQw6pV4R8NTxdMlOgPxiNkeE+ALeB+7dPm3NR5ePtMcZaranTuHLxUgGb27xJsYFA5"
    "xV+U8qFwzAStkqdLEpszAw==\n"
)


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    return witness_in(tmp_path)


def status(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body if answer.status == 409 else ""


def test_the_published_cosignature_is_made_byte_for_byte(witness: Witness) -> None:
    note = sign_checkpoint(Checkpoint(ORIGIN, 3, b64decode(ROOT_OF_THREE)), LOG)
    assert witness.add_checkpoint(written(0, (), note)) == Answer(200, PUBLISHED)
    assert str(SIGNER.public) == "witness.example.scot/nhs+fef6bd3f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"


def test_a_log_that_grows_is_cosigned_and_its_reader_can_tell(witness: Witness) -> None:
    log, old = SmallLog.of(300), 0
    for size in (1, 2, 2, 7, 256, 300):
        answer = witness.add_checkpoint(log.request(old, size))
        opened = open_checkpoint(
            log.note(size) + answer.body, verifier_key(ORIGIN, LOG), [parse_vkey(str(SIGNER.public))]
        )
        assert [one.time for one in opened.cosignatures] == [TIME]
        old = size


def test_an_old_size_that_is_not_the_one_cosigned_is_told_the_one_that_is(witness: Witness) -> None:
    log = SmallLog.of(9)
    witness.add_checkpoint(log.request(0, 5))
    for request in (log.request(0, 9), log.request(4, 9), log.request(6, 9), log.request(0, 3)):
        answer = witness.add_checkpoint(request)
        assert answer == Answer(409, "5\n", "text/x.tlog.size")


def test_a_log_that_was_cut_short_and_signed_again_is_refused(witness: Witness) -> None:
    witness.add_checkpoint(SmallLog.of(5).request(0, 5))
    cut = SmallLog(SmallLog.of(3).leaves + SmallLog.of(6, "other").leaves[3:])
    assert status(witness.add_checkpoint(cut.request(3, 6))) == (409, "5\n")
    assert status(witness.add_checkpoint(cut.request(5, 6))) == (422, "")
    assert status(witness.add_checkpoint(cut.request(0, 3))) == (409, "5\n")
    assert witness.add_checkpoint(SmallLog.of(6).request(5, 6)).status == 200


def test_two_checkpoints_of_one_size_are_refused_and_both_kept(witness: Witness) -> None:
    log, fork = SmallLog.of(5), SmallLog.of(5, "other")
    witness.add_checkpoint(log.request(0, 3))
    witness.add_checkpoint(log.request(3, 5))
    for request in (fork.request(5, 5), fork.request(5, 5), fork.request(0, 3)):
        assert status(witness.add_checkpoint(request)) == (409, "5\n")
    kept = witness.records.contradictions()
    assert sorted((one.cosigned, one.other) for one in kept) == sorted(
        [(log.note(5), fork.note(5)), (log.note(3), fork.note(3))]
    )
    assert witness.add_checkpoint(log.request(5, 5)).status == 200


def test_a_proof_that_does_not_lead_there_is_refused(witness: Witness) -> None:
    log = SmallLog.of(9)
    note = log.note(9)
    assert witness.add_checkpoint(written(0, (digest("x"),), note)).status == 422
    witness.add_checkpoint(log.request(0, 6))
    for proof in ((), (digest("x"),), (digest("x"),) * 63):
        assert witness.add_checkpoint(written(6, proof, note)).status == 422
    assert witness.add_checkpoint(written(6, (digest("x"),), log.note(6))).status == 422
    assert witness.add_checkpoint(log.request(6, 9)).status == 200


def test_an_unknown_log_is_not_found_and_an_unknown_key_forbidden(witness: Witness) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    assert witness.add_checkpoint(SmallLog(origin="log.example.scot/cpp-2").request(0, 0)).status == 404
    homograph = ORIGIN.replace("c", "с")
    assert witness.add_checkpoint(SmallLog(origin=homograph).request(0, 0)).status == 404
    assert witness.add_checkpoint(SmallLog(private=other).request(0, 0)).status == 403
    lines = SmallLog().note(0) + SmallLog(private=other).note(0).partition("\n\n")[2]
    assert witness.add_checkpoint(written(0, (), lines)).status == 200  # unknown keys are ignored
    changed = SmallLog.of(1).note(1).partition("\n\n")[0] + "\n\n" + SmallLog().note(0).partition("\n\n")[2]
    assert witness.add_checkpoint(written(0, (), changed)).status == 403


def test_after_a_change_of_key_both_keys_may_sign(tmp_path: Path) -> None:
    new = Ed25519PrivateKey.from_private_bytes(bytes(32))
    witness = witness_in(tmp_path, str(verifier_key(ORIGIN, LOG)), str(verifier_key(ORIGIN, new)))
    log = SmallLog.of(4)
    assert witness.add_checkpoint(log.request(0, 3)).status == 200
    log.private = new
    assert witness.add_checkpoint(log.request(3, 4)).status == 200


def test_an_old_size_beyond_the_checkpoint_is_a_bad_request(witness: Witness) -> None:
    assert witness.add_checkpoint(written(6, (), SmallLog.of(5).note(5))).status == 400


NOTE = SmallLog.of(1).note(1)
SIGNED = NOTE.partition("\n\n")[2]
HASH = encode_base64(digest("x"))
HASHES = f"{HASH}\n" * 64
MALFORMED = {
    "nothing": b"",
    "no old size": f"\n{NOTE}".encode(),
    "another word": f"new 0\n\n{NOTE}".encode(),
    "a leading zero": f"old 00\n\n{NOTE}".encode(),
    "a negative size": f"old -1\n\n{NOTE}".encode(),
    "64 hashes": f"old 0\n{HASHES}\n{NOTE}".encode(),
    "a short hash": f"old 0\nAAAA\n\n{NOTE}".encode(),
    "a hash in no base64": f"old 0\n{HASH[:-1]}!\n\n{NOTE}".encode(),
    "a hash in another base64": f"old 0\n{HASH[:-2]}{chr(ord(HASH[-2]) + 1)}=\n\n{NOTE}".encode(),
    "line ends of Windows": f"old 0\n\n{NOTE}".replace("\n", "\r\n").encode(),
    "a carriage return in the note": f"old 0\n\n{NOTE}".replace("\n1\n", "\r\n1\n").encode(),
    "no UTF-8": b"old 0\n\n" + NOTE.encode() + b"\xff",
    "no signature": f"old 0\n\n{NOTE.partition('— ')[0]}".encode(),
    "a hyphen for the dash": f"old 0\n\n{NOTE}".replace("—", "-").encode(),
    "an empty signature": f"old 0\n\n{NOTE.rpartition(' ')[0]} AAAA\n".encode(),
    "17 signatures": f"old 0\n\n{NOTE}{SIGNED * 16}".encode(),
    "two lines": f"old 0\n\n{NOTE}".replace("\n1\n", "\n").encode(),
    "a size with a sign": f"old 0\n\n{NOTE}".replace("\n1\n", "\n+1\n").encode(),
    "a root too short": f"old 0\n\n{ORIGIN}\n1\nAAAA\n\n{SIGNED}".encode(),
    "an empty tree with a root": f"old 0\n\n{NOTE}".replace("\n1\n", "\n0\n").encode(),
    "too long": b"old 0\n" + b"x" * 100_000,
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_not_written_as_the_specification_says_is_a_bad_request(witness: Witness, body: bytes) -> None:
    assert witness.add_checkpoint(body).status == 400


def test_lines_that_extend_a_checkpoint_are_cosigned_as_they_stand(witness: Witness) -> None:
    empty = f"{ORIGIN}\n0\n{encode_base64(EMPTY_ROOT)}\nmore of another log\n"
    line = f"— {ORIGIN} {encode_base64(verifier_key(ORIGIN, LOG).key_id + LOG.sign(empty.encode()))}\n"
    answer = witness.add_checkpoint(written(0, (), f"{empty}\n{line}"))
    signed = b64decode(answer.body.split()[-1])
    message = f"cosignature/v1\ntime {TIME}\n{empty}".encode()
    SIGNER.public.check(signed[12:], message)


def test_of_two_requests_at_once_the_smaller_never_comes_after_the_larger(witness: Witness) -> None:
    log = SmallLog.of(40)
    witness.add_checkpoint(log.request(0, 10))
    sizes = range(11, 27)
    start = Barrier(len(sizes))

    def ask(size: int) -> Answer:
        start.wait()
        return witness.add_checkpoint(log.request(10, size))

    with ThreadPoolExecutor(len(sizes)) as threads:
        answers = list(threads.map(ask, sizes))
    (won,) = [size for size, answer in zip(sizes, answers, strict=True) if answer.status == 200]
    assert {answer.body for answer in answers if answer.status == 409} == {f"{won}\n"}
    assert witness.add_checkpoint(log.request(won, 40)).status == 200


def test_the_published_consistency_proofs_are_judged_as_published() -> None:
    """A size of nought, which the vectors leave to the caller, is checked before by the witness."""
    judged = {}
    for vector in vectors("consistency.jsonl"):
        old, size = vector["size1"], vector["size2"]
        roots = [b64decode(vector[name] or "") for name in ("root1", "root2")]
        try:
            if not 0 < old <= size:
                raise WrongProof  # noqa: TRY301 - what the caller decides
            check_consistency(old, size, roots[0], roots[1], [b64decode(one) for one in vector["proof"] or ()])
            judged[vector["name"]] = False
        except WrongProof:
            judged[vector["name"]] = True
    assert len(judged) == 98
    assert judged == {vector["name"]: vector["wantErr"] for vector in vectors("consistency.jsonl")}


def test_its_key_is_read_as_it_was_written() -> None:
    assert str(read_signer(SIGNER.secret()).public) == str(SIGNER.public)
