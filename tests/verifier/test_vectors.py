"""The verifier's own tree, notes and cosignatures agree with every published vector."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest

from moothill_verify import notes
from moothill_verify.canonical import read
from moothill_verify.faults import Malformed, Mismatch
from moothill_verify.policy import policy_of
from moothill_verify.tree import Tree, is_consistent, leaf_hash, node_hash, root_by_inclusion, root_of

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LOG = "log.example.scot/cpp-1+ad5de04e+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
WITNESS = "witness.example.scot/nhs+fef6bd3f+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
NOTE = (
    "log.example.scot/cpp-1\n3\nT3Lh6PKDtZw0vshxEdzdg4LnhP+Sgh+bO5NPsNUWvms=\n\n"
    "— log.example.scot/cpp-1 "
    "rV3gTjsyD5MSTqkg2owW21nwcgKmbK49QYbTzhOA1B4OJLZTuhwnZ1VGzpzdDTlBerdevbEWmfuURSB3udY7zu5CDQk=\n"
    "— witness.example.scot/nhs "
    "/va9PwAAAABpNbKQw6pV4R8NTxdMlOgPxiNkeE+ALeB+7dPm3NR5ePtMcZaranTuHLxUgGb27xJsYFA5xV+U8qFwzAStkqdLEpszAw==\n"
)
BALLOT = (
    b'{"b":["P03","P07","P12"],"ch":"online","n":"000102030405060708090a0b0c0d0e0f",'
    b'"poll":"0193b8d2-5d7a-7d3c-9b3e-8a6f3f1c2b4d","v":1}'
)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_of_the_reference_tree(size: int) -> None:
    assert root_of(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]).hex() == ROOTS[size]


def test_the_hashes_of_a_leaf_and_a_node() -> None:
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_every_published_proof_is_judged_as_published(real_data: Path) -> None:
    folder, wrong = real_data / "rfc6962", []
    for line in (folder / "inclusion.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        proof = [b64decode(part) for part in one["proof"] or []]
        root = root_by_inclusion(one["leafIdx"], one["treeSize"], b64decode(one["leafHash"]), proof)
        wrong += [one["name"]] if (root != b64decode(one["root"])) != one["wantErr"] else []
    for line in (folder / "consistency.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        proof = [b64decode(part) for part in one["proof"] or []]
        roots = b64decode(one["root1"]), b64decode(one["root2"])
        agreed = is_consistent(one["size1"], one["size2"], *roots, proof)
        wrong += [one["name"]] if agreed == one["wantErr"] else []
    assert wrong == []


def test_a_tree_that_grows_has_the_same_roots() -> None:
    tree = Tree()
    for size, leaf in enumerate(LEAVES):
        assert tree.root().hex() == ROOTS[size]
        tree.add(leaf_hash(bytes.fromhex(leaf)))


def test_the_example_of_the_notes_standard_opens() -> None:
    key = notes.key_of("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key")
    signature = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    note = f"This is an example message.\n\n— example.com/foo {signature}\n"
    assert notes.opened(note.encode(), [key], "note").by == {key: None}


def test_the_example_of_go_opens() -> None:
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    key = notes.key_of("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "key")
    assert notes.opened(f"{text}\n— PeterNeumann {signature}\n".encode(), [key], "note").text == text


def test_a_checkpoint_of_our_own_opens_with_its_witness() -> None:
    log, witness = notes.key_of(LOG, "key"), notes.key_of(WITNESS, "key")
    signed = notes.opened(NOTE.encode(), [log, witness], "note")
    assert signed.by == {log: None, witness: 1765126800}
    assert notes.checkpoint_of(signed.text, "note").size == 3
    assert (log.vkey, witness.vkey) == (LOG, WITNESS)


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("\n3\n", "\n4\n"),
        NOTE.replace("\n3\n", "\n03\n"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("rV3gTj", "rV3gTk"),
        NOTE.replace("CDQk=", "CDQl="),
        NOTE.replace("— witness", "- witness"),
        NOTE + NOTE.splitlines(keepends=True)[4],
        NOTE[:-1],
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("rV3gTj", "") + "— a AAAA\n" * 63,
    ],
)
def test_no_changed_note_opens(note: str) -> None:
    with pytest.raises((Malformed, Mismatch)):
        notes.checkpoint_of(notes.opened(note.encode(), [notes.key_of(LOG, "key")], "note").text, "note")


def test_the_vector_of_a_ballot() -> None:
    assert read(BALLOT, "ballot")["ch"] == "online"
    assert leaf_hash(BALLOT).hex() == "dccfdd1ba307c3b7c52d3c15c6d5760765a4c183e565f6051d19e52148bdc0ec"


@pytest.mark.parametrize(
    "text", ["{ }", '{"b":1,"a":2}', '{"a":1.0}', '{"a":null}', '{"a":9007199254740992}', "[1]", "x"]
)
def test_what_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        read(text.encode(), "file")


def test_a_key_of_every_reading_is_refused_but_the_right_one() -> None:
    for vkey in (LOG.replace("ad5de04e", "ad5de04f"), LOG.replace("+AQ", "+AR"), LOG[:-4], f" {LOG}", "a+b+c"):
        with pytest.raises(Malformed):
            notes.key_of(vkey, "key")


def test_a_quorum_is_met_by_enough_of_its_witnesses() -> None:
    text = f"# ours\nlog {LOG}\nwitness nhs {WITNESS} https://w.example\ngroup both 1 nhs\nquorum both\n"
    policy = policy_of(text.encode(), "policy")
    assert policy.is_met({notes.key_of(WITNESS, "key"): 1})
    assert not policy.is_met({})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "quorum none\n",
        f"log {WITNESS}\n",
        f"log {LOG}\nwitness none {WITNESS}\n",
        f"log {LOG}\nwitness a {LOG}\n",
        f"log {LOG}\nquorum nobody\n",
        f"log {LOG}\nwitness a {WITNESS}\nwitness a {WITNESS}\n",
        f"log {LOG}\nwitness a {WITNESS}\ngroup g 2 a\n",
        f"log {LOG}\nwitness a {WITNESS}\ngroup g all g\n",
        f"log {LOG}\nwitness a {WITNESS}\ngroup g x a\n",
        "\xff",
    ],
)
def test_a_policy_that_cannot_be_understood_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        policy_of(text.encode("latin-1"), "policy")


def test_fingerprints_are_those_of_the_whole_key() -> None:
    assert notes.key_of(LOG, "key").fingerprint.replace(" ", "") == sha256(LOG.encode()).hexdigest()[:32]
