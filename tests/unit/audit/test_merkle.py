"""The tree is that of RFC 6962: known roots, known proofs, every proof of small trees, and no other."""

from base64 import b64decode

import pytest

from pb_app.audit.merkle import (
    EMPTY_ROOT,
    CompactRange,
    WrongProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [
    leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
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
MANY = [leaf_hash(bytes([number])) for number in range(64)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_over_the_first_leaves_are_the_known_ones(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]
    assert CompactRange().extend(LEAVES[:size]).root().hex() == ROOTS[size]


def test_a_leaf_and_a_node_are_hashed_with_their_own_prefix() -> None:
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


def test_the_known_inclusion_proof_comes_out() -> None:
    assert inclusion_proof(5, LEAVES) == (
        b64decode("vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="),
        b64decode("yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA="),
        b64decode("037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="),
    )


def test_the_known_consistency_proof_comes_out() -> None:
    assert consistency_proof(6, LEAVES) == (
        b64decode("DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o="),
        b64decode("yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA="),
        b64decode("037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="),
    )


@pytest.mark.parametrize("size", range(1, 65))
def test_every_inclusion_proof_of_a_small_tree_holds_and_holds_for_no_other_place(size: int) -> None:
    leaves = MANY[:size]
    for index, leaf in enumerate(leaves):
        proof = inclusion_proof(index, leaves)
        verify_inclusion(index, size, leaf, proof, root(leaves))
        if size > 1:
            with pytest.raises(WrongProof):
                verify_inclusion((index + 1) % size, size, leaf, proof, root(leaves))


@pytest.mark.parametrize("size", range(1, 65))
def test_every_consistency_proof_of_a_small_tree_holds_and_holds_for_no_other_root(size: int) -> None:
    leaves = MANY[:size]
    for old in range(1, size + 1):
        proof = consistency_proof(old, leaves)
        verify_consistency(old, size, root(leaves[:old]), root(leaves), proof)
        with pytest.raises(WrongProof):
            verify_consistency(old, size, root(leaves[: old - 1]), root(leaves), proof)


@pytest.mark.parametrize("size", range(1, 65))
def test_a_compact_range_goes_on_from_any_size(size: int) -> None:
    stored = CompactRange().extend(MANY[: size - 1]).serialise()
    grown = CompactRange.parse(stored).append(MANY[size - 1])
    assert grown.root() == root(MANY[:size])
    assert grown == CompactRange().extend(MANY[:size])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (-1, 3), (3, 3)])
def test_there_is_no_proof_for_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(WrongProof, match="has no entry"):
        inclusion_proof(index, MANY[:size])
    with pytest.raises(WrongProof, match="has no entry"):
        verify_inclusion(index, size, MANY[0], (), EMPTY_ROOT)


@pytest.mark.parametrize(("old", "size"), [(0, 3), (-1, 3), (4, 3), (0, 0)])
def test_there_is_no_proof_of_growth_from_nothing_or_from_more(old: int, size: int) -> None:
    with pytest.raises(WrongProof, match="cannot grow"):
        consistency_proof(old, MANY[:size])
    with pytest.raises(WrongProof, match="cannot grow"):
        verify_consistency(old, size, EMPTY_ROOT, root(MANY[:size]), ())


def test_an_inclusion_proof_of_another_length_is_refused() -> None:
    proof = inclusion_proof(5, LEAVES)
    with pytest.raises(WrongProof, match="too long"):
        verify_inclusion(5, 8, LEAVES[5], (*proof, proof[0]), root(LEAVES))
    with pytest.raises(WrongProof, match="too short"):
        verify_inclusion(5, 8, LEAVES[5], proof[:-1], root(LEAVES))


def test_a_consistency_proof_of_another_length_is_refused() -> None:
    proof, old_root = consistency_proof(6, LEAVES), root(LEAVES[:6])
    with pytest.raises(WrongProof, match="too long"):
        verify_consistency(6, 8, old_root, root(LEAVES), (*proof, proof[0]))
    with pytest.raises(WrongProof, match="too short"):
        verify_consistency(6, 8, old_root, root(LEAVES), proof[:-1])
    with pytest.raises(WrongProof, match="too short"):
        verify_consistency(6, 8, old_root, root(LEAVES), ())


def test_trees_of_one_size_need_one_root_and_no_proof() -> None:
    whole = root(LEAVES)
    verify_consistency(8, 8, whole, whole, ())
    with pytest.raises(WrongProof, match="different roots"):
        verify_consistency(8, 8, whole, root(LEAVES[:7]), ())
    with pytest.raises(WrongProof, match="too long"):
        verify_consistency(8, 8, whole, whole, (whole,))


def test_a_hash_of_another_length_is_refused() -> None:
    with pytest.raises(WrongProof, match="32 bytes"):
        verify_inclusion(0, 2, LEAVES[0], (b"",), root(LEAVES[:2]))
    with pytest.raises(WrongProof, match="32 bytes"):
        verify_consistency(1, 2, LEAVES[0], root(LEAVES[:2]), (b"short",))
    with pytest.raises(WrongProof, match="32 bytes"):
        CompactRange().append(b"short")


@pytest.mark.parametrize(
    ("stored", "sentence"),
    [
        (b"", "cut short"),
        (b"\x00" * 7, "cut short"),
        ((3).to_bytes(8, "big") + MANY[0], "1 subtrees do not make a tree of 3 entries"),
        ((1).to_bytes(8, "big") + MANY[0] + b"x", "2 subtrees do not make a tree of 1 entries"),
        ((3).to_bytes(8, "big") + MANY[0] + b"x", "32 bytes"),
    ],
)
def test_a_damaged_record_of_the_tree_is_refused(stored: bytes, sentence: str) -> None:
    with pytest.raises(WrongProof, match=sentence):
        CompactRange.parse(stored)


def test_a_tree_of_a_hundred_thousand_entries_is_one_however_it_was_built() -> None:
    leaves = [leaf_hash(number.to_bytes(4, "big")) for number in range(100_000)]
    whole = root(leaves)
    assert CompactRange().extend(leaves).root() == whole
    verify_inclusion(77_777, len(leaves), leaves[77_777], inclusion_proof(77_777, leaves), whole)
    verify_consistency(65_537, len(leaves), root(leaves[:65_537]), whole, consistency_proof(65_537, leaves))
