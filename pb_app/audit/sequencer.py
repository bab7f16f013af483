"""Giving entries their place: what waits is taken into the tree in one order, and a checkpoint is signed over it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from pb_app.audit.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from pb_app.audit.findings import read_entry
from pb_app.audit.merkle import EMPTY_ROOT, CompactRange, leaf_hash
from pb_app.audit.note import verifier_key
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogLeaf, LogPending
from pb_app.refusals import Conflict, Refusal, sentence

BATCH = 5_000
"""How many entries one checkpoint takes in at most (voting-and-audit 2.4)."""


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
    tree = _recomputed(session)
    if (tree.size, tree.root()) != (signed.tree.size, signed.root):
        raise _other_entries(tree.size, signed.tree.size)


def sequence(session: Session, keys: Keys, at: datetime, most: int = BATCH) -> int:
    """Take up to `most` waiting entries into the tree and sign a checkpoint over them; return how many.

    The caller holds the log's lock and has the one transaction. What waits is consumed by deleting it, never by
    remembering a number: an entry whose transaction commits late is found when it comes. Raises LogDiffers.
    """
    signed = _newest(session, keys)
    _check_size(session, signed.tree.size)
    bodies = _taken(session, most)
    if not bodies:
        return 0
    leaves = [
        LogLeaf(idx=index, body=body, leaf_hash=leaf_hash(body.encode()))
        for index, body in enumerate(bodies, start=signed.tree.size)
    ]
    session.add_all(leaves)
    tree = signed.tree.extend(leaf.leaf_hash for leaf in leaves)
    checkpoint = Checkpoint(keys.log_origin, tree.size, tree.root())
    session.add(
        LogCheckpoint(
            size=tree.size,
            root=checkpoint.root,
            compact_range=tree.serialise(),
            note=sign_checkpoint(checkpoint, keys.log),
            signed_at=at,
        )
    )
    session.flush()
    return len(leaves)


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
    return _Signed(tree, said.root)


def _check_size(session: Session, signed: int) -> None:
    """The quick check of every time: no entry was added or taken away behind the last checkpoint."""
    last = session.scalar(select(func.max(LogLeaf.idx)))
    held = 0 if last is None else last + 1
    if held != signed:
        raise _other_entries(held, signed)


def _recomputed(session: Session) -> CompactRange:
    """The tree over every stored entry, if each has the hash that was stored with it."""
    stored = select(LogLeaf.idx, LogLeaf.body, LogLeaf.leaf_hash).order_by(LogLeaf.idx)
    with session.execute(stored.execution_options(yield_per=BATCH)) as rows:
        return CompactRange().extend(_unchanged(place, row) for place, row in enumerate(rows))


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
    bodies = [row.body for row in sorted(rows, key=lambda row: row.id)]
    for body in bodies:
        _check_entry(body)
    return bodies


def _check_entry(body: str) -> None:
    try:
        read_entry(0, body.encode())
    except Refusal as refusal:
        raise LogDiffers(
            sentence("An entry that waits for its place is not one that the log wrote. Nothing more is signed.")
        ) from refusal
