"""Giving entries their place: what waits is taken into the tree in one order, and a checkpoint is signed over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.orm import Session

from pb_app.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pb_app.audit.findings import ReadEntry, read_entry
from pb_app.audit.merkle import EMPTY_ROOT, CompactRange, Full, leaf_hash
from pb_app.audit.note import sign_also, verifier_key
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogKey, LogLeaf, LogMention, LogNode, LogPending
from pb_app.models.witnesses import HALTING, Witness
from pb_app.refusals import Conflict, Refusal, sentence

BATCH = 5_000
EVERYTHING = 2**31
"""How many entries one checkpoint takes in at most (voting-and-audit 2.4)."""
NAMED = ("round", "room", "pot", "movement", "locality")
"""Facts by which entries are looked for (pb_app/queries/log_filters.py)."""


class LogDiffers(Conflict):
    """What is stored is not what was signed: nothing more is signed until somebody has looked into it."""


@dataclass(frozen=True, slots=True)
class _Signed:
    """What the newest checkpoint says, with the tree to go on from."""

    tree: CompactRange
    root: bytes = EMPTY_ROOT


def is_waiting(session: Session) -> bool:
    """Whether an entry waits for its place."""
    return session.scalar(select(LogPending.id).limit(1)) is not None


def check_stored(session: Session, keys: Keys) -> None:
    """Refuse with LogDiffers unless the tree recomputed from every stored entry is the one last signed."""
    signed = _newest(session, keys)
    nodes: dict[tuple[int, int], bytes] = {}
    tree = _recomputed(session, lambda level, place, node: nodes.update({(level, place): node}))
    if (tree.size, tree.root()) != (signed.tree.size, signed.root):
        raise _other_entries(tree.size, signed.tree.size)
    stored = session.execute(select(LogNode.level, LogNode.place, LogNode.hash)).all()
    if {(row.level, row.place): row.hash for row in stored} != nodes:
        raise LogDiffers(sentence("The tiles of the log are not those of its entries. Nothing more is signed."))


def rotate(session: Session, keys: Keys, successor: Ed25519PrivateKey, at: datetime) -> None:
    """Take everything that waits into the tree under both keys; from this checkpoint on the successor signs.

    The caller holds the log's lock, and the entry that names the successor waits. Raises LogDiffers.
    """
    sequence(session, keys, at, EVERYTHING, successor)


def key_in_force(session: Session) -> str | None:
    """The public key that signs at present; None before the first checkpoint."""
    return session.scalar(select(LogKey.vkey).order_by(LogKey.since.desc()).limit(1))


def sequence(
    session: Session, keys: Keys, at: datetime, most: int = BATCH, successor: Ed25519PrivateKey | None = None
) -> int:
    """Take up to `most` waiting entries into the tree and sign a checkpoint over them; return how many.

    The caller holds the log's lock and has the one transaction. What waits is consumed by deleting it, never by
    remembering a number: an entry whose transaction commits late is found when it comes. Raises LogDiffers.
    """
    signed = _newest(session, keys)
    _check_size(session, signed.tree.size)
    bodies = _taken(session, most)
    if not bodies:
        return 0
    entries = [_read(index, body) for index, body in enumerate(bodies, start=signed.tree.size)]
    leaves = [leaf_hash(body.encode()) for body in bodies]
    placed = [
        {"idx": entry.index, "body": body, "leaf_hash": leaf}
        for entry, body, leaf in zip(entries, bodies, leaves, strict=True)
    ]
    session.execute(insert(LogLeaf), placed)
    session.execute(insert(LogMention), [mention for entry in entries for mention in mentions(entry)])
    nodes: list[dict[str, object]] = []
    tree = signed.tree.extend(
        leaves, lambda level, place, node: nodes.append({"level": level, "place": place, "hash": node})
    )
    if nodes:
        session.execute(insert(LogNode), nodes)
    _sign(session, keys, tree, at, successor)
    return len(leaves)


def _sign(session: Session, keys: Keys, tree: CompactRange, at: datetime, successor: Ed25519PrivateKey | None) -> None:
    """Sign a checkpoint over the tree, and note from where on whose key signs."""
    checkpoint = Checkpoint(keys.log_origin, tree.size, tree.root())
    note = sign_checkpoint(checkpoint, keys.log)
    if key_in_force(session) is None:
        session.add(LogKey(since=0, vkey=str(verifier_key(keys.log_origin, keys.log))))
    if successor is not None:
        note = sign_also(note, keys.log_origin, successor)
        session.add(LogKey(since=tree.size, vkey=str(verifier_key(keys.log_origin, successor))))
    session.add(
        LogCheckpoint(size=tree.size, root=checkpoint.root, compact_range=tree.serialise(), note=note, signed_at=at)
    )
    session.flush()


def _newest(session: Session, keys: Keys) -> _Signed:
    """What was signed last, if this log's own key signed it and the stored tree is of it."""
    last = session.scalar(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1))
    if last is None:
        return _Signed(CompactRange())
    try:
        said = open_checkpoint(last.note, verifier_key(keys.log_origin, keys.log)).checkpoint
        tree = CompactRange.parse(last.compact_range)
    except Refusal as refusal:
        raise LogDiffers(
            sentence("The last checkpoint of the log cannot be gone on from: %(why)s"), why=str(refusal)
        ) from refusal
    if said != Checkpoint(keys.log_origin, last.size, last.root) or (tree.size, tree.root()) != (said.size, said.root):
        raise LogDiffers(sentence("The last checkpoint of the log is not the one that was signed."))
    if key_in_force(session) not in {None, str(verifier_key(keys.log_origin, keys.log))}:
        raise LogDiffers(sentence("The log is signed with another key now. Start the service with that key."))
    _check_witnesses(session, said.size)
    return _Signed(tree, said.root)


