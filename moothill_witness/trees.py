"""Whether one tree begins with another: consistency proofs of RFC 6962, checked as RFC 9162, 2.1.4.2 says."""

from collections.abc import Sequence
from hashlib import sha256

from moothill_witness.faults import WrongProof

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()


def check_consistency(old_size: int, size: int, old_root: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Raise WrongProof unless `proof` shows that the tree of `size` leaves begins with that of `old_size`.

    Sizes are at least nought and the old one is not the larger. From nought every tree grows, with an empty proof.
    """
    if old_size in {0, size}:
        if proof or (old_size and old_root != root):
            raise WrongProof
        return
    path = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not path or not proof:
        raise WrongProof
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if _climbed(node, last, path) != (old_root, root):
        raise WrongProof


def _climbed(node: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the old and the new root that the path leads to."""
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise WrongProof
        if node & 1 or node == last:
            old, new = _above(sibling, old), _above(sibling, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = _above(new, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise WrongProof
    return old, new


def _above(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
