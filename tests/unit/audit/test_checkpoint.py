"""Entries, checkpoints and the witness's word are those of the pinned vectors, byte for byte."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb_app.audit.canonical import decode, encode
from pb_app.audit.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from pb_app.audit.keys import KeyKind, WrongNote, parse_vkey
from pb_app.audit.merkle import EMPTY_ROOT, CompactRange, consistency_proof, inclusion_proof, leaf_hash, root
from pb_app.audit.note import cosignature_line, sign_note, verifier_key

ORIGIN, WITNESS_NAME = "log.example.scot/cpp-1", "witness.example.scot/nhs"
LOG = Ed25519PrivateKey.from_private_bytes(bytes(range(0x20)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(0x20, 0x40)))
LOG_KEY = parse_vkey("log.example.scot/cpp-1+ad5de04e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")
WITNESS_KEY = parse_vkey("witness.example.scot/nhs+fef6bd3f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X")
POLL = "0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d"
TIME = 1_765_126_800

L0 = (
    b'{"actor":"8f3a","at":"2026-11-23T09:00:00Z","d":{"rules":"sha256:'
    b'6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"},'
    b'"poll":"0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d","t":"poll.opened","v":1}'
)
L1 = (
    b'{"at":"2026-11-23T09:15:00Z","d":{"n":12,"set":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},'
    b'"poll":"0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d","t":"ballots.mixed","v":1}'
)
L2 = (
    b'{"at":"2026-12-07T17:00:00Z","d":{"ballots":412,"marks":412,"root":'
    b'"26f8567f2569182294c3fa5b9f9cb2270b554eef628b4c149cf82a42888ff4ae"},'
    b'"poll":"0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d","t":"poll.closed","v":1}'
)
ENTRIES: list[tuple[bytes, dict[str, Any]]] = [
    (
        L0,
        {
            "v": 1,
            "t": "poll.opened",
            "at": "2026-11-23T09:00:00Z",
            "poll": POLL,
            "actor": "8f3a",
            "d": {"rules": "sha256:6c621d1a05138a7888d37d9269a9da8e2e11e4aced2f6cfd24b05ab1b9e61bb0"},
        },
    ),
    (
        L1,
        {
            "v": 1,
            "t": "ballots.mixed",
            "at": "2026-11-23T09:15:00Z",
            "poll": POLL,
            "d": {"n": 12, "set": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"},
        },
    ),
    (
        L2,
        {
            "v": 1,
            "t": "poll.closed",
            "at": "2026-12-07T17:00:00Z",
            "poll": POLL,
            "d": {
                "ballots": 412,
                "marks": 412,
                "root": "26f8567f2569182294c3fa5b9f9cb2270b554eef628b4c149cf82a42888ff4ae",
            },
        },
    ),
]
HASHES = [leaf_hash(body) for body, _ in ENTRIES]
SIGNED = (
    "log.example.scot/cpp-1\n"
    "3\n"
    "T3Lh6PKDtZw0vshxEdzdg4LnhP+Sgh+bO5NPsNUWvms=\n"
    "\n"
    "— log.example.scot/cpp-1 "
    "rV3gTjsyD5MSTqkg2owW21nwcgKmbK49QYbTzhOA1B4OJLZTuhwnZ1VGzpzdDTlBerdevbEWmfuURSB3udY7zu5CDQk=\n"
)
COSIGNED = (
    "— witness.example.scot/nhs "
    "/va9PwAAAABpNbKQw6pV4R8NTxdMlOgPxiNkeE+ALeB+7dPm3NR5ePtMcZaranTuHLxUgGb27xJsYFA5xV+U8qFwzAStkqdLEpszAw==\n"
)
RFC_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]


def test_the_entries_of_the_vectors_have_their_bytes_and_leaf_hashes() -> None:
    assert [encode(value) for _, value in ENTRIES] == [L0, L1, L2]
    assert [decode(body) for body, _ in ENTRIES] == [value for _, value in ENTRIES]
    assert [leaf.hex() for leaf in HASHES] == [
        "5a25e66111aabb97da71fa5e32b0969bc2b20f832dd866bdd45ad935dad9a877",
        "06bfc5f12bfa99f3c2da4d302c6d8fe5135e3c5c6fa66c6920523a8959c54141",
        "c17b983799b61bea59be2ba7eec311a2498ab59764fac748c516e6b3579c34b6",
    ]


def test_the_roots_and_proofs_of_the_vectors_come_out() -> None:
    assert root(HASHES[:2]).hex() == "a07d177d44fb7ec3a96455197b9541100360f75000a179bb26930772bf80e5f2"
    assert root(HASHES).hex() == "4f72e1e8f283b59c34bec87111dcdd8382e784ff92821f9b3b934fb0d516be6b"
    assert inclusion_proof(2, HASHES) == (root(HASHES[:2]),)
    assert consistency_proof(1, HASHES) == (HASHES[1], HASHES[2])


def test_the_checkpoint_of_the_vectors_is_signed_and_cosigned_byte_for_byte() -> None:
    checkpoint = Checkpoint(ORIGIN, 3, CompactRange().extend(HASHES).root())
    assert sign_checkpoint(checkpoint, LOG) == SIGNED
    assert cosignature_line(checkpoint.text, WITNESS_NAME, WITNESS, TIME) == COSIGNED


@pytest.mark.parametrize(
    ("size", "signature"),
    [
        (8, "rV3gThqx67DzWJykXv2Wn+GR+IS7/eCpwMpAOWFVb/lQUBdL8teUxMMo6R+tkhd0c1JgZ9IVO57twGXJ6Ble+wJkuQM="),
        (7, "rV3gTsjSI5Z66VvbaKXgLa1h7yWJGXnAJWChKFvbQVehbiF2H/vvFqFdvrhW828Me5/kEREOVSj31K4VR0FgtADpLgU="),
    ],
)
def test_the_trees_of_the_standard_are_signed_as_pinned(size: int, signature: str) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in RFC_LEAVES[:size]]
    note = sign_checkpoint(Checkpoint(ORIGIN, size, root(hashes)), LOG)
    roots = {8: "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=", 7: "3bib5AOAnjJXUNPSY814kpwpQreUKjS3fhIslZSnTIw="}
    assert note == f"{ORIGIN}\n{size}\n{roots[size]}\n\n— {ORIGIN} {signature}\n"


def test_a_cosigned_checkpoint_opens_with_the_witness_and_its_time() -> None:
    opened = open_checkpoint(SIGNED + COSIGNED, LOG_KEY, [WITNESS_KEY])
    assert opened.checkpoint == Checkpoint(ORIGIN, 3, root(HASHES))
    assert [(one.key.name, one.time) for one in opened.cosignatures] == [(WITNESS_NAME, TIME)]
    assert open_checkpoint(SIGNED + COSIGNED, LOG_KEY).cosignatures == ()


def test_a_checkpoint_that_only_a_witness_signed_is_refused() -> None:
    text = Checkpoint(ORIGIN, 3, root(HASHES)).text
    with pytest.raises(WrongNote, match="The log itself did not sign"):
        open_checkpoint(f"{text}\n{COSIGNED}", LOG_KEY, [WITNESS_KEY])


def test_a_checkpoint_of_another_log_under_this_key_is_refused() -> None:
    text = Checkpoint("other.example", 3, root(HASHES)).text
    with pytest.raises(WrongNote, match=r"The checkpoint is of other\.example, the key of log\.example\.scot/cpp-1"):
        open_checkpoint(sign_note(text, ORIGIN, LOG), LOG_KEY)


def test_a_checkpoint_comes_back_from_its_text() -> None:
    for checkpoint in (Checkpoint(ORIGIN, 3, root(HASHES)), Checkpoint(ORIGIN, 0, EMPTY_ROOT)):
        assert parse_checkpoint(checkpoint.text) == checkpoint


ROOT = "T3Lh6PKDtZw0vshxEdzdg4LnhP+Sgh+bO5NPsNUWvms="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n3\n{ROOT}",
        f"{ORIGIN}\n3\n{ROOT}\n\n",
        f"{ORIGIN}\n3\n{ROOT}\nextension\n",
        f"{ORIGIN}\n03\n{ROOT}\n",
        f"{ORIGIN}\n+3\n{ROOT}\n",
        f"{ORIGIN}\n-3\n{ROOT}\n",
        f"{ORIGIN}\n\u0663\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 30}\n{ROOT}\n",
        f"{ORIGIN}\n\n{ROOT}\n",
    ],
)
def test_a_text_that_is_not_three_lines_with_a_size_is_refused(text: str) -> None:
    with pytest.raises(WrongNote, match="three lines"):
        parse_checkpoint(text)


@pytest.mark.parametrize("line", ["3", f"{ROOT[:-2]}t="])
def test_a_root_that_is_not_base64_in_its_one_form_is_refused(line: str) -> None:
    with pytest.raises(WrongNote, match="base64"):
        parse_checkpoint(f"{ORIGIN}\n3\n{line}\n")


@pytest.mark.parametrize(("size", "digest"), [(-1, bytes(32)), (3, bytes(31)), (0, bytes(32))])
def test_a_size_and_a_root_of_no_tree_are_refused(size: int, digest: bytes) -> None:
    with pytest.raises(WrongNote, match="do not belong to a tree"):
        Checkpoint(ORIGIN, size, digest)


@pytest.mark.parametrize("origin", ["", "two words", "a+b", "a\nb"])
def test_an_origin_that_could_not_name_a_key_names_no_log(origin: str) -> None:
    with pytest.raises(WrongNote, match="cannot name a log"):
        Checkpoint(origin, 0, EMPTY_ROOT)


def test_the_witness_key_is_of_its_own_kind() -> None:
    assert verifier_key(WITNESS_NAME, WITNESS, KeyKind.COSIGNATURE) == WITNESS_KEY
