"""The tree of RFC 6962: hashes of leaves and nodes, roots, and the two kinds of proofs (RFC 9162, section 2.1)."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

HASH = 32
EMPTY = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree that grows leaf by leaf; what is kept are the roots of its full subtrees, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """Take in the hash of the next leaf."""
        number = self.size
        while number % 2:
            leaf = node_hash(self._full.pop(), leaf)
            number //= 2
        self._full.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._full:
            return EMPTY
        whole = self._full[-1]
        for left in reversed(self._full[:-1]):
            whole = node_hash(left, whole)
        return whole


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over the hashes of leaves in their order."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def root_by_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to from a leaf; None where it can be none (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(leaf) != HASH or any(len(one) != HASH for one in proof):
        return None
    place, last, found = index, size - 1, leaf
    for one in proof:
        if last == 0:
            return None
        if place % 2 or place == last:
            found = node_hash(one, found)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, one)
        place, last = place // 2, last // 2
    return found if last == 0 else None


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether a proof shows that the tree of `new` leaves begins with that of `old` (RFC 9162, 2.1.4.2)."""
    if old == new:
        return not proof and old_root == new_root and (old > 0 or old_root == EMPTY)
    if not 0 < old < new or any(len(one) != HASH for one in (old_root, new_root, *proof)):
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place // 2, last // 2
    first, second = path[0], path[0]
    for one in path[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            first, second = node_hash(one, first), node_hash(one, second)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            second = node_hash(second, one)
        place, last = place // 2, last // 2
    return last == 0 and first == old_root and second == new_root
