"""Whose signatures a recount bundle rests on: log, receipts, the witnesses of the partnership, and their quorum."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pb_app.actions import Action
from pb_app.audit.findings import read_entry
from pb_app.audit.note import verifier_key
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogLeaf, LogMention
from pb_app.models.partnerships import PartnerKind, Partnership
from pb_app.models.polls import Poll
from pb_app.models.witnesses import Witness
from pb_app.queries import log_tiles, witnesses
from pb_app.queries.log_filters import of_types
from pb_app.receipt_keys import own_key

OPENED, FOLLOWED = Action.OPEN_POLL.value, Action.ROTATE_RECEIPT_KEY.value
"""The entries that name a key of receipts."""


def policy_of(session: Session, keys: Keys, partnership: Partnership) -> bytes:
    """The policy (C2SP tlog-policy): a partner counts once, whichever of its witnesses signs, and the council never."""
    logs = dict.fromkeys([*(one.vkey for one in log_tiles.log_keys(session)), str(_current(keys))])
    known = {one.vkey: one for one in witnesses.witnesses_of(session, partnership.id)}
    lines = [f"log {vkey}" for vkey in logs]
    lines += [f"witness w{one.id} {one.vkey}" for one in sorted(known.values(), key=lambda one: one.id)]
    partners = _by_partner(list(known.values()))
    lines += [f"group p{number} any {' '.join(names)}" for number, names in sorted(partners.items())]
    if partnership.witness_quorum and partners:
        needed = min(partnership.witness_quorum, len(partners))
        lines += [f"group partners {needed} {' '.join(f'p{number}' for number in sorted(partners))}", "quorum partners"]
    else:
        lines.append("quorum none")
    return "".join(f"{line}\n" for line in lines).encode()


def receipt_keys_of(session: Session, keys: Keys, poll: Poll, size: int) -> bytes:
    """The keys of receipts, one a line: the one that the log named when the poll opened, and those that followed.

    Where the log names none, which is so for imported polls, the one that signs now.
    """
    opened = select(LogMention.idx).where(LogMention.name == "poll", LogMention.value == str(poll.id))
    named = or_(LogLeaf.idx.in_(opened) & LogLeaf.idx.in_(of_types([OPENED])), LogLeaf.idx.in_(of_types([FOLLOWED])))
    found = select(LogLeaf.idx, LogLeaf.body).where(named, LogLeaf.idx < size).order_by(LogLeaf.idx)
    entries = [read_entry(row.idx, row.body.encode()) for row in session.execute(found)]
    first = next((place for place, one in enumerate(entries) if one.facts.get("receipts")), None)
    if first is None:
        return f"{own_key(keys)}\n".encode()
    told = [entries[first].facts["receipts"], *(one.facts["new"] for one in entries[first + 1 :])]
    return "".join(f"{vkey}\n" for vkey in told).encode()


def witnessed(session: Session, needed: int) -> LogCheckpoint | None:
    """The newest of the latest checkpoints with entry `needed` in it that somebody cosigned; else the newest of all."""
    latest = witnesses.newest_checkpoints(session, LOOKED_THROUGH)
    whole = [one for one in latest if one.size > needed]
    cosigned = (one for one in whole if witnesses.cosignatures_on(session, one.size))
    return next(cosigned, next(iter(latest), None))


LOOKED_THROUGH = 500
"""Checkpoints among which a cosigned one is looked for; witnesses are asked every minute."""


def _current(keys: Keys) -> object:
    return verifier_key(keys.log_origin, keys.log)


def _by_partner(known: Sequence[Witness]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in sorted(known, key=lambda one: one.id):
        if one.partner.kind is not PartnerKind.COUNCIL:
            found.setdefault(one.partner_id, []).append(f"w{one.id}")
    return found
