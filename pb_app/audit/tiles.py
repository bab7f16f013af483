"""The tree in tiles (C2SP tlog-tiles): where each tile is found, and proofs made from the few that they need."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pb_app.audit.merkle import TILE_HEIGHT, WrongProof, node_hash, root
from pb_app.refusals import Invalid, sentence

TILE_WIDTH = 1 << TILE_HEIGHT
HIGHEST = 63
LONGEST_ENTRY = 2**16 - 1
"""The longest entry that a bundle can hold, in bytes."""
_PLACE = re.compile(r"((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")
_THOUSAND = 1_000

Read = Callable[[int, int, int], Sequence[bytes]]
"""Reads hashes of one level of tiles (0: leaf hashes), from a place on and before another."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which tile of its level, and how many of its first hashes."""

    number: int
    width: int = TILE_WIDTH

    @property
    def first(self) -> int:
        """The first place of its level that it covers."""
        return self.number * TILE_WIDTH

    @property
    def end(self) -> int:
        """The place after its last."""
        return self.first + self.width

    def __str__(self) -> str:
        groups = [f"{self.number % _THOUSAND:03}"]
        rest = self.number // _THOUSAND
        while rest:
            groups.insert(0, f"x{rest % _THOUSAND:03}")
            rest //= _THOUSAND
        return "/".join(groups) + ("" if self.width == TILE_WIDTH else f".p/{self.width}")


def read_place(path: str) -> Place:
    """Return the place that `x001/x234/067` or `067.p/5` names; refuse with Invalid any other way to write it."""
    match = _PLACE.fullmatch(path)
    place = Place(int(match[1].replace("x", "").replace("/", "")), int(match[2] or TILE_WIDTH)) if match else None
    if place is None or str(place) != path:
        raise Invalid(sentence("This is not the way in which the place of a tile is written."))
    return place


@dataclass(frozen=True, slots=True)
class TileTree:
    """A tree of `size` leaves whose hashes are read tile by tile, each tile once."""

    size: int
    read: Read
    _tiles: dict[tuple[int, int], Sequence[bytes]] = field(default_factory=dict)

    def root_of(self, size: int) -> bytes:
        """The root over the first `size` leaves, at least one."""
        self._check(0, size)
        return self._span(0, size)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The hashes from leaf `index` to the root over the first `size` leaves, lowest first (RFC 6962, 2.1.1)."""
        self._check(index, size)
        proof, begin, end = [], 0, size
        while end - begin > 1:
            middle = _middle(begin, end)
            if index < middle:
                proof.append(self._span(middle, end))
                end = middle
            else:
                proof.append(self._span(begin, middle))
                begin = middle
        return tuple(reversed(proof))

    def consistency(self, old: int, size: int) -> tuple[bytes, ...]:
        """The hashes that show `size` leaves to begin with the first `old` of them, at least one (RFC 6962, 2.1.2)."""
        self._check(old - 1, size)
        proof, begin, end = [], 0, size
        while old != end:
            middle = _middle(begin, end)
            if old <= middle:
                proof.append(self._span(middle, end))
                end = middle
            else:
                proof.append(self._span(begin, middle))
                begin = middle
        return tuple(reversed([*proof, self._span(begin, end)] if begin else proof))

    def _check(self, index: int, size: int) -> None:
        if not 0 <= index < size <= self.size:
            template = sentence("A tree of %(size)d entries has no entry %(index)d.")
            raise WrongProof(template, size=min(size, self.size), index=index)

    def _span(self, begin: int, end: int) -> bytes:
        """The root over leaves that begin at a multiple of the largest power of two among them."""
        peaks = []
        while begin < end:
            height = (end - begin).bit_length() - 1
            peaks.append(self._node(height, begin >> height))
            begin += 1 << height
        reached = peaks.pop()
        while peaks:
            reached = node_hash(peaks.pop(), reached)
        return reached

    def _node(self, height: int, place: int) -> bytes:
        """The root of a complete subtree, from hashes of the tile that it lies in."""
        level, within = divmod(height, TILE_HEIGHT)
        first = place << within
        tile, at = divmod(first, TILE_WIDTH)
        return root(self._tile(level, tile)[at : at + (1 << within)])

    def _tile(self, level: int, number: int) -> Sequence[bytes]:
        if (level, number) not in self._tiles:
            end = min((number + 1) * TILE_WIDTH, self.size >> (level * TILE_HEIGHT))
            self._tiles[level, number] = self.read(level, number * TILE_WIDTH, end)
        return self._tiles[level, number]


def bundle(bodies: Sequence[bytes]) -> bytes:
    """Return entries one after the other, the length of each before it in two bytes, the larger first."""
    return b"".join(len(body).to_bytes(2, "big") + body for body in bodies)


def _middle(begin: int, end: int) -> int:
    """Where RFC 6962 divides leaves: at the largest power of two that is smaller than their number."""
    return begin + (1 << ((end - begin - 1).bit_length() - 1))
