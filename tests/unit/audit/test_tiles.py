"""Tiles stand where the specification says, and every proof made from them is the one that RFC 6962 asks for."""

import pytest

from pb_app.audit.merkle import (
    TILE_HEIGHT,
    CompactRange,
    WrongProof,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
)
from pb_app.audit.tiles import Place, TileTree, bundle, read_place
from pb_app.refusals import Invalid

LARGE = 66_000


def tree_of(hashes: list[bytes]) -> tuple[TileTree, dict[tuple[int, int], bytes]]:
    """A tree whose nodes are kept as the sequencer keeps them."""
    kept: dict[tuple[int, int], bytes] = {}
    CompactRange().extend(hashes, lambda level, place, node: kept.update({(level, place): node}))

    def read(level: int, first: int, end: int) -> list[bytes]:
        return hashes[first:end] if level == 0 else [kept[level, place] for place in range(first, end)]

    return TileTree(len(hashes), read), kept


LEAVES = [leaf_hash(number.to_bytes(4, "big")) for number in range(LARGE)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 64])
def test_proofs_of_small_trees_are_those_of_the_whole_list(size: int) -> None:
    tree, _ = tree_of(LEAVES[:64])
    assert tree.root_of(size) == root(LEAVES[:size])
    for index in range(size):
        assert tree.inclusion(index, size) == inclusion_proof(index, LEAVES[:size])
        assert tree.consistency(index + 1, size) == consistency_proof(index + 1, LEAVES[:size])


@pytest.mark.parametrize("size", [255, 256, 257, 511, 65_535, 65_536, 65_537, LARGE])
def test_proofs_across_tiles_are_those_of_the_whole_list(size: int) -> None:
    tree, _ = tree_of(LEAVES)
    assert tree.root_of(size) == root(LEAVES[:size])
    for index in {0, 100, 254, 255, 256, size // 2, size - 1} & set(range(size)):
        assert tree.inclusion(index, size) == inclusion_proof(index, LEAVES[:size])
        assert tree.consistency(index + 1, size) == consistency_proof(index + 1, LEAVES[:size])


def test_a_proof_needs_few_tiles() -> None:
    tree, _ = tree_of(LEAVES)
    tree.inclusion(12_345, LARGE)
    assert len(tree._tiles) <= 5


def test_the_nodes_that_are_kept_are_the_roots_of_full_tiles() -> None:
    _, kept = tree_of(LEAVES)
    width = 1 << TILE_HEIGHT
    assert sum(1 for level, _ in kept if level == 1) == LARGE // width
    assert kept[1, 200] == root(LEAVES[200 * width : 201 * width])
    assert kept[2, 0] == root(LEAVES[: width * width])
    assert len([one for one in kept if one[0] == 2]) == 1


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("000", Place(0)),
        ("067", Place(67)),
        ("x001/000", Place(1_000)),
        ("x001/x234/067", Place(1_234_067)),
        ("x001/x234/067.p/5", Place(1_234_067, 5)),
        ("000.p/255", Place(0, 255)),
    ],
)
def test_the_place_of_a_tile_is_written_as_the_specification_says(path: str, place: Place) -> None:
    assert read_place(path) == place
    assert str(place) == path


@pytest.mark.parametrize(
    "path",
    ["", "0", "67", "0067", "x000/001", "x001/x234/67", "001/234", "000.p/0", "000.p/256", "000.p/05", "000/", "٠٠١"],
)
def test_a_place_written_in_another_way_is_refused(path: str) -> None:
    with pytest.raises(Invalid):
        read_place(path)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0), (0, 9)])
def test_there_is_no_proof_beyond_the_tree(index: int, size: int) -> None:
    tree, _ = tree_of(LEAVES[:8])
    with pytest.raises(WrongProof):
        tree.inclusion(index, size)
    with pytest.raises(WrongProof):
        tree.consistency(index + 1, size)


def test_a_bundle_says_how_long_each_entry_is() -> None:
    assert bundle([b"", b"ab", b"x" * 300]) == b"\0\0\0\x02ab\x01\x2c" + b"x" * 300