def _check_witnesses(session: Session, size: int) -> None:
    """Refuse where a witness in use saw more of this log than is stored, or another one: a backup was put back."""
    in_use = select(func.max(Witness.size)).where(Witness.retired_at.is_(None))
    seen = session.scalar(in_use) or 0
    if seen > size:
        template = sentence("A witness saw %(seen)d entries of the log, and only %(held)d are stored.")
        raise LogDiffers(template, seen=seen, held=size)
    if session.scalar(select(Witness.id).where(Witness.retired_at.is_(None), Witness.trouble.in_(HALTING)).limit(1)):
        raise LogDiffers(sentence("A witness cosigned other entries of the log than are stored."))


def _check_size(session: Session, signed: int) -> None:
    """The quick check of every time: no entry was added or taken away behind the last checkpoint."""
    last = session.scalar(select(func.max(LogLeaf.idx)))
    held = 0 if last is None else last + 1
    if held != signed:
        raise _other_entries(held, signed)


def _recomputed(session: Session, full: Full) -> CompactRange:
    """The tree over every stored entry, if each has the hash that was stored with it."""
    stored = select(LogLeaf.idx, LogLeaf.body, LogLeaf.leaf_hash).order_by(LogLeaf.idx)
    with session.execute(stored.execution_options(yield_per=BATCH)) as rows:
        return CompactRange().extend((_unchanged(place, row) for place, row in enumerate(rows)), full)


def _unchanged(place: int, row: Row[int, str, bytes]) -> bytes:
    leaf = leaf_hash(row.body.encode())
    if row.idx != place or leaf != row.leaf_hash:
        template = sentence("Entry %(entry)d of the log is not as it was written. Nothing more is signed.")
        raise LogDiffers(template, entry=min(row.idx, place))
    return leaf


def _other_entries(held: int, signed: int) -> LogDiffers:
    template = sentence("%(held)d entries are stored, and they are not the %(signed)d that were signed last.")
    return LogDiffers(template, held=held, signed=signed)


def _taken(session: Session, most: int) -> Sequence[str]:
    """Take the oldest waiting entries away and return them in the order in which they were written."""
    oldest = select(LogPending.id).order_by(LogPending.id).limit(most)
    taking = delete(LogPending).where(LogPending.id.in_(oldest)).returning(LogPending.id, LogPending.body)
    rows = session.execute(taking.execution_options(synchronize_session=False)).all()
    return [row.body for row in sorted(rows, key=lambda row: row.id)]


def mentions(entry: ReadEntry) -> list[dict[str, object]]:
    """What an entry is found by: its type, its poll, and the ids of places and money among its facts."""
    told = {"event": entry.event, "poll": entry.poll} | {name: entry.facts.get(name) for name in NAMED}
    return [{"name": name, "value": str(one), "idx": entry.index} for name, one in told.items() if one is not None]


def _read(index: int, body: str) -> ReadEntry:
    try:
        return read_entry(index, body.encode())
    except Refusal as refusal:
        raise LogDiffers(
            sentence("An entry that waits for its place is not one that the log wrote. Nothing more is signed.")
        ) from refusal
