"""Checking what the log rests on: its tiles, its keys, and the payloads that entries only commit to."""

from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.audit.merkle import CompactRange, leaf_hash
from pb_app.audit.note import verifier_key
from pb_app.keys import Keys
from pb_app.models.log import LogKey, LogLeaf, LogNode, LogPayload
from pb_app.refusals import sentence
from pb_app.verification.chronicle import BATCH, Chronicle
from pb_app.verification.misfits import Misfit, Part


def check_resting(session: Session, keys: Keys, chronicle: Chronicle) -> Iterator[Misfit]:
    """Yield what does not fit in tiles, keys and payloads."""
    yield from _check_tiles(session)
    yield from _check_keys(session, keys, chronicle)
    yield from _check_payloads(session, chronicle)


def _check_tiles(session: Session) -> Iterator[Misfit]:
    nodes: dict[tuple[int, int], bytes] = {}
    wanted = select(LogLeaf.body).order_by(LogLeaf.idx).execution_options(yield_per=BATCH)
    with session.scalars(wanted) as bodies:
        hashes = (leaf_hash(body.encode()) for body in bodies)
        CompactRange().extend(hashes, lambda level, place, node: nodes.update({(level, place): node}))
    rows = session.execute(select(LogNode.level, LogNode.place, LogNode.hash)).all()
    stored = {(row.level, row.place): row.hash for row in rows}
    wrong = sorted(at for at in nodes.keys() | stored.keys() if nodes.get(at) != stored.get(at))
    if wrong:
        level, place = wrong[0]
        template = sentence("Hash %(place)d on level %(level)d of the tiles is not that of its entries.")
        yield Misfit(Part.TILES, level, template, {"place": place, "level": level})


def _check_keys(session: Session, keys: Keys, chronicle: Chronicle) -> Iterator[Misfit]:
    """The keys that are stored are those that entries handed over to; what is not signed yet has none."""
    stored = list(session.scalars(select(LogKey.vkey).order_by(LogKey.since)))
    if not stored:
        return
    told = [str(entry.facts.get("new")) for entry in chronicle.keys]
    first = str(chronicle.keys[0].facts.get("old")) if chronicle.keys else str(verifier_key(keys.log_origin, keys.log))
    if stored != [first, *told]:
        template = sentence("The keys stored for the log are not those that its entries tell of.")
        yield Misfit(Part.LOG, chronicle.keys[0].index if chronicle.keys else 0, template)


def _check_payloads(session: Session, chronicle: Chronicle) -> Iterator[Misfit]:
    kept = {row.leaf_hash: row for row in session.scalars(select(LogPayload))}
    for leaf, entry in chronicle.committed.items():
        payload = kept.pop(leaf, None)
        figures: dict[str, object] = {"entry": entry.index}
        if payload is None and entry.index not in chronicle.erased:
            template = sentence(
                "What entry %(entry)d of the log commits to is gone, and nothing tells that it was erased."
            )
            yield Misfit(Part.PAYLOAD, entry.index, template, figures)
        elif payload is not None and sha256(payload.salt + payload.body.encode()).hexdigest() != entry.commitment:
            template = sentence("What is stored for entry %(entry)d of the log is not what the entry commits to.")
            yield Misfit(Part.PAYLOAD, entry.index, template, figures)
    if kept:
        yield Misfit(Part.PAYLOAD, 0, sentence("Something is stored to which no entry of the log commits."))
