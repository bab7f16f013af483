"""Check the whole log by recomputing it: every entry, every hash, every signed checkpoint, every poll's story."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb_app.audit.canonical import NotCanonical
from pb_app.audit.checkpoint import Checkpoint, open_checkpoint
from pb_app.audit.findings import Check, Finding, ReadEntry, read_entry
from pb_app.audit.keys import VerifierKey
from pb_app.audit.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from pb_app.audit.polls import Courses
from pb_app.audit.succession import Succession
from pb_app.refusals import Refusal, sentence

LONGEST_CHANGE = timedelta(minutes=10)
"""How long a change may take: its moment is read when it begins, its place in the log comes when it is committed."""

_OF_ITSELF = frozenset({Check.INDEX, Check.LEAF, Check.CANONICAL, Check.SHAPE})  # never for what another entry says


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a log found, the earliest entry first.

    `checked` entries were read; the first `signed` of them are those of a checkpoint that the log signed.
    """

    ok: bool
    checked: int
    signed: int
    findings: tuple[Finding, ...]


def verify(
    entries: Iterable[tuple[int, bytes, bytes]], checkpoints: Iterable[tuple[int, bytes, str]], log_key: VerifierKey
) -> Verdict:
    """Return what does not fit in a log whose present key is `log_key`; entries say which keys signed before it.

    `entries` are index, body and stored leaf hash, in the order in which they stand; `checkpoints` are stored size,
    stored root and signed note, in any order. Nothing in them, however damaged, raises an error.
    """
    signed = sorted(checkpoints)
    walk = _Walk({size for size, _, _ in signed}, log_key)
    found = [finding for entry in entries for finding in walk.check(*entry)]
    found += walk.keys.end()
    agreeing = 0
    for size, root, note in signed:
        wrong = _check_checkpoint((size, root, note), walk, agreeing, found)
        if wrong is None:
            agreeing = size
        else:
            found.append(wrong)
    found.sort(key=lambda finding: finding.index)
    return Verdict(not found, walk.tree.size, agreeing, tuple(found))


class _Walk:
    """The way through the entries: the tree so far, its roots at the sizes asked for, time, polls and keys."""

    def __init__(self, sizes: set[int], log_key: VerifierKey) -> None:
        self.keys = Succession(log_key)
        self.tree = CompactRange()
        self.roots = {0: EMPTY_ROOT}
        self._sizes = sizes
        self._expected = 0
        self._latest: datetime | None = None
        self._courses = Courses()

    def check(self, index: int, body: bytes, stored: bytes) -> Iterator[Finding]:
        """Yield what does not fit in the next entry, and take it into the tree."""
        if index != self._expected:
            template = sentence("Where entry %(expected)d should stand, entry %(entry)d stands.")
            yield Finding(self._expected, Check.INDEX, template, {"expected": self._expected, "entry": index})
        self._expected = index + 1
        yield from self._check_leaf(index, body, stored)
        try:
            entry = read_entry(index, body)
        except NotCanonical as refusal:
            yield Finding.of(refusal, index, Check.CANONICAL)
        except Refusal as refusal:
            yield Finding.of(refusal, index, Check.SHAPE)
        else:
            yield from self._check_time(entry)
            yield from self._courses.follow(entry)
            yield from self.keys.follow(entry)

    def _check_leaf(self, index: int, body: bytes, stored: bytes) -> Iterator[Finding]:
        leaf = leaf_hash(body)
        if leaf != stored:
            template = sentence("Entry %(entry)d does not have the hash that was stored with it.")
            yield Finding(index, Check.LEAF, template, {"entry": index})
        self.tree = self.tree.append(leaf)
        if self.tree.size in self._sizes:
            self.roots[self.tree.size] = self.tree.root()

    def _check_time(self, entry: ReadEntry) -> Iterator[Finding]:
        latest = self._latest or entry.at
        if entry.at < latest - LONGEST_CHANGE:
            template = sentence("Entry %(entry)d is of %(at)s, after an entry of %(latest)s.")
            figures = {"entry": entry.index, "at": entry.at.isoformat(), "latest": latest.isoformat()}
            yield Finding(entry.index, Check.TIME, template, figures)
        self._latest = max(latest, entry.at)


def _check_checkpoint(
    stored: tuple[int, bytes, str], walk: _Walk, agreeing: int, found: list[Finding]
) -> Finding | None:
    """Return what does not fit in one checkpoint; the entries before `agreeing` are those of an earlier one."""
    size, root, note = stored
    try:
        said = {open_checkpoint(note, key).checkpoint for key in walk.keys.keys_of(size, agreeing)}
        fits = said == {Checkpoint(walk.keys.known.name, size, root)}
    except Refusal as refusal:
        return Finding.of(refusal, agreeing, Check.SIGNATURE)
    if not fits:
        template = sentence("The checkpoint of %(size)d entries signs another size or root than was stored with it.")
        return Finding(agreeing, Check.CHECKPOINT, template, {"size": size})
    if size > walk.tree.size:
        template = sentence("A checkpoint signs %(size)d entries; %(held)d are there.")
        return Finding(walk.tree.size, Check.MISSING, template, {"size": size, "held": walk.tree.size})
    if walk.roots[size] != root:
        template = sentence("The first %(size)d entries are not those that were signed; the first %(good)d are.")
        culprits = (one.index for one in found if one.check in _OF_ITSELF and agreeing <= one.index < size)
        return Finding(min(culprits, default=agreeing), Check.ROOT, template, {"size": size, "good": agreeing})
    return None
