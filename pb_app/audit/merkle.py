"""The tree over the log: hashes, roots and proofs of RFC 6962, and the few hashes from which a tree can grow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from pb_app.refusals import Invalid, sentence

HASH_LENGTH = 32
EMPTY_ROOT = sha256(b"").digest()
TILE_HEIGHT = 8
"""Complete subtrees of this height and its multiples are kept, so that proofs need few hashes (C2SP tlog-tiles)."""
_SIZE_LENGTH = 8

Full = Callable[[int, int, bytes], object]
"""Hears of a complete subtree: how many tiles high it is, its place among those of its height, its root."""


class WrongProof(Invalid):
    """A proof, or the tree it is about, does not hold together."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of one leaf: SHA-256(0x00 || data) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of an inner node: SHA-256(0x01 || left || right) (RFC 6962, section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root(hashes: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in their order; over none it is SHA-256 of nothing."""
    if not hashes:
        return EMPTY_ROOT
    level = hashes
    while len(level) > 1:
        level = _level_above(level)
    return level[0]


def inclusion_proof(index: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the hashes that lead from leaf `index` to the root over `hashes`, lowest first (RFC 6962, 2.1.1)."""
    if not 0 <= index < len(hashes):
        raise WrongProof(sentence("A tree of %(size)d entries has no entry %(index)d."), size=len(hashes), index=index)
    proof = []
    for level in _levels(hashes):
        if index ^ 1 < len(level):
            proof.append(level[index ^ 1])
        index >>= 1
    return tuple(proof)


def consistency_proof(old_size: int, hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the hashes that show the tree over `hashes` to begin with its first `old_size` leaves (RFC 6962, 2.1.2).

    For the same size the proof is empty. A size of nought or beyond the tree is refused.
    """
    if not 0 < old_size <= len(hashes):
        raise WrongProof(
            sentence("A tree of %(size)d entries cannot grow from one of %(old)d."), size=len(hashes), old=old_size
        )
    if old_size == len(hashes):
        return ()
    complete = _trailing_zeros(old_size)  # the height of the largest full subtree at the old tree's end
    node = (old_size - 1) >> complete
    levels = _levels(hashes)[complete:]
    proof = [levels[0][node]] if node else []
    for level in levels:
        if node & 1 or node + 1 < len(level):
            proof.append(level[node ^ 1])
        node >>= 1
    return tuple(proof)


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], tree_root: bytes) -> None:
    """Refuse with `WrongProof` unless `proof` leads from `leaf` at `index` to `tree_root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise WrongProof(sentence("A tree of %(size)d entries has no entry %(index)d."), size=size, index=index)
    _check_lengths(leaf, tree_root, *proof)
    (reached,) = _climb(index, size - 1, (leaf,), proof)
    if reached != tree_root:
        raise WrongProof(sentence("The proof does not lead from the entry to the root."))


def verify_consistency(old_size: int, size: int, old_root: bytes, tree_root: bytes, proof: Sequence[bytes]) -> None:
    """Refuse with `WrongProof` unless `proof` shows the tree to begin with the old tree (RFC 9162, 2.1.4.2).

    What a tree of no entries is consistent with is for the caller to say; here such a size is refused.
    """
    if not 0 < old_size <= size:
        raise WrongProof(
            sentence("A tree of %(size)d entries cannot grow from one of %(old)d."), size=size, old=old_size
        )
    if old_size == size:
        return _verify_same(old_root, tree_root, proof)
    _check_lengths(old_root, tree_root, *proof)
    path = (old_root, *proof) if old_size & (old_size - 1) == 0 else tuple(proof)
    if not proof:
        raise WrongProof(sentence("The proof is too short."))
    complete = _trailing_zeros(old_size)
    reached = _climb((old_size - 1) >> complete, (size - 1) >> complete, (path[0], path[0]), path[1:])
    if reached != (old_root, tree_root):
        raise WrongProof(sentence("The proof does not lead from the old root to the new one."))
    return None


@dataclass(frozen=True, slots=True)
class CompactRange:
    """A tree known by its size and the roots of its complete subtrees, largest first: enough to go on appending.

    A size that does not fit the number of subtrees, or a hash of another length than 32 bytes, is refused.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.size < 1 << (8 * _SIZE_LENGTH) or self.size.bit_count() != len(self.peaks):
            raise WrongProof(
                sentence("%(peaks)d subtrees do not make a tree of %(size)d entries."),
                peaks=len(self.peaks),
                size=self.size,
            )
        _check_lengths(*self.peaks)

    def append(self, leaf: bytes) -> Self:
        """Return the range with one more leaf hash at its end."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes], full: Full = lambda _level, _place, _root: None) -> Self:
        """Return the range with more leaf hashes at its end, in their order; `full` hears what this completes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            node = leaf
            for height in range(1, _trailing_zeros(size + 1) + 1):
                node = node_hash(peaks.pop(), node)
                if height % TILE_HEIGHT == 0:
                    full(height // TILE_HEIGHT, size >> height, node)
            peaks.append(node)
            size += 1
        return type(self)(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        *larger, reached = self.peaks
        for peak in reversed(larger):
            reached = node_hash(peak, reached)
        return reached

    def serialise(self) -> bytes:
        """Return the size as eight bytes, most significant first, followed by the subtree roots."""
        return self.size.to_bytes(_SIZE_LENGTH, "big") + b"".join(self.peaks)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the range that `serialise` wrote; anything else is refused."""
        size, peaks = int.from_bytes(data[:_SIZE_LENGTH], "big"), data[_SIZE_LENGTH:]
        if len(data) < _SIZE_LENGTH:
            raise WrongProof(sentence("The record of the tree is cut short."))
        return cls(size, tuple(peaks[at : at + HASH_LENGTH] for at in range(0, len(peaks), HASH_LENGTH)))


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    """Hash the nodes of one level in pairs; a last node without a partner moves up as it is."""
    pairs = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
    return [*pairs, level[-1]] if len(level) & 1 else pairs


def _levels(hashes: Sequence[bytes]) -> list[Sequence[bytes]]:
    """Return every level from the leaves to the one below the root."""
    levels: list[Sequence[bytes]] = []
    level = hashes
    while len(level) > 1:
        levels.append(level)
        level = _level_above(level)
    return levels


def _climb(node: int, last: int, starts: tuple[bytes, ...], proof: Sequence[bytes]) -> tuple[bytes, ...]:
    """Carry hashes from `node` to the root; `last` is the last node of that level.

    The first of `starts` takes up only what lies to its left, the last of them everything.
    """
    *old, new = starts
    for sibling in proof:
        if last == 0:
            raise WrongProof(sentence("The proof is too long."))
        if node & 1 or node == last:
            old = [node_hash(sibling, one) for one in old]
            new = node_hash(sibling, new)
            alone = _trailing_zeros(node)  # levels on which this node has no partner
            node, last = node >> alone, last >> alone
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise WrongProof(sentence("The proof is too short."))
    return (*old, new)


def _verify_same(old_root: bytes, tree_root: bytes, proof: Sequence[bytes]) -> None:
    if old_root != tree_root:
        raise WrongProof(sentence("Two trees of the same size have different roots."))
    if proof:
        raise WrongProof(sentence("The proof is too long."))


def _check_lengths(*hashes: bytes) -> None:
    if any(len(one) != HASH_LENGTH for one in hashes):
        raise WrongProof(sentence("A hash is not 32 bytes long."))


def _trailing_zeros(number: int) -> int:
    """Return how often a number above nought can be halved."""
    return (number & -number).bit_length() - 1
