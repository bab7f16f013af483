"""What the log tells, read once: the stories of polls, the entries that move money, and those that give roles."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb_app.audit.findings import ReadEntry, read_entry
from pb_app.audit.merkle import leaf_hash
from pb_app.audit.note import verifier_key
from pb_app.audit.succession import HANDED_OVER
from pb_app.audit.verify import Verdict, verify
from pb_app.keys import Keys
from pb_app.models.log import LogCheckpoint, LogLeaf, LogPending
from pb_app.refusals import Refusal
from pb_app.verification.misfits import Misfit, Part

BATCH = 5_000
ANCHORS = {
    "fund.added": (("entry", "entry_sha256"),),
    "pot.fed": (("entry", "entry_sha256"),),
    "poll.imported": (("fund_entry", "fund_sha256"), ("pot_entry", "pot_sha256")),
    "awards.posted": (("entry", "entry_sha256"),),
    "movement.posted": (("entry", "entry_sha256"),),
}
"""Which facts of which entries name an entry of the ledger and its hash."""
ROLES = frozenset({"role.granted", "role.revoked"})


@dataclass(slots=True)
class Chronicle:
    """The entries of each poll by its id, those of money, roles, keys and payloads; what still waits is told last."""

    polls: dict[str, list[ReadEntry]] = field(default_factory=dict)
    money: list[ReadEntry] = field(default_factory=list)
    roles: list[ReadEntry] = field(default_factory=list)
    leaves: dict[bytes, ReadEntry] = field(default_factory=dict)
    keys: list[ReadEntry] = field(default_factory=list)
    committed: dict[bytes, ReadEntry] = field(default_factory=dict)
    erased: set[object] = field(default_factory=set)
    in_tree: int = 0
    waiting: int = 0

    def hear(self, index: int, body: bytes) -> None:
        """Take an entry in; one that cannot be read is for the check of the log to name."""
        try:
            entry = read_entry(index, body)
        except Refusal:
            return
        if entry.poll is not None:
            self.polls.setdefault(entry.poll, []).append(entry)
        if entry.event in ANCHORS:
            self.money.append(entry)
        if entry.event in ROLES:
            self.roles.append(entry)
        if entry.event == "result.adopted":
            self.leaves[leaf_hash(body)] = entry
        if entry.event == HANDED_OVER:
            self.keys.append(entry)
        if entry.commitment is not None:
            self.committed[leaf_hash(body)] = entry
        if entry.event == "payload.erased":
            self.erased.add(entry.facts.get("entry"))
        if entry.event == "person.erased":
            self.erased.update(int(one) for one in str(entry.facts.get("payloads", "")).split() if one.isdecimal())

    def of_poll(self, poll_id: object, event: str) -> list[ReadEntry]:
        """The entries of one type about a poll, in their order."""
        return [entry for entry in self.polls.get(str(poll_id), []) if entry.event == event]


@dataclass(frozen=True, slots=True)
class LogRead:
    """The verdict on the log itself, and what it tells."""

    verdict: Verdict
    chronicle: Chronicle

    @property
    def misfits(self) -> Iterator[Misfit]:
        """What does not fit within the log, the earliest entry first."""
        return (Misfit(Part.LOG, one.index, one.template, one.figures) for one in self.verdict.findings)


def read_log(session: Session, keys: Keys) -> LogRead:
    """Recompute the tree over every entry and open every checkpoint."""
    chronicle = Chronicle()
    checkpoints = session.execute(select(LogCheckpoint.size, LogCheckpoint.root, LogCheckpoint.note)).all()
    stored = [(one.size, one.root, one.note) for one in checkpoints]
    verdict = verify(_entries(session, chronicle), stored, verifier_key(keys.log_origin, keys.log))
    chronicle.in_tree = verdict.checked
    for body in session.scalars(select(LogPending.body).order_by(LogPending.id)).all():
        chronicle.hear(chronicle.in_tree + chronicle.waiting, body.encode())
        chronicle.waiting += 1
    return LogRead(verdict, chronicle)


def _entries(session: Session, chronicle: Chronicle) -> Iterator[tuple[int, bytes, bytes]]:
    """Every stored entry, also told to the chronicle."""
    stored = select(LogLeaf.idx, LogLeaf.body, LogLeaf.leaf_hash).order_by(LogLeaf.idx)
    with session.execute(stored.execution_options(yield_per=BATCH)) as rows:
        for row in rows:
            body = row.body.encode()
            chronicle.hear(row.idx, body)
            yield row.idx, body, row.leaf_hash
