"""The log as its tiles and proofs read it: hashes of the tree by level and place, and its keys."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.audit.tiles import TileTree
from pb_app.models.log import LogKey, LogLeaf, LogNode


def tree(session: Session, size: int) -> TileTree:
    """The tree over the first `size` entries, read as far as proofs need it."""
    return TileTree(size, lambda level, first, end: hashes(session, level, first, end))


def hashes(session: Session, level: int, first: int, end: int) -> Sequence[bytes]:
    """The hashes of one level of tiles, from a place on and before another; as many as there are."""
    if level == 0:
        wanted = select(LogLeaf.leaf_hash).where(LogLeaf.idx >= first, LogLeaf.idx < end).order_by(LogLeaf.idx)
    else:
        place = LogNode.place
        wanted = select(LogNode.hash).where(LogNode.level == level, place >= first, place < end).order_by(place)
    return session.scalars(wanted).all()


def log_keys(session: Session) -> Sequence[LogKey]:
    """The keys of the log, the first first."""
    return session.scalars(select(LogKey).order_by(LogKey.since)).all()
